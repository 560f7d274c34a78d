import { z } from 'zod'
import { bootstrapLineSchema, changesPageSchema, cursorSchema, pokeSchema } from '../../sync/feed.ts'
import { route } from '../route.ts'
import { account } from './parts.ts'

export const syncRoutes = {
  'sync.bootstrap': route({
    method: 'GET',
    path: '/v1/sync/bootstrap',
    access: 'signed-in',
    format: 'ndjson',
    summary: 'Everything the principal may see: the directory first, then account by account',
    query: z.object({
      first: z
        .string()
        .max(2000)
        .optional()
        .describe('Account ids to send before the others, separated by commas'),
    }),
    answer: bootstrapLineSchema,
  }),
  'sync.snapshot': route({
    method: 'GET',
    path: '/v1/sync/accounts/:accountId/snapshot',
    access: 'signed-in',
    format: 'ndjson',
    summary: 'One account as a whole, for when it was given or permissions changed',
    params: account,
    answer: bootstrapLineSchema,
  }),
  'sync.changes': route({
    method: 'GET',
    path: '/v1/sync/changes',
    access: 'signed-in',
    summary: 'What changed after a cursor',
    query: z.object({ cursor: cursorSchema, limit: z.coerce.number().int().min(1).max(1000).default(500) }),
    answer: changesPageSchema,
    problems: ['cursor_gone'],
  }),
  'sync.events': route({
    method: 'GET',
    path: '/v1/sync/events',
    access: 'signed-in',
    format: 'sse',
    summary: 'A poke whenever a pull would find something',
    answer: pokeSchema,
  }),
} as const
