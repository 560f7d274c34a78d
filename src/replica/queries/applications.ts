import { type AccountId, type ApplicationId, fail, ok, problem } from '@gatehouse/contract'
import type { ApplicationUser, Assignable } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { grantKey } from '../outbox/overlay.ts'
import {
  activeUsers,
  applicationOn,
  applicationsOn,
  grantedUsers,
  levelOf,
  sourcesOf,
  usersWithAccess,
} from './access.ts'
import { byName, type Handler, may, openAccount, waitingKeys } from './context.ts'

export const listApplications: Handler<'applications.list'> = ({ sql }, { accountId, type }) => {
  const opened = openAccount(sql, accountId, 'applications.view')
  if (!opened.ok) return opened
  const { account, access } = opened.value
  const waiting = waitingKeys(sql, accountId, 'accountApplication')
  const seesUsers = may(access, 'users.view')
  const active = seesUsers ? activeUsers(sql, opened.value) : 0
  const granted = seesUsers ? grantedUsers(sql, opened.value) : new Map<ApplicationId, number>()
  return ok(
    applicationsOn(sql, account, type)
      .map((application) => {
        const { environmentAuto: _, accountAuto, ...shown } = application
        const counts = { active, granted: granted.get(application.id) ?? 0 }
        return {
          ...shown,
          level: levelOf(application),
          accountAuto: accountAuto === true,
          users: seesUsers ? usersWithAccess(account, application, counts) : null,
          waiting: waiting.has(application.id),
        }
      })
      .sort(byName),
  )
}

export const listAssignable: Handler<'applications.assignable'> = ({ sql }, { accountId }) => {
  const opened = openAccount(sql, accountId, 'applications.view')
  if (!opened.ok) return opened
  const rows = sql.all<Omit<Assignable, 'assigned'> & { assigned: number }>(
    `select a.id, a.name, a.description, a.type, a.status,
       a.auto_assign = 1 or o.application_id is not null as assigned
     from application a left join account_application o on o.account_id = ? and o.application_id = a.id
     where a.environment_id = ?`,
    accountId,
    opened.value.account.environmentId,
  )
  return ok(rows.map((row) => ({ ...row, assigned: row.assigned === 1 })).sort(byName))
}

interface StoredUser {
  membershipId: ApplicationUser['membershipId']
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
  const application = applicationOn(sql, account, applicationId)
  if (!application) return fail(problem('not_on_account'))
  const waiting = waitingKeys(sql, accountId, 'grant')
  return ok(
    usersAndGrants(sql, accountId, applicationId)
      .map((user) => {
        const hasGrant = user.hasGrant === 1
        return {
          ...user,
          hasGrant,
          sources: sourcesOf(account, application, { status: user.status, hasGrant }),
          waiting: waiting.has(grantKey(user.membershipId, applicationId)),
        }
      })
      .sort(byName),
  )
}

function usersAndGrants(sql: Sql, accountId: AccountId, applicationId: ApplicationId): StoredUser[] {
  return sql.all<StoredUser>(
    `select m.id as membershipId, m.name, m.email, m.status, g.membership_id is not null as hasGrant
     from membership m
     left join grant_ g on g.account_id = m.account_id and g.membership_id = m.id and g.application_id = ?
     where m.account_id = ?`,
    applicationId,
    accountId,
  )
}
