import type {
  AccountApplication,
  AccountRows,
  BootstrapLine,
  Grant,
  Intent,
  MutationId,
} from '@gatehouse/contract'
import type Database from 'better-sqlite3-multiple-ciphers'
import { releasedSchemas } from './released-schemas.ts'

/** Schemas that were released before today's, by their number. */
export const released = [1, 2] as const
export type Released = (typeof released)[number]

export interface OldQueued {
  mutationId: MutationId
  intent: Intent
  state: 'waiting' | 'sending' | 'refused' | 'sent'
  /** Of what the server agreed to. */
  transaction?: string
  /** What its prediction shows. */
  overlays?: OldOverlay[]
}

/** A row that stands in the tables until the server confirms it, with the confirmed one that is kept beside them. */
export interface OldOverlay {
  entity: 'accountApplication' | 'grant'
  key: string
  confirmed: object | null
  /** Null where the change takes it away. */
  row: AccountApplication | Grant | null
}

type Cell = string | number | null

/** Fills an empty file as a Gatehouse of that schema would have: all that a bootstrap brings, and an outbox. */
export function writeReleased(
  database: Database,
  version: Released,
  lines: BootstrapLine[],
  outbox: OldQueued[],
): void {
  for (const number of released) if (number <= version) database.exec(releasedSchemas[number])
  database.pragma(`user_version = ${version}`)
  const columnsOf = (table: string) =>
    new Set((database.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name))
  const put = (table: string, cells: Record<string, Cell | undefined>) => {
    const known = columnsOf(table)
    const names = Object.keys(cells).filter((name) => known.has(name) && cells[name] !== undefined)
    const marks = names.map(() => '?')
    database
      .prepare(`insert into ${table} (${names}) values (${marks})`)
      .run(...names.map((name) => cells[name] ?? null))
  }
  const permissionSet = (permissions: string[]): number => {
    const spelled = JSON.stringify(permissions)
    database.prepare('insert or ignore into permission_set (permissions) values (?)').run(spelled)
    const [row] = database.prepare('select id from permission_set where permissions = ?').all(spelled)
    return (row as { id: number }).id
  }
  const cellsOf = (row: object): Record<string, Cell> =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        name === 'permissions' ? permissionSet(value as string[]) : cellOf(value),
      ]),
    )

  for (const line of lines) {
    if (line.type === 'start') put('meta', { name: 'cursor', value: line.cursor })
    if (line.type === 'principal') put('principal', cellsOf(line.row))
    if (line.type === 'environments') for (const row of line.rows) put('environment', cellsOf(row))
    if (line.type === 'applications') for (const row of line.rows) put('application', cellsOf(row))
    if (line.type === 'directory') {
      for (const { account, access } of line.rows) {
        put('account', { ...cellsOf(access), ...cellsOf(account), loaded_at: account.createdAt })
      }
    }
    if (line.type === 'rows') for (const row of rowsOf(line.batch)) put(...row)
  }
  put('meta', { name: 'usable', value: '1' })
  put('meta', { name: 'syncedAt', value: new Date().toISOString() })

  function rowsOf({ entity, rows }: AccountRows): [string, Record<string, Cell>][] {
    return rows.map((row) => [
      tableOf(entity),
      {
        ...cellsOf(row),
        ...('email' in row ? { email_normal: row.email.trim().toLowerCase() } : {}),
      },
    ])
  }

  function lay(accountId: string, { entity, key, confirmed, row }: OldOverlay): void {
    const columns = { grant: ['membership_id', 'application_id'], accountApplication: ['application_id'] }[
      entity
    ]
    database
      .prepare(
        `delete from ${tableOf(entity)} where account_id = ? and ${columns.map((name) => `${name} = ?`).join(' and ')}`,
      )
      .run(accountId, ...key.split('/'))
    if (row) put(tableOf(entity), cellsOf(row))
    put('shadow', { entity, account_id: accountId, key, confirmed: confirmed && JSON.stringify(confirmed) })
  }

  for (const { mutationId, intent, state, transaction, overlays = [] } of outbox) {
    for (const overlay of overlays) lay(intent.args.accountId, overlay)
    put('outbox', {
      mutation_id: mutationId,
      account_id: intent.args.accountId,
      intent: JSON.stringify(intent),
      names: '{}',
      created_at: new Date().toISOString(),
      state,
      may_have_arrived: state === 'sending' ? 1 : 0,
      predicted: overlays.length > 0 ? 1 : 0,
      transaction_: transaction ?? null,
      attempts: state === 'waiting' ? 0 : 1,
      problem:
        state === 'refused'
          ? JSON.stringify({
              type: 'about:blank',
              code: 'forbidden',
              title: 'Not allowed',
              status: 403,
              detail: 'No.',
            })
          : null,
    })
  }
}

function tableOf(entity: string): string {
  return { accountApplication: 'account_application', grant: 'grant_' }[entity] ?? entity
}

function cellOf(value: unknown): Cell {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  return JSON.stringify(value)
}
