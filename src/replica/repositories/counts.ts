import type { Sql } from '../database.ts'
import { keyOf, rangeOf } from './numbers.ts'

// Numbers that are kept while rows come and go, so that neither a list nor a dashboard counts them.

/** One row more, or several fewer, of whatever kind. */
export function addRows(sql: Sql, account: number, by: number): void {
  sql.run('update account set rows = rows + ? where n = ?', by, account)
}

/** Memberships came, went, or changed between active and suspended. */
export function addUsers(sql: Sql, account: number, by: { users: number; active: number }): void {
  const { users, active } = by
  sql.run(
    'update account set users = users + ?, rows = rows + ?, active = active + ? where n = ?',
    users,
    users,
    active,
    account,
  )
  if (active !== 0) keepReach(sql, account, 'auto')
}

/** Active users got or lost a grant of an application that is on the account. */
export function addGranted(sql: Sql, account: number, application: number, by: number): void {
  sql.run(
    `update account_application set granted = granted + ?,
       reach = reach + iif(auto_assign, 0, (select counts from account where n = account_application.account)) * ?
     where account = ? and application = ?`,
    by,
    by,
    account,
    application,
  )
}

/** A membership became active or suspended: so did its grants. */
export function addGrantedOf(sql: Sql, account: number, slot: number, by: number): void {
  for (const application of grantedTo(sql, account, slot)) addGranted(sql, account, application, by)
}

/**
 * The grants of one membership; of an account, three times, and a slot. Grants lie by application and then by slot, so
 * this goes from one application to the next, and doesn't look at the grants of all users.
 */
export const grantsAtSlot = `
  with recursive given(application) as (
    select * from (select application from grant_ where account = ? order by application limit 1)
    union all
    select (select application from grant_ where account = ? and application > given.application
      order by application limit 1) from given where given.application is not null)
  select g.application, g.granted_at as at
  from given cross join grant_ g on g.account = ? and g.application = given.application and g.slot = ?`

/** Applications that a membership holds a grant of. */
export function grantedTo(sql: Sql, account: number, slot: number): number[] {
  return sql
    .all<{ application: number }>(grantsAtSlot, account, account, account, slot)
    .map(({ application }) => application)
}

const reachOfApplication = `(select iif(a.counts, iif(account_application.auto_assign, a.active, granted), 0)
  from account a where a.n = account_application.account)`

/**
 * Derives how many users have access: of the account itself and of those of its applications that give everybody
 * access (`auto`), or of all, where the account or the right to look into it has changed.
 */
export function keepReach(sql: Sql, account: number, of: 'auto' | 'all'): void {
  sql.run('update account set reach = iif(counts, active, 0) where n = ?', account)
  const which = of === 'auto' ? 'and auto_assign = 1' : ''
  sql.run(`update account_application set reach = ${reachOfApplication} where account = ? ${which}`, account)
}

/** For one application that came to the account or changed there. */
export function countApplication(sql: Sql, account: number, application: number): void {
  sql.run(
    'update account_application set granted = ? where account = ? and application = ?',
    countGranted(sql, account, application),
    account,
    application,
  )
  sql.run(
    `update account_application set reach = ${reachOfApplication} where account = ? and application = ?`,
    account,
    application,
  )
}

/** Active users with a grant, counted: kept only for applications that have a row of their own on the account. */
export function countGranted(sql: Sql, account: number, application: number): number {
  const counted = sql.get<{ count: number }>(
    `select count(*) as count from grant_ g join membership m on m.k = ? + g.slot
      where g.account = ? and g.application = ? and m.status = 'active'`,
    keyOf(account, 0),
    account,
    application,
  )
  return counted?.count ?? 0
}

const ofAccount = ['account_application', 'grant_', 'service', 'template', 'review', 'activity']

/** Counts all of one account anew. */
export function recount(sql: Sql, account: number): void {
  const [first, last] = rangeOf(account)
  const users = sql.get<{ users: number; active: number }>(
    `select count(*) as users, count(*) filter (where status = 'active') as active
      from membership where k between ? and ?`,
    first,
    last,
  )
  const others = ofAccount.map((table) => `(select count(*) from ${table} where account = a.n)`)
  const rows = sql.get<{ rows: number }>(
    `select ${others.join(' + ')} + (select count(*) from invitation where k between ? and ?) as rows
      from account a where a.n = ?`,
    first,
    last,
    account,
  )
  sql.run(
    'update account set users = ?, active = ?, rows = ? where n = ?',
    users?.users ?? 0,
    users?.active ?? 0,
    (users?.users ?? 0) + (rows?.rows ?? 0),
    account,
  )
  sql.run(
    `update account_application set granted = (
       select count(*) from grant_ g join membership m on m.k = ? + g.slot
        where g.account = account_application.account and g.application = account_application.application
          and m.status = 'active')
     where account = ?`,
    first,
    account,
  )
  keepReach(sql, account, 'all')
}
