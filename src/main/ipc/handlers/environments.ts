import {
  type AccountId,
  activityActionSchema,
  fail,
  intentSchema,
  ok,
  permissionCatalogue,
  problem,
  type Result,
  rolePermissions,
  type UserId,
} from '@gatehouse/contract'
import { type ActivityFilter, kindOf, startOfDay } from '../../../ipc/activity-filter.ts'
import type { environmentsArea } from '../../../ipc/areas/environments.ts'
import { checkAddress } from '../../links/check-address.ts'
import { createServerWrites } from '../../session/server-writes.ts'
import type { Workspace } from '../../session/workspace.ts'
import { atWork, done, fromReplica, type HandlersDeps, type HandlersOf } from './deps.ts'
import { environmentApplicationCommands } from './environment-applications.ts'

type Handlers = HandlersOf<typeof environmentsArea>

export function environmentsHandlers(deps: HandlersDeps): Handlers {
  const { write } = createServerWrites(deps.clock)
  return {
    queries: {
      'environments.list': fromReplica(deps, 'environments.list'),
      'environments.get': fromReplica(deps, 'environments.get'),
      'environments.accounts': fromReplica(deps, 'environments.accounts'),
      'environments.applications': fromReplica(deps, 'environments.applications'),
      'environments.templates': fromReplica(deps, 'environments.templates'),
      'templates.list': fromReplica(deps, 'templates.list'),
      'environments.roles': async () => ok(roles),
      'environments.impact': ({ change, ...params }) =>
        atWork(deps, ({ api }) => api.call('environmentApplications.impact', { params, query: { change } })),
      'environments.accountSummary': (params) =>
        atWork(deps, ({ api }) => api.call('accounts.summary', { params })),
      'environments.administrators': (params) =>
        atWork(deps, async ({ api }) => {
          const answer = await api.call('environments.administrators.list', { params })
          return answer.ok ? ok(answer.value.items) : answer
        }),
      'environments.activity': ({ environmentId, filter, after }) =>
        atWork(deps, ({ api }) =>
          api.call('environments.activity', {
            params: { environmentId },
            query: { ...wantedActivity(filter), ...(after === null ? {} : { after }) },
          }),
        ),
    },
    commands: {
      ...environmentApplicationCommands(deps, write),
      'environments.rename': ({ attempt, environmentId, ...body }) =>
        atWork(deps, async (workspace) => {
          const call = { params: { environmentId }, body }
          const renamed = await write(workspace, attempt, 'environments.edit', call)
          return renamed.ok ? ok({ version: renamed.value.version }) : renamed
        }),
      'environments.createAccount': ({ attempt, environmentId, owner, ...body }) =>
        atWork(deps, async (workspace) => {
          const call = { params: { environmentId }, body }
          const created = await write(workspace, attempt, 'environments.accounts.create', call)
          if (!created.ok) return created
          if (owner) await arrival(deps, workspace, created.value.id)
          const invited = owner ? await inviteOwner(workspace, created.value.id, owner) : done
          return ok({ invitation: invited.ok ? null : invited.error })
        }),
      'environments.moveAccount': ({ attempt, accountId, move, reason }) =>
        atWork(deps, async (workspace) => {
          const call = { params: { accountId }, body: { reason } }
          const moved = await write(workspace, attempt, `accounts.${move}`, call)
          return moved.ok ? done : moved
        }),
      'environments.deleteAccount': ({ attempt, accountId, reference }) =>
        atWork(deps, async (workspace) => {
          const call = { params: { accountId }, body: { reference } }
          const deleted = await write(workspace, attempt, 'accounts.delete', call)
          return deleted.ok ? ok(deleted.value.counts) : deleted
        }),
      'environments.addAdministrator': ({ attempt, environmentId, email }) =>
        atWork(deps, (workspace) => {
          const call = { params: { environmentId }, body: { email } }
          return write(workspace, attempt, 'environments.administrators.add', call)
        }),
      'environments.removeAdministrator': ({ attempt, ...params }) =>
        atWork(deps, async (workspace) => {
          const removed = await write(workspace, attempt, 'environments.administrators.remove', { params })
          return removed.ok ? done : removed
        }),
      'environments.checkAddress': ({ url }) =>
        atWork(deps, async () => ok(await checkAddress(deps, url.trim()))),
    },
  }
}

/** As the server is asked for it. */
function wantedActivity({ text, kind, userId, applicationId, from, to }: ActivityFilter) {
  const find = text.trim().slice(0, 100)
  const actions = activityActionSchema.options.filter((action) => kindOf(action) === kind)
  return {
    ...(find === '' ? {} : { q: find }),
    ...(kind === 'all' ? {} : { action: actions }),
    ...(userId === null ? {} : { actorId: userId as UserId }),
    ...(applicationId === null ? {} : { targetId: applicationId }),
    ...(from === null ? {} : { from: startOfDay(from).toISOString() }),
    ...(to === null ? {} : { to: startOfDay(to, 1).toISOString() }),
  }
}

const roles = {
  catalogue: permissionCatalogue.map(({ key, group, enforcedBy }) => ({ key, group, enforcedBy })),
  roles: (['owner', 'admin', 'technician', 'billing', 'viewer'] as const).map((role) => ({
    role,
    permissions: [...rolePermissions[role]],
  })),
}

/** The longest that the server allows: a new client may take its time. */
const ownerDays = 30

/** What another transaction of the server's still holds back comes with a later pull. */
const pullsForAnAccount = 5
const betweenPulls = 200

async function arrival(
  { clock, timers }: HandlersDeps,
  { replica, engine }: Workspace,
  accountId: AccountId,
): Promise<void> {
  for (let pulls = 0; pulls < pullsForAnAccount; pulls += 1) {
    const here = await replica.read('accounts.get', { accountId }, clock.now())
    if (here.ok) return
    await new Promise<void>((resolve) => void timers.after(betweenPulls, resolve))
    await engine.pull()
  }
}

/**
 * By the outbox, as any other invitation. Ownership is never offered: they come in as admin, and are made the owner once
 * they are there.
 */
function inviteOwner(
  workspace: Workspace,
  accountId: Parameters<Workspace['label']>[0],
  { invitationId, email }: { invitationId: string; email: string },
): Promise<Result<unknown>> {
  const args = { accountId, invitationId, email, role: 'admin', expiresInDays: ownerDays }
  const intent = intentSchema.safeParse({ name: 'invitations.create', args })
  if (intent.success) return workspace.mutate(intent.data)
  const fields = intent.error.issues.map(({ message }) => ({ path: 'owner', message }))
  return Promise.resolve(fail(problem('validation', { fields })))
}
