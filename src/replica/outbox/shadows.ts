import type { AccountId, RowChange } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import type { Write } from '../write.ts'
import { currentRow, inOrder, type Place, parseRow, placeOf, writeRow } from './entities.ts'

// The confirmed version of each row that a change from the outbox overlays, kept aside; null where the server knows none.

interface Shadow extends Place {
  confirmed: string | null
}

/** Writes the rows of a prediction, keeping the confirmed version of each aside first. */
export function overlay(write: Write, changes: readonly RowChange[]): void {
  for (const change of changes) {
    const place = placeOf(change)
    keepConfirmed(write.sql, place)
    writeRow(write, place, change.op === 'put' ? change.row : null)
  }
}

/** Brings the confirmed rows back, of one account or of all. */
export function restore(write: Write, accountId: AccountId | null): void {
  const { sql } = write
  const select = 'select entity, account_id as accountId, key, confirmed from shadow'
  const shadows = accountId
    ? sql.all<Shadow>(`${select} where account_id = ?`, accountId)
    : sql.all<Shadow>(select)
  const rank = (shadow: Shadow) => inOrder.indexOf(shadow.entity)
  // Rows that refer to others come after them and go before them.
  const gone = shadows.filter(({ confirmed }) => confirmed === null)
  for (const shadow of gone.toSorted((a, b) => rank(b) - rank(a))) writeRow(write, shadow, null)
  const kept = shadows.filter(({ confirmed }) => confirmed !== null)
  for (const shadow of kept.toSorted((a, b) => rank(a) - rank(b))) {
    writeRow(write, shadow, parseRow(shadow.entity, shadow.confirmed ?? 'null'))
  }
  if (accountId) sql.run('delete from shadow where account_id = ?', accountId)
  else sql.run('delete from shadow')
}

/** The row as the server confirmed it last, without what waits here. */
export function confirmedRow(sql: Sql, place: Place): object | null {
  const shadow = findShadow(sql, place)
  if (!shadow) return currentRow(sql, place)
  return shadow.confirmed === null ? null : parseRow(place.entity, shadow.confirmed)
}

function keepConfirmed(sql: Sql, place: Place): void {
  // Where an earlier change overlays the row already, what stands there is no confirmed version.
  if (findShadow(sql, place)) return
  const row = currentRow(sql, place)
  sql.run(
    'insert into shadow (entity, account_id, key, confirmed) values (?, ?, ?, ?)',
    place.entity,
    place.accountId,
    place.key,
    row ? JSON.stringify(row) : null,
  )
}

function findShadow(sql: Sql, { entity, accountId, key }: Place): Pick<Shadow, 'confirmed'> | undefined {
  return sql.get<Pick<Shadow, 'confirmed'>>(
    'select confirmed from shadow where entity = ? and account_id = ? and key = ?',
    entity,
    accountId,
    key,
  )
}
