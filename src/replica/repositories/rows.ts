import {
  type Application,
  type Environment,
  type EnvironmentId,
  environmentIdSchema,
  type Principal,
} from '@gatehouse/contract'
import { z } from 'zod'
import type { Sql } from '../database.ts'
import { toBytes } from './ids.ts'
import { numberOfApplication } from './numbers.ts'
import { bool, defineRow, id, int, json, type Stored, type Table, text } from './table.ts'

// Rows that belong to no single account.

const principal = defineRow<Principal>({
  userId: text(),
  name: text(),
  email: text(),
  emailVerified: bool(),
  administers: json(z.array(environmentIdSchema)),
})

/** Whoever was signed in before is replaced: there is one. */
export function putPrincipal(sql: Sql, row: Principal): void {
  sql.run('delete from principal')
  sql.run(
    `insert into principal (${principal.columns}) values (${marks(principal.columns)})`,
    ...principal.values(row, sql),
  )
}

export function readPrincipal(sql: Sql): Principal | null {
  const stored = sql.get<Stored>(`select ${principal.list()} from principal`)
  return stored ? principal.decode(stored, sql) : null
}

const environment = defineRow<Environment>({
  id: text(),
  key: text(),
  name: text(),
  kind: text(),
  defaultApplicationId: text(),
  version: int(),
})

export const environments: Table<Environment> = {
  put(sql, row) {
    sql.run(
      `insert or replace into environment (${environment.columns}) values (${marks(environment.columns)})`,
      ...environment.values(row, sql),
    )
  },
  get(sql, environmentId) {
    const stored = sql.get<Stored>(
      `select ${environment.list()} from environment where id = ?`,
      environmentId,
    )
    return stored ? environment.decode(stored, sql) : null
  },
  delete(sql, environmentId) {
    sql.run('delete from environment where id = ?', environmentId)
  },
}

const application = defineRow<Application>({
  id: id(),
  environmentId: text(),
  key: text(),
  name: text(),
  description: text(),
  type: text(),
  status: text(),
  applicationUrl: text(),
  loginUrl: text(),
  logoUrl: text(),
  isDefault: bool(),
  autoAssign: bool(),
  version: int(),
})

export const applications: Table<Application> = {
  put(sql, row) {
    sql.run(
      `insert or replace into application (n, ${application.columns}) values (?, ${marks(application.columns)})`,
      numberOfApplication(sql, row.id),
      ...application.values(row, sql),
    )
  },
  get(sql, applicationId) {
    const stored = sql.get<Stored>(
      `select ${application.list()} from application where id = ?`,
      toBytes(applicationId),
    )
    return stored ? application.decode(stored, sql) : null
  },
  delete(sql, applicationId) {
    sql.run('delete from application where id = ?', toBytes(applicationId))
  },
}

/** All of an environment, in no order that says anything. */
export function readEnvironmentApplications(sql: Sql, environmentId: EnvironmentId): Application[] {
  return sql
    .all<Stored>(`select ${application.list()} from application where environment_id = ?`, environmentId)
    .map((stored) => application.decode(stored, sql))
}

function marks(columns: readonly string[]): string {
  return columns.map(() => '?').join(', ')
}
