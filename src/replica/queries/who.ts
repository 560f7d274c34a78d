import { type AccountId, type ApplicationId, fail, type MembershipId, ok, problem } from '@gatehouse/contract'
import type { AccessHolder } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { toBytes, toUuid } from '../repositories/ids.ts'
import { rangeOf } from '../repositories/numbers.ts'
import { sourcesOf } from './access.ts'
import type { Handler } from './context.ts'

interface Asked {
  n: number
  environmentId: string
  environmentAuto: boolean
}

/**
 * Counted from what is kept with each account, so that it takes no look at users; those who are shown are read from the
 * first accounts alone. Accounts come in the order in which they became known here, users in that of their keys.
 */
export const whoHasAccess: Handler<'access.who'> = ({ sql }, { applicationId, limit }) => {
  const asked = findApplication(sql, applicationId)
  if (!asked) return fail(problem('not_found'))
  return ok({
    count: countHolders(sql, asked),
    environmentAuto: asked.environmentAuto,
    first: firstHolders(sql, asked, limit),
  })
}

function findApplication(sql: Sql, applicationId: ApplicationId): Asked | null {
  const found = sql.get<{ n: number; environmentId: string; auto: number }>(
    'select n, environment_id as environmentId, auto_assign as auto from application where id = ?',
    toBytes(applicationId),
  )
  if (!found) return null
  return { n: found.n, environmentId: found.environmentId, environmentAuto: found.auto === 1 }
}

function countHolders(sql: Sql, { n, environmentId, environmentAuto }: Asked): number {
  const counted = environmentAuto
    ? sql.get<{ count: number | null }>(
        'select sum(reach) as count from account where environment_id = ? and reach > 0',
        environmentId,
      )
    : sql.get<{ count: number | null }>(
        'select sum(reach) as count from account_application where application = ?',
        n,
      )
  return counted?.count ?? 0
}

interface Reached {
  n: number
  id: Uint8Array
  name: string
  /** Null where the account has no row of the application. */
  accountAuto: number | null
}

/** No more accounts than people who are asked for: each gives access to at least one. */
function reachedAccounts(sql: Sql, { n, environmentId, environmentAuto }: Asked, limit: number): Reached[] {
  if (environmentAuto) {
    return sql.all<Reached>(
      `select a.n, a.id, a.name, o.auto_assign as accountAuto
       from (select n, id, name from account where environment_id = ? and reach > 0 order by n limit ?) a
       left join account_application o on o.account = a.n and o.application = ?`,
      environmentId,
      limit,
      n,
    )
  }
  return sql.all<Reached>(
    `select a.n, a.id, a.name, o.auto_assign as accountAuto
     from (select account from account_application where application = ? and reach > 0
       order by account limit ?) r
     join account a on a.n = r.account
     join account_application o on o.account = r.account and o.application = ?`,
    n,
    limit,
    n,
  )
}

function firstHolders(sql: Sql, asked: Asked, limit: number): AccessHolder[] {
  const holders: AccessHolder[] = []
  for (const account of reachedAccounts(sql, asked, limit)) {
    if (holders.length >= limit) break
    holders.push(...holdersIn(sql, asked, account, limit - holders.length))
  }
  return holders
}

interface Stored {
  id: Uint8Array
  name: string
  email: string
  hasGrant: number
}

const everybody = `
  select m.id, p.name, p.email, g.slot is not null as hasGrant
  from membership m join person p on p.n = m.person
  left join grant_ g on g.account = ? and g.application = ? and g.slot = m.k - ?
  where m.k between ? and ? and m.status = 'active' order by m.k limit ?`

const granted = `
  select m.id, p.name, p.email, 1 as hasGrant
  from grant_ g join membership m on m.k = g.slot + ? join person p on p.n = m.person
  where g.account = ? and g.application = ? and m.status = 'active' order by g.slot limit ?`

function holdersIn(sql: Sql, asked: Asked, account: Reached, limit: number): AccessHolder[] {
  const [first, last] = rangeOf(account.n)
  const application = {
    environmentAuto: asked.environmentAuto,
    accountAuto: account.accountAuto === null ? null : account.accountAuto === 1,
  }
  const stored =
    asked.environmentAuto || application.accountAuto
      ? sql.all<Stored>(everybody, account.n, asked.n, first, first, last, limit)
      : sql.all<Stored>(granted, first, account.n, asked.n, limit)
  const accountId = toUuid(account.id) as AccountId
  return stored.map(({ id, name, email, hasGrant }) => ({
    accountId,
    accountName: account.name,
    membershipId: toUuid(id) as MembershipId,
    name,
    email,
    sources: sourcesOf({ status: 'active' }, application, { status: 'active', hasGrant: hasGrant === 1 }),
  }))
}
