import { z } from 'zod'
import * as entity from '../../entities/index.ts'
import * as args from '../../mutations/membership-arguments.ts'
import { route, written } from '../route.ts'
import { account, accountTemplate } from './parts.ts'

export const templateRoutes = {
  'templates.list': route({
    method: 'GET',
    path: '/v1/accounts/:accountId/templates',
    access: 'users.view',
    summary: "The account's own sets of permissions, by name",
    params: account,
    answer: z.object({ items: z.array(entity.templateSchema) }),
  }),
  'templates.create': route({
    method: 'POST',
    path: '/v1/accounts/:accountId/templates',
    access: 'users.edit',
    writes: true,
    summary: 'Write a template; nobody puts a permission into one that they lack themselves',
    params: account,
    body: args.createTemplateBodySchema,
    answer: written(entity.templateSchema),
    problems: ['name_taken', 'account_read_only'],
  }),
  'templates.edit': route({
    method: 'PUT',
    path: '/v1/accounts/:accountId/templates/:templateId',
    access: 'users.edit',
    writes: true,
    summary: 'Change a template. Whoever was given it before keeps what they have',
    params: accountTemplate,
    body: args.editTemplateBodySchema,
    answer: written(entity.templateSchema),
    problems: ['name_taken', 'stale_version', 'account_read_only'],
  }),
  'templates.delete': route({
    method: 'DELETE',
    path: '/v1/accounts/:accountId/templates/:templateId',
    access: 'users.edit',
    writes: true,
    summary: 'Delete a template. Whoever was given it keeps what they have',
    params: accountTemplate,
    answer: written(z.object({})),
    problems: ['account_read_only'],
  }),
} as const
