import { z } from 'zod'
import * as entity from '../../entities/index.ts'
import * as args from '../../mutations/account-arguments.ts'
import { route, written } from '../route.ts'
import { account, page, paged } from './parts.ts'

const why = z.object({
  /** Kept in activity for whoever asks later. */
  reason: z.string().trim().max(500, 'A reason has at most 500 characters').default(''),
})

export const accountRoutes = {
  'accounts.list': route({
    method: 'GET',
    path: '/v1/accounts',
    access: 'signed-in',
    summary: 'Every account the signed-in user may work in, by name',
    query: page,
    answer: paged(entity.directoryEntrySchema),
  }),
  'accounts.get': route({
    method: 'GET',
    path: '/v1/accounts/:accountId',
    access: 'signed-in',
    summary: 'One account and how the signed-in user may work in it',
    params: account,
    answer: entity.directoryEntrySchema,
  }),
  'accounts.summary': route({
    method: 'GET',
    path: '/v1/accounts/:accountId/summary',
    access: 'account.view',
    summary: 'What an account holds, counted; null for what the caller may not see',
    params: account,
    answer: entity.accountSummarySchema,
  }),
  'accounts.administrators': route({
    method: 'GET',
    path: '/v1/accounts/:accountId/administrators',
    access: 'users.view',
    summary:
      'The administrators of the environment that the account is in. Each of them may do everything in it, whether or not they are a user of it',
    params: account,
    answer: z.object({ items: z.array(entity.administratorSchema) }),
  }),
  'accounts.edit': route({
    method: 'PUT',
    path: '/v1/accounts/:accountId',
    access: 'account.edit',
    writes: true,
    summary:
      'Rename the account; administrators of the environment may change its reference and plan as well. What is left out stays',
    params: account,
    body: args.editAccountBodySchema,
    answer: written(entity.accountSchema),
    problems: ['name_taken', 'stale_version', 'account_read_only'],
  }),
  'accounts.suspend': route({
    method: 'POST',
    path: '/v1/accounts/:accountId/suspend',
    access: 'administrator',
    writes: true,
    inAnyStatus: true,
    summary: 'Suspend an active account: it can be read, nobody opens anything in it, and nothing is deleted',
    params: account,
    body: why,
    answer: written(entity.accountSchema),
    problems: ['account_read_only'],
  }),
  'accounts.resume': route({
    method: 'POST',
    path: '/v1/accounts/:accountId/resume',
    access: 'administrator',
    writes: true,
    inAnyStatus: true,
    summary: 'End the suspension of an account; everybody has again what they had',
    params: account,
    body: why,
    answer: written(entity.accountSchema),
    problems: ['account_read_only'],
  }),
  'accounts.close': route({
    method: 'POST',
    path: '/v1/accounts/:accountId/close',
    access: 'administrator',
    writes: true,
    inAnyStatus: true,
    summary: 'Close an active or suspended account: it can be read, and reopened or deleted',
    params: account,
    body: why,
    answer: written(entity.accountSchema),
  }),
  'accounts.reopen': route({
    method: 'POST',
    path: '/v1/accounts/:accountId/reopen',
    access: 'administrator',
    writes: true,
    inAnyStatus: true,
    summary: 'Make a closed account active again',
    params: account,
    body: why,
    answer: written(entity.accountSchema),
    problems: ['account_read_only'],
  }),
  'accounts.delete': route({
    method: 'POST',
    path: '/v1/accounts/:accountId/delete',
    access: 'administrator',
    writes: true,
    inAnyStatus: true,
    summary:
      'Delete a closed account with everything in it, for good. Its reference is asked for, so that no other is deleted by mistake',
    params: account,
    body: z.object({
      /** That of the account, exactly. */
      reference: z.string(),
    }),
    answer: written(z.object({ counts: entity.deletedWithAccountSchema })),
    problems: ['account_not_closed'],
  }),
} as const
