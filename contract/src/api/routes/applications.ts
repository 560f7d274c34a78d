import { z } from 'zod'
import { impactChangeSchema, impactSchema } from '../../domain/impact.ts'
import * as entity from '../../entities/index.ts'
import * as args from '../../mutations/arguments.ts'
import { route, written } from '../route.ts'
import { account, accountApplication, accountGrant } from './parts.ts'

export const applicationRoutes = {
  'applications.list': route({
    method: 'GET',
    path: '/v1/accounts/:accountId/applications',
    access: 'applications.view',
    summary: 'The applications of the account, environment auto-assigned ones included',
    params: account,
    answer: z.object({
      items: z.array(
        z.object({
          application: entity.applicationSchema,
          accountApplication: entity.accountApplicationSchema.nullable(),
        }),
      ),
    }),
  }),
  'applications.assign': route({
    method: 'POST',
    path: '/v1/accounts/:accountId/applications',
    access: 'applications.assign',
    writes: true,
    summary: 'Assign applications to the account, inactive ones too; ones already there stay as they are',
    params: account,
    body: args.assignBodySchema,
    answer: written(z.object({ items: z.array(entity.accountApplicationSchema) })),
    problems: ['account_read_only'],
  }),
  'applications.unassign': route({
    method: 'DELETE',
    path: '/v1/accounts/:accountId/applications/:applicationId',
    access: 'applications.assign',
    writes: true,
    summary: 'Unassign an application from the account and remove its grants there',
    params: accountApplication,
    answer: written(z.object({})),
    problems: ['auto_assigned', 'not_on_account', 'account_read_only'],
  }),
  'applications.setAutoAssign': route({
    method: 'PUT',
    path: '/v1/accounts/:accountId/applications/:applicationId/auto-assign',
    access: 'applications.autoassign',
    writes: true,
    summary:
      "Switch account-level auto-assignment on or off; `onDisable: keep` turns today's derived access into grants",
    params: accountApplication,
    body: args.autoAssignBodySchema,
    answer: written(entity.accountApplicationSchema),
    problems: ['not_on_account', 'stale_version', 'account_read_only'],
  }),
  'applications.impact': route({
    method: 'GET',
    path: '/v1/accounts/:accountId/applications/:applicationId/impact',
    access: 'applications.view',
    summary: 'Who would gain and lose access by a change',
    params: accountApplication,
    query: z.object({ change: impactChangeSchema }),
    answer: impactSchema,
  }),
  'grants.add': route({
    method: 'PUT',
    path: '/v1/accounts/:accountId/applications/:applicationId/grants/:membershipId',
    access: 'applications.assign',
    writes: true,
    summary: 'Grant an application of the account to one user; granting again changes nothing',
    params: accountGrant,
    answer: written(entity.grantSchema),
    problems: ['not_on_account', 'account_read_only'],
  }),
  'grants.remove': route({
    method: 'DELETE',
    path: '/v1/accounts/:accountId/applications/:applicationId/grants/:membershipId',
    access: 'applications.assign',
    writes: true,
    summary:
      'Take a granted application from one user; refused while an auto-assignment gives it without a grant',
    params: accountGrant,
    answer: written(z.object({})),
    problems: ['auto_assigned', 'account_read_only'],
  }),
} as const
