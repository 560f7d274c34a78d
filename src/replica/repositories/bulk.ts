import type { Sql, SqlValue } from '../database.ts'

/** As many rows as one statement writes: fewer statements, less to and fro between the languages. */
const atOnce = [32, 8, 1] as const

/** Rows on their way into a table, written many at a time. */
export interface Bulk {
  /** Where the values of the next row go, in the order of the columns; `added` says that they are there. */
  readonly values: SqlValue[]
  added(): void
  /** Writes what is left; answers how many of all were written. What is there already stays and isn't counted. */
  flush(): number
}

export function createBulk(sql: Sql, table: string, columns: readonly string[]): Bulk {
  const width = columns.length
  const marks = `(${columns.map(() => '?').join(',')})`
  const begin = `insert or ignore into ${table} (${columns.join(',')}) values `
  const statements = atOnce.map((rows) => ({
    length: rows * width,
    text: begin + Array.from({ length: rows }, () => marks).join(','),
  }))
  const values: SqlValue[] = []
  let written = 0

  function writeFrom(at: number): number {
    const statement = statements.find(({ length }) => length <= values.length - at)
    if (!statement) return values.length
    written += sql.run(
      statement.text,
      ...(at === 0 && statement.length === values.length ? values : values.slice(at, at + statement.length)),
    )
    return at + statement.length
  }

  return {
    values,
    added() {
      if (values.length < atOnce[0] * width) return
      writeFrom(0)
      values.length = 0
    },
    flush() {
      for (let at = 0; at < values.length; ) at = writeFrom(at)
      const all = written
      values.length = 0
      written = 0
      return all
    },
  }
}
