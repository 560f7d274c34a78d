import { ok, refuseWrite } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { permissionSet } from '../repositories/table.ts'
import { foundWith } from './access-find.ts'
import type { Handler } from './context.ts'

/** The accounts in which a search found somebody: those that may be reviewed first, each by name. */
export const findAccessAccounts: Handler<'access.accounts'> = ({ sql, now }, { filter, limit }) => {
  const accounts = foundWith(sql, filter, now)
    .parts.map(({ account }) => account)
    .sort((a, b) => a.place - b.place)
  const reviewable = mayBeReviewed(
    sql,
    accounts.map(({ n }) => n),
  )
  const first = accounts.filter(({ n }) => reviewable.has(n))
  const rest = accounts.filter(({ n }) => !reviewable.has(n))
  return ok({
    accountIds: [...first, ...rest].slice(0, limit).map(({ id }) => id),
    total: accounts.length,
    reviewable: first.length,
  })
}

type Status = Parameters<typeof refuseWrite>[0]['status']

const permissionsCodec = permissionSet()

/** All of them by one question to the tables. */
function mayBeReviewed(sql: Sql, numbers: readonly number[]): Set<number> {
  const stored = sql.all<{ n: number; status: Status; permissions: number }>(
    'select n, status, permissions from account where n in (select value from json_each(?))',
    JSON.stringify(numbers),
  )
  return new Set(
    stored
      .filter(({ status, permissions: set }) => {
        const permissions = permissionsCodec.fromSql(set, sql)
        const sees = permissions.includes('users.view') && permissions.includes('applications.view')
        return sees && refuseWrite({ status }, { permissions }, 'reviews.run') === null
      })
      .map(({ n }) => n),
  )
}
