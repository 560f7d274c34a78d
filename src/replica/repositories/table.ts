import { type AccountId, type ApplicationId, type Permission, permissionSchema } from '@gatehouse/contract'
import { z } from 'zod'
import type { Sql, SqlValue } from '../database.ts'
import { toBytes, toUuid } from './ids.ts'
import { applicationIdOf, numberOfApplication } from './numbers.ts'

/** How a value lies in its column. */
export interface Codec<T> {
  toSql(value: T, sql: Sql): SqlValue
  fromSql(value: SqlValue, sql: Sql): T
}

export function text<T extends string | null>(): Codec<T> {
  return { toSql: (value) => value, fromSql: (value) => value as T }
}

export function int<T extends number>(): Codec<T> {
  return { toSql: (value) => value, fromSql: (value) => value as T }
}

export function bool(): Codec<boolean> {
  return { toSql: (value) => (value ? 1 : 0), fromSql: (value) => value === 1 }
}

/** A uuid as 16 bytes. */
export function id<T extends string | null>(): Codec<T> {
  return {
    toSql: (value) => (value === null ? null : toBytes(value)),
    fromSql: (value) => (value instanceof Uint8Array ? toUuid(value) : null) as T,
  }
}

/** ISO 8601 UTC as milliseconds since 1970. */
export function time<T extends string | null>(): Codec<T> {
  return {
    // A row that was set aside before the column was there has none.
    toSql: (value) => (value === null || value === undefined ? null : toMs(value)),
    fromSql: (value) => (typeof value === 'number' ? toIso(value) : null) as T,
  }
}

/** What is no time has been refused at the edge; the table refuses it once more. */
export function toMs(iso: string): number | null {
  const ms = iso.length === 24 && iso.endsWith('Z') ? parseUsual(iso) : Date.parse(iso)
  return Number.isNaN(ms) ? null : ms
}

/** `2026-03-10T12:00:00.000Z`, as all times come: several times faster than by a parser for every kind of time. */
function parseUsual(iso: string): number {
  const digit = (at: number) => iso.charCodeAt(at) - 48
  const two = (at: number) => digit(at) * 10 + digit(at + 1)
  const year = two(0) * 100 + two(2)
  const thousandths = digit(20) * 100 + two(21)
  return Date.UTC(year, two(5) - 1, two(8), two(11), two(14), two(17), thousandths)
}

export function toIso(ms: number): string {
  return new Date(ms).toISOString()
}

/** An application as its number. */
export function application(): Codec<ApplicationId> {
  return {
    toSql: (value, sql) => numberOfApplication(sql, value),
    fromSql: (value, sql) => applicationIdOf(sql, Number(value)),
  }
}

export function json<T>(schema: z.ZodType<T>): Codec<T> {
  return {
    toSql: (value) => (value === null ? null : JSON.stringify(value)),
    fromSql: (value) => schema.parse(value === null ? null : JSON.parse(String(value))),
  }
}

const permissionsSchema = z.array(permissionSchema)

interface KnownSet {
  permissions: Permission[]
  number: number
}

/** Sets that were written here, by how many permissions they have: there are few, and rows without end. */
function knownSets(sql: Sql, length: number): KnownSet[] {
  const name = `permission sets of ${length}`
  const known = sql.memory.get(name) as KnownSet[] | undefined
  if (known) return known
  const none: KnownSet[] = []
  sql.memory.set(name, none)
  return none
}

/** A list of permissions as the number of its set. */
export function permissionSet(): Codec<Permission[]> {
  return {
    toSql(permissions, sql) {
      const sets = knownSets(sql, permissions.length)
      for (const set of sets)
        if (set.permissions.every((permission, n) => permission === permissions[n])) return set.number
      const spelled = JSON.stringify(permissions)
      sql.run('insert or ignore into permission_set (permissions) values (?)', spelled)
      const set = sql.get<{ id: number }>('select id from permission_set where permissions = ?', spelled)
      if (!set) throw new Error('a set of permissions was not stored')
      sets.push({ permissions: [...permissions], number: set.id })
      return set.id
    },
    fromSql(number, sql) {
      const name = `permission set ${number}`
      const known = sql.memory.get(name) as Permission[] | undefined
      if (known) return [...known]
      const set = sql.get<{ permissions: string }>(
        'select permissions from permission_set where id = ?',
        number,
      )
      const permissions = set ? permissionsSchema.parse(JSON.parse(set.permissions)) : []
      sql.memory.set(name, permissions)
      return [...permissions]
    },
  }
}

type Name<Row> = keyof Row & string
export type Stored = Record<string, SqlValue>

/** Rows of one shape: columns are the properties in snake case, or named on their own. */
export interface RowShape<Row> {
  /** In the order of `values`. */
  columns: string[]
  /** For a select, with an optional alias in front. */
  list(alias?: string): string
  values(row: Row, sql: Sql): SqlValue[]
  /** As `values`, at the end of those of other rows. */
  append(values: SqlValue[], row: Row, sql: Sql): void
  decode(stored: Stored, sql: Sql): Row
}

export function defineRow<Row extends object>(
  codecs: { [K in Name<Row>]: Codec<Row[K]> },
  named: Partial<Record<Name<Row>, string>> = {},
): RowShape<Row> {
  const fields = (Object.keys(codecs) as Name<Row>[]).map((field) => ({
    field,
    column: named[field] ?? snake(field),
    codec: codecs[field],
  }))
  const columns = fields.map(({ column }) => column)
  return {
    columns,
    list: (alias) => columns.map((column) => (alias ? `${alias}.${column}` : column)).join(', '),
    values: (row, sql) => fields.map(({ field, codec }) => codec.toSql(row[field], sql)),
    append(values, row, sql) {
      for (const { field, codec } of fields) values.push(codec.toSql(row[field], sql))
    },
    decode(stored, sql) {
      const row: Partial<Row> = {}
      for (const { field, column, codec } of fields) row[field] = codec.fromSql(stored[column] ?? null, sql)
      return row as Row
    },
  }
}

function snake(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** Rows that belong to no single account, found by their id. */
export interface Table<Row> {
  put(sql: Sql, row: Row): void
  get(sql: Sql, id: string): Row | null
  delete(sql: Sql, id: string): void
}

/** Rows of an account, found by the parts of their key. */
export interface AccountTable<Row> {
  put(sql: Sql, row: Row): void
  get(sql: Sql, accountId: AccountId, ...key: string[]): Row | null
  delete(sql: Sql, accountId: AccountId, ...key: string[]): void
  /** In the order of their keys, which says nothing to a person. */
  all(sql: Sql, accountId: AccountId): Row[]
}
