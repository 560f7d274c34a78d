import { fail, type MembershipId, ok, problem } from '@gatehouse/contract'
import type { AccessLine } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { grantKey } from '../outbox/entities.ts'
import { grantedTo } from '../repositories/counts.ts'
import { toBytes, toUuid } from '../repositories/ids.ts'
import { applicationsOn, sourcesOf } from './access.ts'
import { byName, type Handler, may, type Opened, openAccount, waitingKeys } from './context.ts'
import { permissionsOf, reachOf, type Stored, shownIn, storedUsers, toRow } from './user-rows.ts'

export const listUsers: Handler<'users.list'> = ({ sql }, { accountId }) => {
  const opened = openAccount(sql, accountId, 'users.view')
  if (!opened.ok) return opened
  const reach = reachOf(sql, opened.value)
  const shown = shownIn(sql, opened.value)
  const stored = storedUsers(sql, opened.value)
  return ok(
    stored
      .map((user) => {
        const { version: _, ...item } = toRow(user, reach(user), shown)
        return item
      })
      .sort(byName),
  )
}

export const getUser: Handler<'users.get'> = ({ sql }, { accountId, membershipId }) => {
  const opened = openAccount(sql, accountId, 'users.view')
  if (!opened.ok) return opened
  const [stored] = storedUsers(sql, opened.value, 'and m.id = ?', toBytes(membershipId))
  if (!stored) return fail(problem('not_found', { detail: 'This user is not in the account.' }))
  const access = accessLines(sql, opened.value, stored)
  const reachable = access.filter(({ sources }) => sources.length > 0).length
  return ok({
    ...toRow(stored, reachable, shownIn(sql, opened.value)),
    permissions: permissionsOf(sql, stored),
    isLegacy: stored.isLegacy === 1,
    grants: grantedTo(sql, opened.value.n, stored.slot).length,
    accounts: membershipsOf(sql, stored.person),
    // What the account has may be hidden from someone who may see its users.
    access: may(opened.value.access, 'applications.view') ? access : [],
  })
}

function membershipsOf(sql: Sql, person: number): number {
  const counted = sql.get<{ count: number }>(
    'select count(*) as count from membership where person = ?',
    person,
  )
  return counted?.count ?? 1
}

function accessLines(sql: Sql, opened: Opened, user: Stored): AccessLine[] {
  const { account } = opened
  const membershipId = toUuid(user.id) as MembershipId
  const granted = new Set(grantedTo(sql, opened.n, user.slot))
  const waiting = waitingKeys(sql, account.id, 'grant')
  return applicationsOn(sql, opened)
    .map((application): AccessLine => {
      const hasGrant = granted.has(application.n)
      return {
        applicationId: application.id,
        name: application.name,
        type: application.type,
        status: application.status,
        sources: sourcesOf(account, application, { status: user.status, hasGrant }),
        hasGrant,
        waiting: waiting.has(grantKey(membershipId, application.id)),
      }
    })
    .sort(byName)
}
