import { type BootstrapLine, syncProtocol } from '@gatehouse/contract'
import { idOf, worldNow } from './ids.ts'
import type { Fleet } from './world.ts'

/** As many rows as the server puts into a line. */
const rowsPerLine = 500

export const epoch = '0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0'
export const cursorAt = (transaction: number) => `${epoch}.${transaction}.0`
export const bootstrapCursor = cursorAt(1_000)

/** What a bootstrap of the world consists of, line by line in the order in which the server sends it. */
export function* bootstrapLines(fleet: Fleet): Generator<BootstrapLine> {
  const { accounts } = fleet.size
  yield {
    type: 'start',
    protocol: syncProtocol,
    cursor: bootstrapCursor,
    at: worldNow.toISOString(),
    accounts,
    rows: countRows(fleet),
  }
  yield { type: 'principal', row: fleet.principal }
  yield { type: 'environments', rows: fleet.environments }
  yield { type: 'applications', rows: fleet.applications }
  for (let from = 0; from < accounts; from += rowsPerLine) {
    const length = Math.min(rowsPerLine, accounts - from)
    yield { type: 'directory', rows: Array.from({ length }, (_, n) => fleet.entry(from + n)) }
  }
  yield { type: 'usable' }
  for (let account = 0; account < accounts; account += 1) {
    const accountId = idOf.account(account)
    for (const { entity, rows } of fleet.rows(account)) {
      for (let from = 0; from < rows.length; from += rowsPerLine) {
        yield {
          type: 'rows',
          accountId,
          batch: { entity, rows: rows.slice(from, from + rowsPerLine) },
        } as BootstrapLine
      }
    }
    yield { type: 'account', accountId }
  }
  yield { type: 'end' }
}

/** Rows of accounts, as the server counts them for its `start`. */
export function countRows(fleet: Fleet): number {
  let rows = 0
  for (let account = 0; account < fleet.size.accounts; account += 1) {
    for (const batch of fleet.rows(account)) rows += batch.rows.length
  }
  return rows
}

/** The text of a bootstrap, as it comes over the wire, in pieces of about a megabyte. */
export function* bootstrapText(fleet: Fleet): Generator<string> {
  let piece = ''
  for (const line of bootstrapLines(fleet)) {
    piece += `${JSON.stringify(line)}\n`
    if (piece.length < 2 ** 20) continue
    yield piece
    piece = ''
  }
  if (piece) yield piece
}
