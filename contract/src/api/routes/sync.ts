import { z } from 'zod'
import { accountIdSchema } from '../../ids.ts'
import { bootstrapLineSchema, changesPageSchema, cursorSchema, pokeSchema } from '../../sync/feed.ts'
import { route } from '../route.ts'
import { account } from './parts.ts'

export const syncRoutes = {
  'sync.bootstrap': route({
    method: 'GET',
    path: '/v1/sync/bootstrap',
    access: 'signed-in',
    format: 'ndjson',
    summary: 'Everything the principal may see: the directory first, then account by account, by their ids',
    query: z.object({
      first: z
        .string()
        .max(2000)
        .optional()
        .describe('Account ids to send before the others, separated by commas'),
      resume: cursorSchema
        .optional()
        .describe('The cursor of the `start` line of a bootstrap that was cut off, to go on with it'),
      after: accountIdSchema
        .optional()
        .describe(
          'With `resume`: every account up to this one, in the order of ids, has come as a whole and is left out, unless `first` names it',
        ),
    }),
    answer: bootstrapLineSchema,
    problems: ['cursor_gone', 'unavailable'],
  }),
  'sync.snapshot': route({
    method: 'GET',
    path: '/v1/sync/accounts/:accountId/snapshot',
    access: 'signed-in',
    format: 'ndjson',
    summary: 'One account as a whole, for when it was given or permissions changed',
    params: account,
    answer: bootstrapLineSchema,
    problems: ['unavailable'],
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
