import type { AccountId } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { rangeOf } from '../repositories/numbers.ts'
import type { Known } from './directory.ts'
import { keptPeople } from './kept.ts'

const dayMs = 86_400_000
const notSeenDays = 90
const endingDays = 14

/** What is said of the people of an account. */
export interface People {
  owners: number
  /** Active ones who may change what others may do. */
  admins: number
  notSeen: number
  ending: number
  nextEnd: number | null
}

/** It holds from when it was worked out until somebody's time comes, unless rows change. */
interface Looked extends People {
  at: number
  until: number | null
}

const select = `
  with m(now, seen, soon) as (values (?, ?, ?))
  select count(*) filter (where is_owner = 1) as owners,
    count(*) filter (where status = 'active' and (ends_at is null or ends_at > m.now)
      and permissions in (select s.id from permission_set s, json_each(s.permissions) held
        where held.value = 'users.edit')) as admins,
    count(*) filter (where status = 'active' and coalesce(last_active_at, created_at) < m.seen) as notSeen,
    count(*) filter (where ends_at > m.now and ends_at <= m.soon) as ending,
    min(ends_at) filter (where ends_at > m.now) as nextEnd,
    min(coalesce(last_active_at, created_at))
      filter (where status = 'active' and coalesce(last_active_at, created_at) >= m.seen) as nextUnseen,
    min(ends_at) filter (where ends_at > m.soon) as nextEnding
  from m, membership where k between ? and ?`

interface Stored extends Omit<People, 'nextEnd'> {
  nextEnd: number | null
  nextUnseen: number | null
  nextEnding: number | null
}

/**
 * So many memberships are looked at for one question: it takes some hundredths of a second, and whoever else asks
 * meanwhile waits no longer.
 */
const membershipsAtOnce = 40_000

/**
 * Looks at the people of accounts of which nothing is known yet, or whose time has come, as many as may be looked at
 * for one question. Answers how many are left.
 */
export function lookAtPeople(sql: Sql, accounts: readonly Known[], now: Date): number {
  const known = keptPeople<Looked>(sql)
  let looked = 0
  let left = 0
  for (const account of accounts) {
    if (!concernsPeople(account) || holds(known.get(account.item.id), now)) continue
    if (looked >= membershipsAtOnce) {
      left += 1
      continue
    }
    looked += account.users + 1
    known.set(account.item.id, lookAt(sql, account.n, now))
  }
  return left
}

/** Only of active accounts whose users may be seen, and whose rows are here, is anything to be said. */
export function concernsPeople(account: Known): boolean {
  return account.item.status === 'active' && account.isLoaded && account.sees.users
}

export function peopleOf(sql: Sql, accountId: AccountId, now: Date): People | null {
  const known = keptPeople<Looked>(sql).get(accountId)
  return known && holds(known, now) ? known : null
}

function holds(looked: Looked | undefined, now: Date): boolean {
  const at = now.getTime()
  return looked !== undefined && at >= looked.at && (looked.until === null || at < looked.until)
}

function lookAt(sql: Sql, n: number, now: Date): Looked {
  const at = now.getTime()
  const [first, last] = rangeOf(n)
  const stored = sql.get<Stored>(select, at, at - notSeenDays * dayMs, at + endingDays * dayMs, first, last)
  if (!stored) throw new Error('counting answered nothing')
  const { nextUnseen, nextEnding, ...people } = stored
  const times = [
    nextUnseen === null ? null : nextUnseen + notSeenDays * dayMs + 1,
    nextEnding === null ? null : nextEnding - endingDays * dayMs,
    people.nextEnd,
  ].filter((time) => time !== null)
  return { ...people, at, until: times.length > 0 ? Math.min(...times) : null }
}
