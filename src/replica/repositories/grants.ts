import type { AccountId, ApplicationId, Grant, MembershipId } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { addGranted, addRows, grantedTo, grantsAtSlot } from './counts.ts'
import { toBytes, toUuid } from './ids.ts'
import { findAbsentee } from './memberships.ts'
import {
  accountNumber,
  applicationIdOf,
  applicationNumber,
  keyOf,
  numberOfAccount,
  numberOfApplication,
  rangeOf,
  slotOf,
  takeKey,
} from './numbers.ts'
import { findMembership } from './places.ts'
import type { AccountTable } from './table.ts'
import { toIso, toMs } from './table.ts'

interface Holder {
  slot: number
  /** False for a suspended membership and for one that isn't here. */
  active: boolean
}

function holderOf(sql: Sql, account: number, membershipId: MembershipId): Holder | null {
  const membership = findMembership(sql, account, membershipId)
  if (membership) return { slot: slotOf(membership.k), active: membership.isActive }
  const absent = findAbsentee(sql, account, membershipId)
  return absent === null ? null : { slot: slotOf(absent), active: false }
}

/** Keeps a slot for a membership that isn't here, so that none of its grants is lost, whatever comes first. */
function reserveSlot(sql: Sql, account: number, membershipId: MembershipId): Holder {
  const k = takeKey(sql, 'membership', account)
  sql.run('insert into absentee (k, id) values (?, ?)', k, toBytes(membershipId))
  return { slot: slotOf(k), active: false }
}

const where = 'where account = ? and application = ? and slot = ?'

const select = `select g.application, g.granted_at as grantedAt, coalesce(m.id, x.id) as id
  from grant_ g left join membership m on m.k = ? + g.slot left join absentee x on x.k = ? + g.slot
  where g.account = ?`

interface Stored {
  application: number
  grantedAt: number
  id: Uint8Array
}

function list(sql: Sql, accountId: AccountId, only: number | null): Grant[] {
  const n = accountNumber(sql, accountId)
  if (n === null) return []
  const base = keyOf(n, 0)
  const stored =
    only === null
      ? sql.all<Stored>(select, base, base, n)
      : sql.all<Stored>(`${select} and g.application = ?`, base, base, n, only)
  return stored.map(({ application, grantedAt, id }) => ({
    accountId,
    membershipId: toUuid(id) as MembershipId,
    applicationId: applicationIdOf(sql, application),
    grantedAt: toIso(grantedAt),
  }))
}

export const grants: AccountTable<Grant> = {
  put(sql, { accountId, membershipId, applicationId, grantedAt }) {
    const n = numberOfAccount(sql, accountId)
    const application = numberOfApplication(sql, applicationId)
    const { slot, active } = holderOf(sql, n, membershipId) ?? reserveSlot(sql, n, membershipId)
    const at = toMs(grantedAt)
    if (sql.run(`update grant_ set granted_at = ? ${where}`, at, n, application, slot) > 0) return
    sql.run(
      'insert into grant_ (account, application, slot, granted_at) values (?, ?, ?, ?)',
      n,
      application,
      slot,
      at,
    )
    addRows(sql, n, 1)
    if (active) addGranted(sql, n, application, 1)
  },

  get(sql, accountId, membershipId = '', applicationId = '') {
    const n = accountNumber(sql, accountId)
    const application = applicationNumber(sql, applicationId as ApplicationId)
    if (n === null || application === null) return null
    const holder = holderOf(sql, n, membershipId as MembershipId)
    if (!holder) return null
    const found = sql.get<{ at: number }>(
      `select granted_at as at from grant_ ${where}`,
      n,
      application,
      holder.slot,
    )
    if (!found) return null
    return {
      accountId,
      membershipId: membershipId as MembershipId,
      applicationId: applicationId as ApplicationId,
      grantedAt: toIso(found.at),
    }
  },

  delete(sql, accountId, membershipId = '', applicationId = '') {
    const n = accountNumber(sql, accountId)
    const application = applicationNumber(sql, applicationId as ApplicationId)
    if (n === null || application === null) return
    const holder = holderOf(sql, n, membershipId as MembershipId)
    if (!holder || sql.run(`delete from grant_ ${where}`, n, application, holder.slot) === 0) return
    addRows(sql, n, -1)
    if (holder.active) addGranted(sql, n, application, -1)
    else release(sql, n, holder.slot)
  },

  all: (sql, accountId) => list(sql, accountId, null),
}

/** With its last grant gone, a membership that isn't here needs no slot any more. */
function release(sql: Sql, account: number, slot: number): void {
  if (grantedTo(sql, account, slot).length === 0)
    sql.run('delete from absentee where k = ?', keyOf(account, slot))
}

/** All grants of one application in the account. */
export function grantsOfApplication(sql: Sql, accountId: AccountId, applicationId: ApplicationId): Grant[] {
  const application = applicationNumber(sql, applicationId)
  return application === null ? [] : list(sql, accountId, application)
}

/** All grants of one membership. */
export function grantsOfMembership(sql: Sql, accountId: AccountId, membershipId: MembershipId): Grant[] {
  const n = accountNumber(sql, accountId)
  const holder = n === null ? null : holderOf(sql, n, membershipId)
  if (n === null || !holder) return []
  return sql
    .all<{ application: number; at: number }>(grantsAtSlot, n, n, n, holder.slot)
    .map(({ application, at }) => ({
      accountId,
      membershipId,
      applicationId: applicationIdOf(sql, application),
      grantedAt: toIso(at),
    }))
}

/** Takes an application that is no more off every account. */
export function removeApplicationRows(sql: Sql, applicationId: ApplicationId): void {
  const application = applicationNumber(sql, applicationId)
  if (application === null) return
  // Account by account: the grants of one application lie apart.
  for (const { n } of sql.all<{ n: number }>('select n from account')) {
    const granted = sql.all<{ slot: number }>(
      'select slot from grant_ where account = ? and application = ?',
      n,
      application,
    )
    const rows =
      sql.run('delete from grant_ where account = ? and application = ?', n, application) +
      sql.run('delete from account_application where account = ? and application = ?', n, application)
    if (rows > 0) addRows(sql, n, -rows)
    const absent = sql.get('select 1 from absentee where k between ? and ?', ...rangeOf(n))
    if (absent) for (const { slot } of granted) release(sql, n, slot)
  }
}
