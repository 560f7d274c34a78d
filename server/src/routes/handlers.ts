import { permissionCatalogue, problem, type Result, rolePermissions } from '@gatehouse/contract'
import { findEntry } from '../repositories/access.ts'
import { accessOfMembership, impact, listApplications } from '../services/account-applications.ts'
import { assignApplications, setAutoAssign, unassignApplication } from '../services/applications.ts'
import { addGrant, removeGrant } from '../services/grants.ts'
import { acceptInvitation, declineInvitation } from '../services/invitation-answer.ts'
import { listMyInvitations, previewInvitation } from '../services/invitation-lookup.ts'
import { hashToken } from '../services/invitation-tokens.ts'
import { copyLink, invite, resendInvitation, revokeInvitation } from '../services/invitations.ts'
import {
  listAccounts,
  listActivity,
  listInvitations,
  listMemberships,
  listServices,
} from '../services/reading.ts'
import { bootstrap, snapshot } from '../sync/bootstrap.ts'
import { changesAfter } from '../sync/feed.ts'
import type { Pokes } from '../sync/pokes.ts'
import { type DiscoveryConfig, discoveryOf } from './discovery.ts'
import type { Handlers } from './handler.ts'
import { unknownAccount } from './register.ts'

export interface HandlerDeps {
  config: DiscoveryConfig
  pokes: Pokes
}

/** What each route of the contract does. */
export function createHandlers({ config, pokes }: HandlerDeps): Handlers {
  return {
    'discovery.get': async () => ok(discoveryOf(config)),

    'me.get': async ({ principal }) => ok(principal),
    'me.invitations': async ({ db, principal, now }) =>
      ok({ items: await listMyInvitations(db, principal, now) }),
    'me.invitations.accept': ({ write, params }) => acceptInvitation(write, params),
    'me.invitations.decline': ({ write, params }) => declineInvitation(write, params),
    'permissions.list': async () => ok(permissionsAnswer),

    'invitations.preview': ({ db, body, now }) => previewInvitation(db, hashToken(body.token), now),
    'invitations.accept': ({ write, body }) => acceptInvitation(write, { tokenHash: hashToken(body.token) }),
    'invitations.decline': ({ write, body }) =>
      declineInvitation(write, { tokenHash: hashToken(body.token) }),

    'accounts.list': ({ db, principal, now, query }) => listAccounts(db, principal, now, query),
    'accounts.get': async ({ db, principal, now, params }) =>
      okOr(await findEntry(db, principal, params.accountId, now), unknownAccount),

    'applications.list': async ({ db, entry }) => ok(await listApplications(db, entry)),
    'applications.assign': ({ write, entry, body }) => assignApplications(write, entry, body),
    'applications.unassign': ({ write, entry, params }) =>
      unassignApplication(write, entry, params.applicationId),
    'applications.setAutoAssign': ({ write, entry, params, body }) =>
      setAutoAssign(write, entry, params.applicationId, body),
    'applications.impact': ({ db, entry, params, query, now }) =>
      impact(db, entry, params.applicationId, query.change, now),

    'memberships.list': ({ db, entry, query }) => listMemberships(db, entry, query),
    'memberships.access': async ({ db, entry, params, now }) =>
      okOr(await accessOfMembership(db, entry, params.membershipId, now), unknownUser),
    'grants.add': ({ write, entry, params }) => addGrant(write, entry, params),
    'grants.remove': ({ write, entry, params }) => removeGrant(write, entry, params),

    'invitations.list': ({ db, entry, query }) => listInvitations(db, entry, query),
    'invitations.create': ({ write, entry, body }) => invite(write, entry, body),
    'invitations.revoke': ({ write, entry, params }) => revokeInvitation(write, entry, params.invitationId),
    'invitations.resend': ({ write, entry, params }) => resendInvitation(write, entry, params.invitationId),
    'invitations.link': ({ write, entry, params, isRepeat }) =>
      copyLink(write, entry, params.invitationId, isRepeat),

    'services.list': async ({ db, entry }) => ok(await listServices(db, entry)),
    'activity.list': ({ db, entry, query }) => listActivity(db, entry, query),

    'sync.bootstrap': async ({ db, principal, now, query }) =>
      ok(bootstrap(db, { principal, now }, query.first?.split(',') ?? [])),
    'sync.snapshot': async ({ db, principal, now, params }) => {
      const find = (reader: typeof db) => findEntry(reader, principal, params.accountId, now)
      return (await find(db)) ? ok(snapshot(db, { now }, find)) : { ok: false, error: unknownAccount }
    },
    'sync.changes': ({ db, principal, now, query }) => changesAfter(db, { principal, now, ...query }),
    'sync.events': async ({ principal, signal }) => ok(pokes.events(principal, signal)),
  }
}

const permissionsAnswer = {
  permissions: permissionCatalogue.map((entry) => ({ ...entry })),
  roles: {
    owner: [...rolePermissions.owner],
    admin: [...rolePermissions.admin],
    technician: [...rolePermissions.technician],
    billing: [...rolePermissions.billing],
    viewer: [...rolePermissions.viewer],
  },
}

const unknownUser = problem('not_found', { detail: 'This user is not in the account.' })

function ok<T>(value: T): Result<T> {
  return { ok: true, value }
}

function okOr<T>(value: T | null, missing: typeof unknownUser): Result<T> {
  return value === null ? { ok: false, error: missing } : { ok: true, value }
}
