import { isOnAccount } from '../domain/effective-access.ts'
import type { AccountApplication, Grant } from '../entities/application.ts'
import type { AccountId, ApplicationId } from '../ids.ts'
import { problem } from '../problem.ts'
import { fail, ok } from '../result.ts'
import { assignSchema, grantArgumentsSchema, setAutoAssignSchema, unassignSchema } from './arguments.ts'
import { mutation, refuse } from './definition.ts'
import type { ReplicaView, RowChange } from './view.ts'

const environmentHolds = problem('auto_assigned', {
  level: 'environment',
  detail: 'Set for the whole environment by an administrator. It can be changed at the application itself.',
})

function factsOf(view: ReplicaView, accountId: AccountId, applicationId: ApplicationId) {
  const row = view.accountApplication(accountId, applicationId)
  const environmentAuto = view.application(applicationId)?.autoAssign ?? false
  return { row, environmentAuto, accountAuto: row ? row.autoAssign : null }
}

export const assign = mutation({
  args: assignSchema,
  permission: 'applications.assign',
  call: ({ accountId, ...body }) => ({ route: 'applications.assign', params: { accountId }, body }),
  predict({ accountId, applicationIds, autoAssign }, { view, now }) {
    const refused =
      refuse(view, accountId, 'applications.assign') ??
      (autoAssign ? refuse(view, accountId, 'applications.autoassign') : null)
    if (refused) return fail(refused)
    const account = view.account(accountId)
    const rows: RowChange[] = []
    for (const applicationId of applicationIds) {
      const application = view.application(applicationId)
      if (!application || application.environmentId !== account?.environmentId) {
        return fail(
          problem('not_found', {
            detail: 'One of the applications does not exist in the environment of this account.',
          }),
        )
      }
      if (view.accountApplication(accountId, applicationId)) continue
      const row: AccountApplication = {
        accountId,
        applicationId,
        autoAssign,
        assignedAt: now.toISOString(),
        version: 1,
      }
      rows.push({ op: 'put', entity: 'accountApplication', row })
    }
    return ok(rows)
  },
})

export const unassign = mutation({
  args: unassignSchema,
  permission: 'applications.assign',
  call: ({ accountId, applicationId }) => ({
    route: 'applications.unassign',
    params: { accountId, applicationId },
  }),
  predict({ accountId, applicationId }, { view }) {
    const refused = refuse(view, accountId, 'applications.assign')
    if (refused) return fail(refused)
    const { row, environmentAuto } = factsOf(view, accountId, applicationId)
    if (environmentAuto) return fail(environmentHolds)
    if (!row) return fail(problem('not_on_account'))
    const grants = view.grantsOfApplication(accountId, applicationId)
    return ok([
      ...grants.map(
        ({ membershipId }): RowChange => ({
          op: 'delete',
          entity: 'grant',
          accountId,
          membershipId,
          applicationId,
        }),
      ),
      { op: 'delete', entity: 'accountApplication', accountId, applicationId },
    ])
  },
})

export const setAutoAssign = mutation({
  args: setAutoAssignSchema,
  permission: 'applications.autoassign',
  call: ({ accountId, applicationId, ...body }) => ({
    route: 'applications.setAutoAssign',
    params: { accountId, applicationId },
    body,
  }),
  predict({ accountId, applicationId, autoAssign, onDisable, baseVersion }, { view, now }) {
    const refused = refuse(view, accountId, 'applications.autoassign')
    if (refused) return fail(refused)
    const { row, environmentAuto, accountAuto } = factsOf(view, accountId, applicationId)
    if (!isOnAccount({ environmentAuto, accountAuto })) return fail(problem('not_on_account'))
    const before = row ?? {
      accountId,
      applicationId,
      autoAssign: false,
      assignedAt: now.toISOString(),
      version: 0,
    }
    if (baseVersion !== undefined && baseVersion !== row?.version) {
      const detail = 'Its auto-assignment was changed after you looked at it. Look again, then decide.'
      return fail(problem('stale_version', { detail, ...(row ? { current: row } : {}) }))
    }
    if (before.autoAssign === autoAssign) return ok([])
    const rows: RowChange[] = [
      {
        op: 'put',
        entity: 'accountApplication',
        row: { ...before, autoAssign, version: before.version + 1 },
      },
    ]
    if (!autoAssign && onDisable === 'keep') {
      for (const membershipId of view.activeMembershipIds(accountId)) {
        if (view.grant(accountId, membershipId, applicationId)) continue
        rows.push({
          op: 'put',
          entity: 'grant',
          row: { accountId, membershipId, applicationId, grantedAt: now.toISOString() },
        })
      }
    }
    return ok(rows)
  },
  edit: {
    of: ({ applicationId, baseVersion, autoAssign }) =>
      baseVersion === undefined
        ? null
        : { entity: 'accountApplication', id: applicationId, baseVersion, wants: { autoAssign }, units: [] },
    onto: (args, _, baseVersion) => ({ ...args, baseVersion }),
  },
})

export const addGrant = mutation({
  args: grantArgumentsSchema,
  permission: 'applications.assign',
  call: (params) => ({ route: 'grants.add', params }),
  predict({ accountId, applicationId, membershipId }, { view, now }) {
    const refused = refuse(view, accountId, 'applications.assign')
    if (refused) return fail(refused)
    if (!view.membership(accountId, membershipId))
      return fail(problem('not_found', { detail: 'This user is not in the account.' }))
    if (!isOnAccount(factsOf(view, accountId, applicationId))) return fail(problem('not_on_account'))
    if (view.grant(accountId, membershipId, applicationId)) return ok([])
    const row: Grant = { accountId, membershipId, applicationId, grantedAt: now.toISOString() }
    return ok([{ op: 'put', entity: 'grant', row }])
  },
})

export const removeGrant = mutation({
  args: grantArgumentsSchema,
  permission: 'applications.assign',
  call: (params) => ({ route: 'grants.remove', params }),
  predict({ accountId, applicationId, membershipId }, { view }) {
    const refused = refuse(view, accountId, 'applications.assign')
    if (refused) return fail(refused)
    if (view.grant(accountId, membershipId, applicationId)) {
      return ok([{ op: 'delete', entity: 'grant', accountId, membershipId, applicationId }])
    }
    const { environmentAuto, accountAuto } = factsOf(view, accountId, applicationId)
    if (environmentAuto) return fail(environmentHolds)
    if (accountAuto) {
      return fail(
        problem('auto_assigned', {
          level: 'account',
          detail: 'Auto-assigned to every user of the account. Switch auto-assignment off first.',
        }),
      )
    }
    return ok([])
  },
})
