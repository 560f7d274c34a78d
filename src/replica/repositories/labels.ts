import { type AccountId, fail, ok, problem, type Result } from '@gatehouse/contract'
import { type AccountLabel, accountLabelSchema } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import type { Write } from '../write.ts'
import { toBytes } from './ids.ts'

// The user's own words for accounts. They are kept by the account's uuid, so that they outlive what is fetched anew.

interface Stored {
  alias: string
  colour: string | null
  tags: string
}

export const noLabel: AccountLabel = { alias: '', colour: null, tags: [] }

/** What was stored by another version and isn't understood here is shown as if it weren't there. */
export function decodeLabel(stored: Stored): AccountLabel {
  const { data } = accountLabelSchema.safeParse({ ...stored, tags: JSON.parse(stored.tags) })
  return data ?? noLabel
}

export function readLabel(sql: Sql, accountId: AccountId): AccountLabel | null {
  const stored = sql.get<Stored>(
    'select alias, colour, tags from account_label where account_id = ?',
    accountId,
  )
  return stored ? decodeLabel(stored) : null
}

/** All labels by the account's id. */
export function readLabels(sql: Sql): Map<string, AccountLabel> {
  const rows = sql.all<Stored & { id: string }>(
    'select account_id as id, alias, colour, tags from account_label',
  )
  return new Map(rows.map(({ id, ...stored }) => [id, decodeLabel(stored)]))
}

/** Gives an account the user's words, in place of those before. Problem: `not_found` for one that isn't here. */
export function labelAccount(write: Write, accountId: AccountId, label: AccountLabel): Result<void> {
  const { sql } = write
  if (!sql.get('select 1 from account where id = ?', toBytes(accountId))) return fail(problem('not_found'))
  putLabel(sql, accountId, { ...label, tags: [...new Set(label.tags)] })
  write.touch('account', accountId)
  return ok(undefined)
}

export interface TagChange {
  add: readonly string[]
  remove: readonly string[]
}

/** As many as a label holds. */
const mostTags = 20

/** Adds tags to accounts, and takes others from them. Answers how many are called differently now. */
export function tagAccounts(write: Write, accountIds: readonly AccountId[], tags: TagChange): number {
  const { sql } = write
  return accountIds.filter((accountId) => {
    const label = readLabel(sql, accountId) ?? noLabel
    const kept = label.tags.filter((tag) => !tags.remove.includes(tag))
    const wanted = [...new Set([...kept, ...tags.add])].slice(0, mostTags)
    if (sameTags(wanted, label.tags) || !sql.get('select 1 from account where id = ?', toBytes(accountId)))
      return false
    putLabel(sql, accountId, { ...label, tags: wanted })
    write.touch('account', accountId)
    return true
  }).length
}

function sameTags(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((tag) => b.includes(tag))
}

/** An empty label is none. */
function putLabel(sql: Sql, accountId: AccountId, { alias, colour, tags }: AccountLabel): void {
  if (alias === '' && colour === null && tags.length === 0) {
    sql.run('delete from account_label where account_id = ?', accountId)
    return
  }
  sql.run(
    `insert into account_label (account_id, alias, colour, tags) values (?, ?, ?, ?)
       on conflict (account_id) do update set alias = excluded.alias, colour = excluded.colour, tags = excluded.tags`,
    accountId,
    alias,
    colour,
    JSON.stringify(tags),
  )
}

/** Nothing stays of an account that may not be seen any more. */
export function removeLabel(sql: Sql, accountId: AccountId): void {
  sql.run('delete from account_label where account_id = ?', accountId)
  sql.run('delete from account_visit where account_id = ?', accountId)
}

/** Removes labels, and when one was there, of accounts that aren't in the directory, once that is here as a whole. */
export function removeStrayLabels(sql: Sql): void {
  for (const table of ['account_label', 'account_visit'])
    sql.run(`delete from ${table} where unhex(replace(account_id, '-', '')) not in (select id from account)`)
}
