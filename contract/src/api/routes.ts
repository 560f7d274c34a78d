import { z } from 'zod'
import { impactChangeSchema, impactSchema } from '../domain/impact.ts'
import * as entity from '../entities/index.ts'
import * as ids from '../ids.ts'
import * as args from '../mutations/arguments.ts'
import { bootstrapLineSchema, changesPageSchema, cursorSchema, pokeSchema } from '../sync/feed.ts'
import { discoverySchema } from './discovery.ts'
import { route, written } from './route.ts'

const account = z.object({ accountId: ids.accountIdSchema })
const accountApplication = account.extend({ applicationId: ids.applicationIdSchema })
const accountGrant = accountApplication.extend({ membershipId: ids.membershipIdSchema })
const accountInvitation = account.extend({ invitationId: ids.invitationIdSchema })
const token = z.object({ token: entity.invitationTokenSchema })
const joined = z.object({ accountId: ids.accountIdSchema, membershipId: ids.membershipIdSchema })

/** A window of a list: `after` is the `next` of the answer before. */
const page = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  after: z.string().max(200).optional(),
})
function paged<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

export const routes = {
  'discovery.get': route({
    method: 'GET',
    path: '/.well-known/gatehouse',
    access: 'public',
    summary: 'What this server is, which version it speaks and who signs in its users',
    answer: discoverySchema,
  }),

  'me.get': route({
    method: 'GET',
    path: '/v1/me',
    access: 'signed-in',
    summary: 'The signed-in user',
    answer: entity.principalSchema,
  }),
  'me.invitations': route({
    method: 'GET',
    path: '/v1/me/invitations',
    access: 'signed-in',
    summary: 'Pending invitations to the address of the signed-in user',
    answer: z.object({ items: z.array(entity.invitationPreviewSchema) }),
  }),
  'me.invitations.accept': route({
    method: 'POST',
    path: '/v1/me/invitations/:invitationId/accept',
    access: 'signed-in',
    writes: true,
    summary: 'Accept an invitation to the own verified address',
    params: z.object({ invitationId: ids.invitationIdSchema }),
    body: z.object({}),
    answer: written(joined),
    problems: ['invitation_not_pending', 'invitation_mismatch', 'email_not_verified', 'account_read_only'],
  }),
  'me.invitations.decline': route({
    method: 'POST',
    path: '/v1/me/invitations/:invitationId/decline',
    access: 'signed-in',
    writes: true,
    summary: 'Decline an invitation to the own address',
    params: z.object({ invitationId: ids.invitationIdSchema }),
    body: z.object({}),
    answer: written(z.object({})),
    problems: ['invitation_not_pending', 'invitation_mismatch', 'email_not_verified'],
  }),
  'permissions.list': route({
    method: 'GET',
    path: '/v1/permissions',
    access: 'signed-in',
    summary: 'The permission catalogue and the roles made of it',
    answer: z.object({
      permissions: z.array(entity.permissionEntrySchema),
      roles: z.record(entity.roleSchema, z.array(entity.permissionSchema)),
    }),
  }),

  'invitations.preview': route({
    method: 'POST',
    path: '/v1/invitations/preview',
    access: 'public',
    summary: 'What an invitation offers. Consumes nothing; the token is in the body so that no log holds it',
    body: token,
    answer: entity.invitationPreviewSchema,
    problems: ['invitation_not_pending'],
  }),
  'invitations.accept': route({
    method: 'POST',
    path: '/v1/invitations/accept',
    access: 'signed-in',
    writes: true,
    summary:
      "Accept an invitation by its token; accepting one's own accepted one again answers the same membership",
    body: token,
    answer: written(joined),
    problems: ['invitation_not_pending', 'invitation_mismatch', 'email_not_verified', 'account_read_only'],
  }),
  'invitations.decline': route({
    method: 'POST',
    path: '/v1/invitations/decline',
    access: 'signed-in',
    writes: true,
    summary: 'Decline an invitation by its token',
    body: token,
    answer: written(z.object({})),
    problems: ['invitation_not_pending', 'invitation_mismatch', 'email_not_verified'],
  }),

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

  'memberships.list': route({
    method: 'GET',
    path: '/v1/accounts/:accountId/memberships',
    access: 'users.view',
    summary: 'The users of the account, by name',
    params: account,
    query: page,
    answer: paged(entity.membershipSchema),
  }),
  'memberships.access': route({
    method: 'GET',
    path: '/v1/accounts/:accountId/memberships/:membershipId/access',
    access: 'users.view',
    summary: 'What a user of the account can open, with every source',
    params: account.extend({ membershipId: ids.membershipIdSchema }),
    answer: z.object({
      items: z.array(
        z.object({ applicationId: ids.applicationIdSchema, sources: z.array(entity.accessSourceSchema) }),
      ),
    }),
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

  'invitations.list': route({
    method: 'GET',
    path: '/v1/accounts/:accountId/invitations',
    access: 'users.view',
    summary: 'The invitations of the account, newest first',
    params: account,
    query: page,
    answer: paged(entity.invitationSchema),
  }),
  'invitations.create': route({
    method: 'POST',
    path: '/v1/accounts/:accountId/invitations',
    access: 'users.invite',
    writes: true,
    summary: 'Invite an address; the mail leaves through the outbox',
    params: account,
    body: args.inviteBodySchema,
    answer: written(entity.invitationSchema),
    problems: ['already_member', 'already_invited', 'not_on_account', 'account_read_only'],
  }),
  'invitations.revoke': route({
    method: 'POST',
    path: '/v1/accounts/:accountId/invitations/:invitationId/revoke',
    access: 'users.invite',
    writes: true,
    summary: 'Revoke a pending invitation; its links die',
    params: accountInvitation,
    body: z.object({}),
    answer: written(entity.invitationSchema),
    problems: ['invitation_not_pending', 'account_read_only'],
  }),
  'invitations.resend': route({
    method: 'POST',
    path: '/v1/accounts/:accountId/invitations/:invitationId/resend',
    access: 'users.invite',
    writes: true,
    summary: 'Send a pending or expired invitation again with a new link and a new week; earlier links die',
    params: accountInvitation,
    body: z.object({}),
    answer: written(entity.invitationSchema),
    problems: ['invitation_not_pending', 'already_member', 'already_invited', 'account_read_only'],
  }),
  'invitations.link': route({
    method: 'POST',
    path: '/v1/accounts/:accountId/invitations/:invitationId/link',
    access: 'users.invite',
    writes: true,
    summary: 'Another link to a pending invitation, to hand over in person; the mailed one stays good',
    params: accountInvitation,
    body: z.object({}),
    answer: written(z.object({ url: z.url() })),
    problems: ['invitation_not_pending', 'account_read_only'],
  }),

  'services.list': route({
    method: 'GET',
    path: '/v1/accounts/:accountId/services',
    access: 'services.view',
    summary: 'The products and services of the account',
    params: account,
    answer: z.object({ items: z.array(entity.serviceSchema) }),
  }),
  'activity.list': route({
    method: 'GET',
    path: '/v1/accounts/:accountId/activity',
    access: 'activity.view',
    summary: 'Who did what in the account, newest first',
    params: account,
    query: page,
    answer: paged(entity.activitySchema),
  }),

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

export type Routes = typeof routes
export type RouteName = keyof Routes
