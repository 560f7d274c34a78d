import { fold } from '../../ipc/fold.ts'
import type { Sql, SqlValue } from '../database.ts'
import { toUuid } from '../repositories/ids.ts'
import { readLabels } from '../repositories/labels.ts'
import type { EntryText } from './grams.ts'

/** A row that can be found, with its texts as they are shown. */
export interface Entry {
  /** The row's own number. */
  n: number
  /** Its beginning can be asked for. */
  names: readonly string[]
  others: readonly string[]
  /** An address is found by what stands before its sign, and by what stands behind with the sign. */
  address: string | null
}

/** An entry as it is compared. */
export interface FoldedEntry extends EntryText {
  n: number
}

export interface Kind {
  /** As in the tables of the index. */
  id: number
  name: 'person' | 'account' | 'application' | 'invitation'
  /** Numbers that lie in one part of the index. */
  width: number
  table: string
  key: string
  /** Reads entries; `where` is about the row's number as `n`. */
  read(sql: Sql, where: string, ...parameters: SqlValue[]): Entry[]
}

/** Fewer: a search would read more parts. More: making one would hold up whoever writes for longer than is felt. */
const partWidth = 8192

interface PersonRow {
  n: number
  name: string
  email: string
}

export const people: Kind = {
  id: 0,
  name: 'person',
  width: partWidth,
  table: 'person',
  key: 'n',
  read: (sql, where, ...parameters) =>
    sql
      .all<PersonRow>(`select n, name, email from person where ${where}`, ...parameters)
      .map(({ n, name, email }) => ({ n, names: [name], others: [], address: email })),
}

interface AccountRow {
  n: number
  id: Uint8Array
  name: string
  reference: string
}

export const accounts: Kind = {
  id: 1,
  name: 'account',
  width: partWidth,
  table: 'account',
  key: 'n',
  read(sql, where, ...parameters) {
    const rows = sql.all<AccountRow>(
      `select n, id, name, reference from account where ${where}`,
      ...parameters,
    )
    // Only accounts that the user gave words of their own are among these, so they are few.
    const labels = readLabels(sql)
    return rows.map(({ n, id, name, reference }) => {
      const label = labels.size > 0 ? labels.get(toUuid(id)) : undefined
      const names = label?.alias ? [name, label.alias] : [name]
      return { n, names, others: [reference, ...(label?.tags ?? [])], address: null }
    })
  },
}

export const applications: Kind = {
  id: 2,
  name: 'application',
  width: partWidth,
  table: 'application',
  key: 'n',
  read: (sql, where, ...parameters) =>
    sql
      .all<{ n: number; name: string; key: string }>(
        `select n, name, key from application where ${where}`,
        ...parameters,
      )
      .map(({ n, name, key }) => ({ n, names: [name], others: [key], address: null })),
}

export const invitations: Kind = {
  id: 3,
  name: 'invitation',
  // Their numbers begin with that of the account, and an account has few: those of 2,048 accounts lie together.
  width: 131_072 * 2048,
  table: 'invitation',
  key: 'k',
  read: (sql, where, ...parameters) =>
    sql
      .all<{ n: number; email: string }>(
        `select n, email from (select k as n, email from invitation) where ${where}`,
        ...parameters,
      )
      .map(({ n, email }) => ({ n, names: [], others: [], address: email })),
}

export const kinds: readonly Kind[] = [people, accounts, applications, invitations]

export function foldEntry({ n, names, others, address }: Entry): FoldedEntry {
  const at = address === null ? -1 : address.lastIndexOf('@')
  const local = address === null ? [] : [fold(at < 0 ? address : address.slice(0, at))]
  return {
    n,
    names: names.map(fold),
    others: [...others.map(fold), ...local],
    domain: address !== null && at >= 0 ? fold(address.slice(at + 1)) : null,
  }
}
