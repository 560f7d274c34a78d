import { z } from 'zod'
import * as entity from '../../entities/index.ts'
import * as ids from '../../ids.ts'
import { accountFields } from '../../mutations/account-arguments.ts'
import { route, written } from '../route.ts'
import { activityFilter, baseVersion, environment, page, paged } from './parts.ts'

const administrator = z.object({ environmentId: ids.environmentIdSchema, userId: ids.userIdSchema })

export const environmentRoutes = {
  'environments.list': route({
    method: 'GET',
    path: '/v1/environments',
    access: 'signed-in',
    summary: 'The environments that the signed-in user administers or has accounts in, by name',
    answer: z.object({ items: z.array(entity.environmentEntrySchema) }),
  }),
  'environments.get': route({
    method: 'GET',
    path: '/v1/environments/:environmentId',
    access: 'signed-in',
    summary: 'One environment, and whether the signed-in user administers it',
    params: environment,
    answer: entity.environmentEntrySchema,
  }),
  'environments.edit': route({
    method: 'PUT',
    path: '/v1/environments/:environmentId',
    access: 'administrator',
    writes: true,
    summary: 'Rename the environment',
    params: environment,
    body: z.object({
      name: z.string().trim().min(1, 'An environment needs a name').max(100),
      baseVersion,
    }),
    answer: written(entity.environmentSchema),
    problems: ['stale_version'],
  }),
  'environments.activity': route({
    method: 'GET',
    path: '/v1/environments/:environmentId/activity',
    access: 'administrator',
    summary:
      'What administrators did to the environment, its applications and its accounts as a whole, newest first',
    params: environment,
    query: page.extend(activityFilter.shape).extend({ accountId: ids.accountIdSchema.optional() }),
    answer: paged(entity.environmentActivitySchema),
  }),
  'environments.accounts.create': route({
    method: 'POST',
    path: '/v1/environments/:environmentId/accounts',
    access: 'administrator',
    writes: true,
    summary:
      'Create an account, which gets the default application. Its reference is unique in the environment',
    params: environment,
    body: accountFields.extend({
      /** Made by whoever creates it, so that it has its id from the start. */
      accountId: ids.accountIdSchema,
    }),
    answer: written(entity.accountSchema),
    problems: ['name_taken'],
  }),
  'environments.administrators.list': route({
    method: 'GET',
    path: '/v1/environments/:environmentId/administrators',
    access: 'administrator',
    summary: 'Who administers the environment, by name',
    params: environment,
    answer: z.object({ items: z.array(entity.administratorSchema) }),
  }),
  'environments.administrators.add': route({
    method: 'POST',
    path: '/v1/environments/:environmentId/administrators',
    access: 'administrator',
    writes: true,
    summary: 'Make the user with this verified address an administrator; one who is one already stays one',
    params: environment,
    body: z.object({ email: entity.emailSchema }),
    answer: written(entity.administratorSchema),
    problems: ['email_not_verified'],
  }),
  'environments.administrators.remove': route({
    method: 'DELETE',
    path: '/v1/environments/:environmentId/administrators/:userId',
    access: 'administrator',
    writes: true,
    summary: 'Take the administration from somebody; the last administrator stays',
    params: administrator,
    answer: written(z.object({})),
    problems: ['last_administrator'],
  }),
} as const
