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
    toSql: (value) => (value === null ? null : toMs(value)),
    fromSql: (value) => (typeof value === 'number' ? toIso(value) : null) as T,
  }
}

/** What is no time has been refused at the edge; the table refuses it once more. */
export function toMs(iso: string): number | null {
  const ms = Date.parse(iso)
  return Number.isNaN(ms) ? null : ms
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

/** A list of permissions as the number of its set. */
export function permissionSet(): Codec<Permission[]> {
  return {
    toSql(permissions, sql) {
      const spelled = JSON.stringify(permissions)
      const known = sql.memory.get(spelled)
      if (typeof known === 'number') return known
      sql.run('insert or ignore into permission_set (permissions) values (?)', spelled)
      const set = sql.get<{ id: number }>('select id from permission_set where permissions = ?', spelled)
      sql.memory.set(spelled, set?.id ?? null)
      return set?.id ?? null
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
