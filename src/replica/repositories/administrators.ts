import { type Administrator, administratorSchema, type EnvironmentId } from '@gatehouse/contract'
import { z } from 'zod'
import type { Sql } from '../database.ts'
import type { Write } from '../write.ts'

const rowsSchema = z.array(administratorSchema)

/** Who administers an environment, all of them; null: the principal may not know any more. */
export function putAdministrators(
  write: Write,
  environmentId: EnvironmentId,
  rows: readonly Administrator[] | null,
): void {
  const { sql } = write
  if (rows === null) sql.run('delete from environment_administrators where environment_id = ?', environmentId)
  else
    sql.run(
      'insert or replace into environment_administrators (environment_id, rows) values (?, ?)',
      environmentId,
      JSON.stringify(rows),
    )
  write.touch('account', null)
}

/** By name, then id; null where that isn't known here. */
export function readAdministrators(sql: Sql, environmentId: EnvironmentId): Administrator[] | null {
  const stored = sql.get<{ rows: string }>(
    'select rows from environment_administrators where environment_id = ?',
    environmentId,
  )
  if (!stored) return null
  return rowsSchema.parse(JSON.parse(stored.rows)).sort(byNameThenId)
}

/** Of every environment of which that is known. */
export function readAllAdministrators(sql: Sql): { environmentId: EnvironmentId; rows: Administrator[] }[] {
  return sql
    .all<{ environmentId: EnvironmentId }>(
      'select environment_id as environmentId from environment_administrators order by environment_id',
    )
    .map(({ environmentId }) => ({ environmentId, rows: readAdministrators(sql, environmentId) ?? [] }))
}

/** In one order everywhere, whatever language this computer speaks. */
function byNameThenId(a: Administrator, b: Administrator): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1
  return a.userId < b.userId ? -1 : 1
}
