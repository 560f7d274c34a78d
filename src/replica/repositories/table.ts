import { type Permission, permissionSchema } from '@gatehouse/contract'
import { z } from 'zod'
import type { Sql, SqlValue } from '../database.ts'

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
    fromSql(id, sql) {
      const name = `permission set ${id}`
      const known = sql.memory.get(name) as Permission[] | undefined
      if (known) return [...known]
      const set = sql.get<{ permissions: string }>('select permissions from permission_set where id = ?', id)
      const permissions = set ? permissionsSchema.parse(JSON.parse(set.permissions)) : []
      sql.memory.set(name, permissions)
      return [...permissions]
    },
  }
}

type Name<Row> = keyof Row & string
type Stored = Record<string, SqlValue>

export interface Table<Row> {
  name: string
  /** Column names with an optional alias in front, for a select. */
  columns(alias?: string): string
  decode(stored: Stored, sql: Sql): Row
  put(sql: Sql, row: Row): void
  get(sql: Sql, ...key: string[]): Row | null
  delete(sql: Sql, ...key: string[]): void
}

/**
 * Reads and writes rows of one shape. Columns are the properties in snake case; `derived` ones are written beside
 * them for lookups and never read back.
 */
export function defineTable<Row extends object>(definition: {
  name: string
  key: Name<Row>[]
  columns: { [K in Name<Row>]: Codec<Row[K]> }
  derived?: Record<string, (row: Row) => SqlValue>
}): Table<Row> {
  const { name, key } = definition
  const fields = Object.keys(definition.columns) as Name<Row>[]
  const derived = Object.entries(definition.derived ?? {})
  const stored = [...fields.map(snake), ...derived.map(([column]) => column)]
  const where = key.map((part) => `${snake(part)} = ?`).join(' and ')
  const insert = `insert or replace into ${name} (${stored}) values (${stored.map(() => '?')})`
  const select = `select ${fields.map(snake)} from ${name} where ${where}`
  const remove = `delete from ${name} where ${where}`

  function decode(record: Stored, sql: Sql): Row {
    const row: Partial<Row> = {}
    for (const field of fields)
      row[field] = definition.columns[field].fromSql(record[snake(field)] ?? null, sql)
    return row as Row
  }

  return {
    name,
    columns: (alias) => fields.map((field) => (alias ? `${alias}.${snake(field)}` : snake(field))).join(', '),
    decode,
    put(sql, row) {
      const values = fields.map((field) => definition.columns[field].toSql(row[field], sql))
      sql.run(insert, ...values, ...derived.map(([, of]) => of(row)))
    },
    get(sql, ...parts) {
      const record = sql.get<Stored>(select, ...parts)
      return record ? decode(record, sql) : null
    },
    delete(sql, ...parts) {
      sql.run(remove, ...parts)
    },
  }
}

const spelled = new Map<string, string>()

function snake(property: string): string {
  const known = spelled.get(property)
  if (known) return known
  const column = property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  spelled.set(property, column)
  return column
}
