import { type AccountEntity, oldestSyncProtocol, syncProtocol } from '@gatehouse/contract'
import type { AnyRow, RowOf } from './row-queries.ts'

/** What a client names as its protocol; one that names none, such as a program on the API, is of today. */
export function protocolOf(header: unknown): number {
  const named = typeof header === 'string' && /^\d{1,6}$/.test(header) ? Number(header) : syncProtocol
  return Math.min(Math.max(named, oldestSyncProtocol), syncProtocol)
}

/** Since which protocol clients know what came after the first one. */
const since = { reviews: 2, administrators: 2 } as const

export function knowsAdministrators(protocol: number): boolean {
  return protocol >= since.administrators
}

export function knowsEntity(protocol: number, entity: AccountEntity): boolean {
  return entity !== 'review' || protocol >= since.reviews
}

/** Whether a client that knows of the entity can read this row of it. */
export function knowsRow(protocol: number, entity: AccountEntity, row: AnyRow): boolean {
  if (entity !== 'activity' || protocol >= since.reviews) return true
  return (row as RowOf<'activity'>).targetKind !== 'review'
}
