import type { Sql } from '../database.ts'
import type { Row } from './own-rows.ts'

/** Puts a row of another version in, with the columns that both know; one that is here already stays. */
export function insert(sql: Sql, table: string, row: Row): void {
  const known = sql
    .all<{ name: string }>('select name from pragma_table_info(?)', table)
    .map(({ name }) => name)
  const columns = Object.keys(row).filter((column) => known.includes(column))
  sql.run(
    `insert or ignore into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
    ...columns.map((column) => row[column] ?? null),
  )
}
