import type { Permission } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { rangeOf } from '../repositories/numbers.ts'
import { permissionSet } from '../repositories/table.ts'
import type { People } from './people.ts'
import { mark, type NewRow, roles } from './rows.ts'
import type { Vocabulary } from './words.ts'

interface StoredMember {
  slot: number
  person: number
  name: string
  email: string
  role: string
  isOwner: number
  isActive: number
  isLegacy: number
  permissions: number
  seenAt: number | null
  createdAt: number
  endsAt: number | null
}

const selectMembers = `
  select m.k - ? as slot, m.person, p.name, p.email, m.role, m.is_owner as isOwner, m.status = 'active' as isActive,
    m.is_legacy as isLegacy, m.permissions, m.last_active_at as seenAt, m.created_at as createdAt, m.ends_at as endsAt
  from membership m join person p on p.n = m.person where m.k between ? and ?`

interface StoredInvitation {
  slot: number
  email: string
  role: string
  permissions: number
  createdAt: number
  expiresAt: number
}

const selectInvitations = `
  select k - ? as slot, email, role, permissions, created_at as createdAt, expires_at as expiresAt
  from invitation indexed by invitation_pending where status = 'pending' and k between ? and ?`

export interface Known {
  people: People
  addresses: Vocabulary
  sets: Map<number, readonly Permission[]>
}

/** Memberships and pending invitations of an account, and its applications. */
export function readAccountRows(sql: Sql, n: number, known: Known) {
  const [first, last] = rangeOf(n)
  const granted = grantsOf(sql, n)
  const members = sql.all<StoredMember>(selectMembers, first, first, last).map((stored): NewRow => {
    known.people.put(stored.person, stored.name, stored.email)
    noteSet(sql, stored.permissions, known)
    return {
      slot: stored.slot,
      person: stored.person,
      seen: inSeconds(stored.seenAt ?? stored.createdAt),
      ends: stored.endsAt === null ? 0 : inSeconds(stored.endsAt),
      set: stored.permissions,
      mark:
        roleNumber(stored.role) |
        (stored.isOwner ? mark.owner : 0) |
        (stored.isActive ? 0 : mark.suspended) |
        (stored.isLegacy ? mark.legacy : 0) |
        (stored.seenAt === null ? mark.neverSeen : 0),
      grants: granted.get(stored.slot) ?? nothing,
    }
  })
  const invited = sql.all<StoredInvitation>(selectInvitations, first, first, last).map((stored): NewRow => {
    noteSet(sql, stored.permissions, known)
    return {
      slot: stored.slot,
      person: known.addresses.numberOf(stored.email),
      seen: inSeconds(stored.createdAt),
      ends: inSeconds(stored.expiresAt),
      set: stored.permissions,
      mark: roleNumber(stored.role) | mark.invitation | mark.neverSeen,
      grants: nothing,
    }
  })
  const applications = sql.all<{ application: number; auto: number }>(
    'select application, auto_assign as auto from account_application where account = ?',
    n,
  )
  return {
    rows: [...members, ...invited],
    applications: new Set(applications.map(({ application }) => application)),
    automatic: new Set(applications.flatMap(({ application, auto }) => (auto === 1 ? [application] : []))),
  }
}

/** Whole seconds: what is said in days isn't told apart by less. */
export function inSeconds(ms: number): number {
  return Math.max(0, Math.floor(ms / 1000))
}

const nothing: readonly number[] = []

function grantsOf(sql: Sql, n: number): Map<number, number[]> {
  const bySlot = new Map<number, number[]>()
  const stored = sql.all<{ application: number; slot: number }>(
    'select application, slot from grant_ where account = ?',
    n,
  )
  for (const { application, slot } of stored) {
    const known = bySlot.get(slot)
    if (known) known.push(application)
    else bySlot.set(slot, [application])
  }
  return bySlot
}

const permissionsCodec = permissionSet()

function noteSet(sql: Sql, number: number, { sets }: Known): void {
  if (!sets.has(number)) sets.set(number, permissionsCodec.fromSql(number, sql))
}

function roleNumber(role: string): number {
  const number = (roles as readonly string[]).indexOf(role)
  return number === -1 ? roles.length - 1 : number
}
