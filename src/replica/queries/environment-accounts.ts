import { type AccountId, type EnvironmentId, ok } from '@gatehouse/contract'
import type { z } from 'zod'
import { fold } from '../../ipc/fold.ts'
import type {
  EnvironmentAccount,
  EnvironmentAccountSort,
  environmentAccountFilterSchema,
} from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { toUuid } from '../repositories/ids.ts'
import { rangeOf } from '../repositories/numbers.ts'
import { toIso } from '../repositories/table.ts'
import { byName, type Handler } from './context.ts'
import { administered } from './environments.ts'

type Filter = z.output<typeof environmentAccountFilterSchema>

interface Stored {
  n: number
  id: Uint8Array
  name: string
  reference: string
  plan: string
  status: EnvironmentAccount['status']
  createdAt: number
  version: number
  users: number
  loadedAt: number | null
}

const select = `select n, id, name, reference, plan, status, created_at as createdAt, version, users,
    loaded_at as loadedAt
  from account where environment_id = ?`

/**
 * The accounts of an environment are gone through without their rows; who owns one is looked up for those of the window
 * alone, unless it is asked for accounts that nobody owns.
 */
export const listEnvironmentAccounts: Handler<'environments.accounts'> = (
  { sql },
  { environmentId, filter, sort, offset, limit },
) => {
  const found = administered(sql, environmentId)
  if (!found.ok) return found
  const all = inOrder(sql, sql.all<Stored>(select, environmentId), sort)
  const owned = filter.withoutOwner ? accountsWithOwner(sql, environmentId) : null
  const isUnowned = ({ n, loadedAt }: Stored) => loadedAt !== null && !owned?.has(n)
  const wanted = all.filter((account) => (owned === null || isUnowned(account)) && matches(account, filter))
  const shown = wanted.slice(offset, offset + limit)
  const waiting = waitingChanges(sql)
  return ok({
    total: wanted.length,
    all: all.length,
    offset,
    rows: shown.map((account) => toItem(sql, account, waiting)),
  })
}

function matches({ name, reference, plan, status }: Stored, filter: Filter): boolean {
  if (filter.status !== null && filter.status !== status) return false
  const find = fold(filter.find.trim())
  return find === '' || fold(`${name}\n${reference}\n${plan}`).includes(find)
}

const statuses = ['active', 'suspended', 'closed']

/** By its name where two are alike. */
const orders: Record<EnvironmentAccountSort['by'], (a: Stored, b: Stored) => number> = {
  name: byName,
  reference: (a, b) => byName({ name: a.reference }, { name: b.reference }),
  plan: (a, b) => byName({ name: a.plan }, { name: b.plan }) || byName(a, b),
  status: (a, b) => statuses.indexOf(a.status) - statuses.indexOf(b.status) || byName(a, b),
  users: (a, b) => a.users - b.users || byName(a, b),
  created: (a, b) => a.createdAt - b.createdAt || byName(a, b),
}

/** Where each account stood the last time. It does no harm when it is wrong. */
const remembered = new WeakMap<Sql, Map<EnvironmentAccountSort['by'], Map<number, number>>>()

/** Ten thousand names take long to compare as people do; in the order of the last time each is looked at but once. */
function inOrder(sql: Sql, accounts: Stored[], { by, descending }: EnvironmentAccountSort): Stored[] {
  const places = remembered.get(sql) ?? new Map<EnvironmentAccountSort['by'], Map<number, number>>()
  const before = places.get(by)
  const placeOf = ({ n }: Stored) => before?.get(n) ?? accounts.length
  const sorted = accounts.sort((a, b) => placeOf(a) - placeOf(b)).sort(orders[by])
  places.set(by, new Map(sorted.map(({ n }, place) => [n, place])))
  remembered.set(sql, places)
  return descending ? sorted.reverse() : sorted
}

function accountsWithOwner(sql: Sql, environmentId: EnvironmentId): Set<number> {
  const rows = sql.all<{ n: number }>(
    `select a.n from account a where a.environment_id = ? and exists (
       select 1 from membership m where m.is_owner = 1 and m.k between a.n * ? and a.n * ? + ?)`,
    environmentId,
    ...ownerRange,
  )
  return new Set(rows.map(({ n }) => n))
}

const [, last] = rangeOf(0)
const ownerRange = [last + 1, last + 1, last] as const

function ownerOf(sql: Sql, n: number): EnvironmentAccount['owner'] {
  const owner = sql.get<{ name: string }>(
    `select p.name from membership m join person p on p.n = m.person
     where m.k between ? and ? and m.is_owner = 1 limit 1`,
    ...rangeOf(n),
  )
  return owner ?? 'none'
}

function toItem(sql: Sql, stored: Stored, waiting: ReadonlyMap<string, number>): EnvironmentAccount {
  const { n, id: bytes, createdAt, users, loadedAt, ...rest } = stored
  const id = toUuid(bytes) as AccountId
  const isHere = loadedAt !== null
  return {
    ...rest,
    id,
    createdAt: toIso(createdAt),
    users: isHere ? users : null,
    owner: isHere ? ownerOf(sql, n) : 'unknown',
    waiting: waiting.get(id) ?? 0,
  }
}

function waitingChanges(sql: Sql): Map<string, number> {
  const rows = sql.all<{ id: string; count: number }>(
    `select account_id as id, count(*) as count from outbox where state <> 'refused' group by account_id`,
  )
  return new Map(rows.map(({ id, count }) => [id, count]))
}
