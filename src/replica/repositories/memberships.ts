import {
  type AccountId,
  type Membership,
  type MembershipId,
  normalizeAddress,
  type UserId,
} from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { addGrantedOf, addUsers, grantedTo } from './counts.ts'
import { toBytes, toUuid } from './ids.ts'
import { accountNumber, numberOfAccount, rangeOf, slotOf, takeKey } from './numbers.ts'
import { forgetPeople, putPerson } from './people.ts'
import { findMembership, forget, remember } from './places.ts'
import {
  type AccountTable,
  bool,
  defineRow,
  id,
  int,
  permissionSet,
  type Stored,
  text,
  time,
} from './table.ts'

type Own = Omit<Membership, 'accountId' | 'userId' | 'name' | 'email'>

export const membershipShape = defineRow<Own>({
  id: id(),
  role: text(),
  isOwner: bool(),
  status: text(),
  permissions: permissionSet(),
  isLegacy: bool(),
  lastActiveAt: time(),
  endsAt: time(),
  createdAt: time(),
  version: int(),
})

const select = `select m.k, ${membershipShape.list('m')}, p.id as user_id, p.name, p.email
  from membership m join person p on p.n = m.person where m.k between ? and ?`

function decode(sql: Sql, accountId: AccountId, stored: Stored): Membership {
  const { user_id, name, email } = stored
  return {
    ...membershipShape.decode(stored, sql),
    accountId,
    userId: toUuid(user_id as Uint8Array) as Membership['userId'],
    name: String(name),
    email: String(email),
  }
}

const { columns } = membershipShape
const insert = `insert into membership (k, person, ${columns}) values (?, ?, ${columns.map(() => '?')})`
// What is indexed isn't written where it stays as it was: each would cost a place in its index.
const [, ...others] = columns
const update = `update membership set ${others.map((column) => `${column} = ?`)} where k = ?`

export const memberships: AccountTable<Membership> = {
  put(sql, row) {
    const n = numberOfAccount(sql, row.accountId)
    const values = membershipShape.values(row, sql)
    const known = findMembership(sql, n, row.id)
    const person = putPerson(sql, row, known?.person)
    const isActive = row.status === 'active'
    if (!known) {
      const k = seatOf(sql, n, row.id) ?? takeKey(sql, 'membership', n)
      sql.run(insert, k, person, ...values)
      remember(sql, n, row.id, { k, isActive, person })
      addUsers(sql, n, { users: 1, active: isActive ? 1 : 0 })
      if (isActive) addGrantedOf(sql, n, slotOf(k), 1)
      return
    }
    sql.run(update, ...values.slice(1), known.k)
    remember(sql, n, row.id, { k: known.k, isActive, person })
    if (known.person !== person) {
      sql.run('update membership set person = ? where k = ?', person, known.k)
      forgetPeople(sql, [known.person])
    }
    if (isActive === known.isActive) return
    const change = isActive ? 1 : -1
    addUsers(sql, n, { users: 0, active: change })
    addGrantedOf(sql, n, slotOf(known.k), change)
  },

  get(sql, accountId, membershipId = '') {
    const n = accountNumber(sql, accountId)
    if (n === null) return null
    const stored = sql.get<Stored>(`${select} and m.id = ?`, ...rangeOf(n), toBytes(membershipId))
    return stored ? decode(sql, accountId, stored) : null
  },

  /** Grants that name it stay until they go themselves, and count for nobody. */
  delete(sql, accountId, membershipId = '') {
    const n = accountNumber(sql, accountId)
    const known = n === null ? null : findMembership(sql, n, membershipId as MembershipId)
    if (n === null || !known) return
    const active = known.isActive ? -1 : 0
    const slot = slotOf(known.k)
    if (known.isActive) addGrantedOf(sql, n, slot, -1)
    if (grantedTo(sql, n, slot).length > 0)
      sql.run('insert into absentee (k, id) values (?, ?)', known.k, toBytes(membershipId))
    sql.run('delete from membership where k = ?', known.k)
    forget(sql, n, membershipId as MembershipId)
    addUsers(sql, n, { users: -1, active })
    forgetPeople(sql, [known.person])
  },

  all(sql, accountId) {
    const n = accountNumber(sql, accountId)
    if (n === null) return []
    return sql.all<Stored>(select, ...rangeOf(n)).map((stored) => decode(sql, accountId, stored))
  },
}

/** The slot that grants which came first have taken for it. */
function seatOf(sql: Sql, account: number, membershipId: MembershipId): number | null {
  const seat = findAbsentee(sql, account, membershipId)
  if (seat !== null) sql.run('delete from absentee where k = ?', seat)
  return seat
}

export function findAbsentee(sql: Sql, account: number, membershipId: MembershipId): number | null {
  const [first, last] = rangeOf(account)
  const seat = sql.get<{ k: number }>(
    'select k from absentee where k between ? and ? and id = ?',
    first,
    last,
    toBytes(membershipId),
  )
  return seat?.k ?? null
}

/** Those with status active, in the order of their ids. */
export function activeMembershipIds(sql: Sql, accountId: AccountId): MembershipId[] {
  const n = accountNumber(sql, accountId)
  if (n === null) return []
  return sql
    .all<{ id: Uint8Array }>(
      `select id from membership where k between ? and ? and status = 'active' order by id`,
      ...rangeOf(n),
    )
    .map((stored) => toUuid(stored.id) as MembershipId)
}

/**
 * Who is in the account, by address as `normalizeAddress` spells it: case doesn't count in any script, which SQL alone
 * can't tell.
 */
export function membershipIdsByAddress(sql: Sql, accountId: AccountId): Map<string, MembershipId> {
  const n = accountNumber(sql, accountId)
  if (n === null) return new Map()
  const stored = sql.all<{ id: Uint8Array; email: string }>(
    'select m.id, p.email from membership m join person p on p.n = m.person where m.k between ? and ?',
    ...rangeOf(n),
  )
  return new Map(stored.map(({ id, email }) => [normalizeAddress(email), toUuid(id) as MembershipId]))
}

/** All of an account, each with the slot by which grants name it. */
export function membershipsBySlot(sql: Sql, accountId: AccountId): { slot: number; row: Membership }[] {
  const n = accountNumber(sql, accountId)
  if (n === null) return []
  return sql
    .all<Stored>(select, ...rangeOf(n))
    .map((stored) => ({ slot: slotOf(Number(stored.k)), row: decode(sql, accountId, stored) }))
}

/** The membership of a user; null where they have none, or none that may be seen. */
export function membershipOfUser(sql: Sql, accountId: AccountId, userId: UserId): Membership | null {
  const n = accountNumber(sql, accountId)
  if (n === null) return null
  const stored = sql.get<Stored>(
    `${select} and m.person = (select n from person where id = ?)`,
    ...rangeOf(n),
    toBytes(userId),
  )
  return stored ? decode(sql, accountId, stored) : null
}

/** The one membership of the account that has every permission; null where it may not be seen. */
export function ownerOf(sql: Sql, accountId: AccountId): Membership | null {
  const n = accountNumber(sql, accountId)
  if (n === null) return null
  const stored = sql.get<Stored>(`${select} and m.is_owner = 1`, ...rangeOf(n))
  return stored ? decode(sql, accountId, stored) : null
}
