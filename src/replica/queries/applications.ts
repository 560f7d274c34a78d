import { type ApplicationId, fail, type MembershipId, ok, problem } from '@gatehouse/contract'
import type { Assignable } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { grantKey } from '../outbox/entities.ts'
import { toUuid } from '../repositories/ids.ts'
import { rangeOf } from '../repositories/numbers.ts'
import {
  applicationOn,
  applicationsOn,
  levelOf,
  type OnAccount,
  sourcesOf,
  usersWithAccess,
} from './access.ts'
import { byName, type Handler, may, type Opened, openAccount, waitingKeys } from './context.ts'

export const listApplications: Handler<'applications.list'> = ({ sql }, { accountId, type }) => {
  const opened = openAccount(sql, accountId, 'applications.view')
  if (!opened.ok) return opened
  const waiting = waitingKeys(sql, accountId, 'accountApplication')
  const seesUsers = may(opened.value.access, 'users.view')
  return ok(
    applicationsOn(sql, opened.value, type)
      .map((application) => {
        const { n: _, granted: __, environmentAuto: ___, accountAuto, ...shown } = application
        return {
          ...shown,
          level: levelOf(application),
          accountAuto: accountAuto === true,
          users: seesUsers ? usersWithAccess(sql, opened.value, application) : null,
          waiting: waiting.has(application.id),
        }
      })
      .sort(byName),
  )
}

export const listAssignable: Handler<'applications.assignable'> = ({ sql }, { accountId }) => {
  const opened = openAccount(sql, accountId, 'applications.view')
  if (!opened.ok) return opened
  const rows = sql.all<Omit<Assignable, 'id' | 'assigned'> & { id: Uint8Array; assigned: number }>(
    `select a.id, a.name, a.description, a.type, a.status,
       a.auto_assign = 1 or o.application is not null as assigned
     from application a left join account_application o on o.account = ? and o.application = a.n
     where a.environment_id = ?`,
    opened.value.n,
    opened.value.account.environmentId,
  )
  return ok(
    rows
      .map((row) => ({ ...row, id: toUuid(row.id) as ApplicationId, assigned: row.assigned === 1 }))
      .sort(byName),
  )
}

interface StoredUser {
  id: Uint8Array
  name: string
  email: string
  status: 'active' | 'suspended'
  hasGrant: number
}

export const listApplicationUsers: Handler<'applications.users'> = (
  { sql },
  { accountId, applicationId },
) => {
  const opened = openAccount(sql, accountId, 'applications.view', 'users.view')
  if (!opened.ok) return opened
  const { account } = opened.value
  const application = applicationOn(sql, opened.value, applicationId)
  if (!application) return fail(problem('not_on_account'))
  const waiting = waitingKeys(sql, accountId, 'grant')
  return ok(
    usersAndGrants(sql, opened.value, application)
      .map(({ id, ...user }) => {
        const hasGrant = user.hasGrant === 1
        const membershipId = toUuid(id) as MembershipId
        return {
          ...user,
          membershipId,
          hasGrant,
          sources: sourcesOf(account, application, { status: user.status, hasGrant }),
          waiting: waiting.has(grantKey(membershipId, applicationId)),
        }
      })
      .sort(byName),
  )
}

function usersAndGrants(sql: Sql, { n }: Opened, application: OnAccount): StoredUser[] {
  const [first, last] = rangeOf(n)
  return sql.all<StoredUser>(
    `select m.id, p.name, p.email, m.status, g.slot is not null as hasGrant
     from membership m join person p on p.n = m.person
     left join grant_ g on g.account = ? and g.application = ? and g.slot = m.k - ?
     where m.k between ? and ?`,
    n,
    application.n,
    first,
    first,
    last,
  )
}
