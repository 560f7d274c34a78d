import { type AccountId, ok } from '@gatehouse/contract'
import type { Matrix } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import type { ReplicaTable, Touched } from '../port.ts'
import { readPrincipal } from '../repositories/rows.ts'
import { arrange, nameOrder, usersPerColumn } from '../reviews/arrange.ts'
import { type AccessTable, accessTable } from '../reviews/freeze.ts'
import { levelOf } from './access.ts'
import { type Handler, openAccount } from './context.ts'

interface Kept {
  accountId: AccountId
  table: AccessTable
  people: (AccessTable['people'][number]['row'] & { access: string })[]
  order: number[]
  counts: number[]
}

// The one that was looked at last: its windows are asked for one after the other.
const keptOf = new WeakMap<Sql, Kept>()

const tables: readonly ReplicaTable[] = [
  'account',
  'application',
  'accountApplication',
  'membership',
  'grant',
]

/** Forgets what was put together from rows that have changed. */
export function forgetMatrix(sql: Sql, touched: Omit<Touched, 'revision'>): void {
  const kept = keptOf.get(sql)
  if (!kept || !tables.some((table) => touched.tables.includes(table))) return
  if (touched.accountIds.length === 0 || touched.accountIds.includes(kept.accountId)) keptOf.delete(sql)
}

/** A window of users x applications as they are. */
export const getAccessMatrix: Handler<'access.matrix'> = (
  { sql, now },
  { accountId, ask, offset, limit },
) => {
  const opened = openAccount(sql, accountId, 'users.view', 'applications.view')
  if (!opened.ok) return opened
  const last = keptOf.get(sql)
  const kept =
    last?.accountId === accountId ? last : keep(sql, accountId, accessTable(sql, opened.value, now))
  const { table, people, order, counts } = kept
  const { places, groups } = arrange(people, order, ask, now, null)
  const me = readPrincipal(sql)?.userId ?? null
  const matrix: Matrix = {
    applications: table.applications.map((application, column) => ({
      id: application.id,
      name: application.name,
      type: application.type,
      status: application.status,
      level: levelOf(application),
      users: counts[column] ?? 0,
    })),
    total: places.length,
    offset,
    rows: places.slice(offset, offset + limit).flatMap((place) => {
      const person = people[place]
      if (!person) return []
      const { id, userId, name, email, role, isOwner, status, lastActiveAt, access } = person
      return [
        {
          place,
          membershipId: id,
          userId,
          name,
          email,
          role,
          isOwner,
          isMe: userId === me,
          status,
          lastActiveAt,
          access,
          locks: null,
          decisions: null,
          advice: null,
          noted: null,
        },
      ]
    }),
    groups,
  }
  return ok(matrix)
}

function keep(sql: Sql, accountId: AccountId, table: AccessTable): Kept {
  const people = table.people.map(({ row, access }) => ({ ...row, access }))
  const kept = {
    accountId,
    table,
    people,
    order: nameOrder(people),
    counts: usersPerColumn(people, table.applications.length),
  }
  keptOf.set(sql, kept)
  return kept
}
