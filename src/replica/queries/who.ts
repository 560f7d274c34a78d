import { type AccountId, type ApplicationId, fail, type MembershipId, ok, problem } from '@gatehouse/contract'
import type { AccessHolder } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { toBytes, toUuid } from '../repositories/ids.ts'
import { keyOf, rangeOf } from '../repositories/numbers.ts'
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

/** So many accounts are looked at in one go: mostly that is enough, and a look at each costs some pages. */
const atOnce = 24

/** The next ones, after the account of this number, in which anybody has access. */
function reachedAccounts(sql: Sql, { n, environmentId, environmentAuto }: Asked, after: number): Reached[] {
  if (environmentAuto) {
    return sql.all<Reached>(
      `select a.n, a.id, a.name, o.auto_assign as accountAuto
       from (select n, id, name from account
         where environment_id = ? and n > ? and reach > 0 order by n limit ?) a
       left join account_application o on o.account = a.n and o.application = ?`,
      environmentId,
      after,
      atOnce,
      n,
    )
  }
  return sql.all<Reached>(
    `select a.n, a.id, a.name, o.auto_assign as accountAuto
     from (select account from account_application where application = ? and account > ? and reach > 0
       order by account limit ?) r
     join account a on a.n = r.account
     join account_application o on o.account = r.account and o.application = ?`,
    n,
    after,
    atOnce,
    n,
  )
}

/** Neighbours among the accounts that are read in one go: of those with grants alone as many as there are. */
function runs(accounts: readonly Reached[], isForAll: (account: Reached) => boolean): Reached[][] {
  const together: Reached[][] = []
  for (const account of accounts) {
    const last = together.at(-1)
    if (last?.[0] && !isForAll(account) && !isForAll(last[0])) last.push(account)
    else together.push([account])
  }
  return together
}

function firstHolders(sql: Sql, asked: Asked, limit: number): AccessHolder[] {
  const holders: AccessHolder[] = []
  let after = 0
  while (holders.length < limit) {
    const accounts = reachedAccounts(sql, asked, after)
    holders.push(...holdersIn(sql, asked, accounts, limit - holders.length))
    const last = accounts.at(-1)
    if (!last || accounts.length < atOnce) break
    after = last.n
  }
  return holders
}

function holdersIn(sql: Sql, asked: Asked, accounts: readonly Reached[], limit: number): AccessHolder[] {
  const holders: AccessHolder[] = []
  const isForAll = ({ accountAuto }: Reached) => asked.environmentAuto || accountAuto === 1
  const byNumber = new Map(accounts.map((account) => [account.n, account]))
  for (const run of runs(accounts, isForAll)) {
    const [first, last] = [run[0], run.at(-1)]
    if (!first || !last || holders.length >= limit) break
    const left = limit - holders.length
    const stored = isForAll(first)
      ? everybodyIn(sql, asked, first, left)
      : grantedIn(sql, asked, first.n, last.n, left)
    for (const one of stored) {
      const account = byNumber.get(one.account)
      if (account) holders.push(toHolder(asked, account, one))
    }
  }
  return holders
}

interface Stored {
  account: number
  id: Uint8Array
  name: string
  email: string
  hasGrant: number
}

function everybodyIn(sql: Sql, { n }: Asked, account: Reached, limit: number): Stored[] {
  const [first, last] = rangeOf(account.n)
  return sql.all<Stored>(
    `select ? as account, m.id, p.name, p.email, g.slot is not null as hasGrant
     from membership m join person p on p.n = m.person
     left join grant_ g on g.account = ? and g.application = ? and g.slot = m.k - ?
     where m.k between ? and ? and m.status = 'active' order by m.k limit ?`,
    account.n,
    account.n,
    n,
    first,
    first,
    last,
    limit,
  )
}

/** Of the accounts from one to another that give access to anybody; none of them gives it to all. */
function grantedIn(sql: Sql, { n }: Asked, from: number, to: number, limit: number): Stored[] {
  return sql.all<Stored>(
    `select g.account, m.id, p.name, p.email, 1 as hasGrant
     from account_application o
     cross join grant_ g on g.account = o.account and g.application = o.application
     cross join membership m on m.k = g.account * ${keyOf(1, 0)} + g.slot
     cross join person p on p.n = m.person
     where o.application = ? and o.account between ? and ? and o.reach > 0 and m.status = 'active'
     order by o.account, g.slot limit ?`,
    n,
    from,
    to,
    limit,
  )
}

function toHolder(asked: Asked, account: Reached, { id, name, email, hasGrant }: Stored): AccessHolder {
  const application = {
    environmentAuto: asked.environmentAuto,
    accountAuto: account.accountAuto === null ? null : account.accountAuto === 1,
  }
  const user = { status: 'active' as const, hasGrant: hasGrant === 1 }
  return {
    accountId: toUuid(account.id) as AccountId,
    accountName: account.name,
    membershipId: toUuid(id) as MembershipId,
    name,
    email,
    sources: sourcesOf({ status: 'active' }, application, user),
  }
}
