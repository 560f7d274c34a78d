import {
  type AccessSource,
  type Administrator,
  type MembershipId,
  ok,
  type UserId,
} from '@gatehouse/contract'
import { type AccessFilter, type AccessPage, type AccessRow, savedSearchSchema } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { type Asked, type Found, findRows } from '../register/find.ts'
import { type Placed, windowOf } from '../register/order.ts'
import { type Register, type RegisterAccount, registerOf } from '../register/register.ts'
import { mark, roles } from '../register/rows.ts'
import { readAllAdministrators } from '../repositories/administrators.ts'
import { toBytes, toUuid } from '../repositories/ids.ts'
import { readMeta } from '../repositories/meta.ts'
import { keyOf } from '../repositories/numbers.ts'
import { environments, readPrincipal } from '../repositories/rows.ts'
import { toIso } from '../repositories/table.ts'
import { sourcesOf } from './access.ts'
import type { Handler } from './context.ts'

/**
 * Users over all accounts. What it goes by is made at the first question, a part for each: nobody else waits for all of
 * it. Accounts that aren't looked at yet are left out and said to be.
 */
export const findAccess: Handler<'access.find'> = ({ sql, now }, { filter, sort, offset, limit }) => {
  const register = registerOf(sql)
  register.step(sql)
  const asked = askedOf(sql, filter, now)
  const found = register.isUsable() ? remembered(register, asked) : nothing
  const window = windowOf(register, found, sort, offset, limit)
  return ok({
    items: describe(sql, register, window, asked),
    total: found.total,
    accounts: found.parts.length,
    looked: register.looked(),
    administrators: filter.administrators ? administratorsIn(sql, filter) : [],
    ...unseen(register),
    syncedAt: readMeta(sql, 'syncedAt'),
  })
}

export const listSearches: Handler<'access.searches'> = ({ sql }) => {
  const kept = readMeta(sql, 'savedSearches')
  const parsed = savedSearchSchema.array().safeParse(kept === null ? [] : JSON.parse(kept))
  return ok(parsed.success ? parsed.data : [])
}

function askedOf(sql: Sql, filter: AccessFilter, now: Date): Asked {
  return {
    filter,
    person: filter.userId === null ? null : numberOfPerson(sql, filter.userId),
    application: filter.applicationId === null ? null : findApplication(sql, filter.applicationId),
    administrators: filter.administrators ? numbersByEnvironment(sql) : new Map(),
    now,
  }
}

/** What a search finds in the accounts that have been looked at so far. */
export function foundWith(sql: Sql, filter: AccessFilter, now: Date): Found {
  const register = registerOf(sql)
  register.step(sql)
  return register.isUsable() ? remembered(register, askedOf(sql, filter, now)) : nothing
}

const nothing: Found = { rows: new Uint32Array(0), total: 0, parts: [] }

interface Remembered {
  mark: string
  found: Found
}

const lastFound = new WeakMap<Register, Remembered[]>()

/** Windows of one list are asked for one after the other: what was found last is kept until something changes. */
function remembered(register: Register, asked: Asked): Found {
  // To the second, as days are counted in seconds.
  const seconds = Math.floor(asked.now.getTime() / 1000)
  const question = JSON.stringify([register.version(), seconds, asked.filter])
  const known = lastFound.get(register) ?? []
  const again = known.find(({ mark: each }) => each === question)
  if (again) return again.found
  const found = findRows(register, asked)
  lastFound.set(register, [{ mark: question, found }, ...known].slice(0, 2))
  return found
}

function numberOfPerson(sql: Sql, userId: UserId): number | null {
  return sql.get<{ n: number }>('select n from person where id = ?', toBytes(userId))?.n ?? null
}

/** Those who administer environments, by the numbers of people who are users of any account. */
function numbersByEnvironment(sql: Sql): Asked['administrators'] {
  const numbers = ({ userId }: Administrator) => numberOfPerson(sql, userId) ?? []
  return new Map(
    readAllAdministrators(sql).map(({ environmentId, rows }) => [
      environmentId,
      new Set(rows.flatMap(numbers)),
    ]),
  )
}

/** They may do everything in each of its accounts without being a user of any. */
function administratorsIn(sql: Sql, { environmentId }: AccessFilter): AccessPage['administrators'] {
  return readAllAdministrators(sql)
    .filter((each) => environmentId === null || each.environmentId === environmentId)
    .flatMap(({ environmentId: id, rows }) => {
      const names = rows.map(({ name }) => name)
      return names.length === 0 ? [] : [{ environment: environments.get(sql, id)?.name ?? '', names }]
    })
}

function findApplication(sql: Sql, id: string): Asked['application'] {
  const found = sql.get<{ n: number; environmentId: string }>(
    'select n, environment_id as environmentId from application where id = ?',
    toBytes(id),
  )
  return found ?? null
}

function unseen(register: Register): Pick<AccessPage, 'missing' | 'hidden'> {
  let missing = 0
  let hidden = 0
  for (const { seesUsers, isLoaded } of register.accounts.values()) {
    if (!seesUsers) hidden += 1
    else if (!isLoaded) missing += 1
  }
  return { missing, hidden }
}

interface Stored {
  k: number
  id: Uint8Array
  userId: Uint8Array | null
  name: string
  email: string
  lastActiveAt: number | null
  createdAt: number
  endsAt: number | null
}

const selectMembers = `select m.k, m.id, p.id as userId, p.name, p.email, m.last_active_at as lastActiveAt,
    m.created_at as createdAt, m.ends_at as endsAt
  from json_each(?) wanted cross join membership m on m.k = wanted.value cross join person p on p.n = m.person`
const selectInvitations = `select i.k, i.id, null as userId, i.email as name, i.email, null as lastActiveAt,
    i.created_at as createdAt, i.expires_at as endsAt
  from json_each(?) wanted cross join invitation i on i.k = wanted.value`

function describe(sql: Sql, register: Register, window: readonly Placed[], asked: Asked): AccessRow[] {
  const { columns } = register.rows
  const isInvitation = (row: number) => ((columns.mark[row] ?? 0) & mark.invitation) !== 0
  const key = ({ row, account }: Placed) => keyOf(account.n, columns.slot[row] ?? 0)
  const read = (text: string, placed: readonly Placed[]) =>
    new Map(
      placed.length === 0
        ? []
        : sql.all<Stored>(text, JSON.stringify(placed.map(key))).map((each) => [each.k, each]),
    )
  const members = read(
    selectMembers,
    window.filter(({ row }) => !isInvitation(row)),
  )
  const invitations = read(
    selectInvitations,
    window.filter(({ row }) => isInvitation(row)),
  )
  const me = readPrincipal(sql)?.userId
  return window.flatMap((placed) => {
    const invited = isInvitation(placed.row)
    const stored = (invited ? invitations : members).get(key(placed))
    return stored ? [toRow(register, placed, stored, asked, me)] : []
  })
}

function toRow(
  register: Register,
  placed: Placed,
  stored: Stored,
  asked: Asked,
  me: UserId | undefined,
): AccessRow {
  const { account, row } = placed
  const said = register.rows.columns.mark[row] ?? 0
  const invited = (said & mark.invitation) !== 0
  const userId = stored.userId === null ? null : (toUuid(stored.userId) as UserId)
  return {
    accountId: account.id,
    accountName: account.name,
    accountColour: account.colour,
    accountStatus: account.status as AccessRow['accountStatus'],
    membershipId: invited ? null : (toUuid(stored.id) as MembershipId),
    invitationId: invited ? (toUuid(stored.id) as AccessRow['invitationId']) : null,
    userId,
    name: stored.name,
    email: stored.email,
    role: roles[said & mark.role] ?? 'custom',
    isOwner: (said & mark.owner) !== 0,
    isLegacy: (said & mark.legacy) !== 0,
    isMe: userId !== null && userId === me,
    status: invited ? 'invited' : said & mark.suspended ? 'suspended' : 'active',
    lastActiveAt: stored.lastActiveAt === null ? null : toIso(stored.lastActiveAt),
    createdAt: toIso(stored.createdAt),
    endsAt: stored.endsAt === null ? null : toIso(stored.endsAt),
    ...accessOf(register, account, row, asked),
  }
}

/** How many applications there are, and why the one that was asked for. */
function accessOf(
  register: Register,
  account: RegisterAccount,
  row: number,
  { application }: Asked,
): Pick<AccessRow, 'applications' | 'sources'> {
  if (!account.seesApplications) return { applications: null, sources: null }
  const said = register.rows.columns.mark[row] ?? 0
  const counts = account.status === 'active' && (said & (mark.invitation | mark.suspended)) === 0
  const byEnvironment = register.automatic.get(account.environmentId)
  const derived = new Set([...(byEnvironment ?? []), ...account.automatic])
  const granted = grantsOf(register, account, row)
  const own = granted.filter((n) => account.applications.has(n) && !derived.has(n))
  const sources: AccessSource[] | null =
    application &&
    sourcesOf(
      { status: account.status as AccessRow['accountStatus'] },
      {
        environmentAuto: byEnvironment?.has(application.n) ?? false,
        accountAuto: account.applications.has(application.n) ? account.automatic.has(application.n) : null,
      },
      { status: counts ? 'active' : 'suspended', hasGrant: granted.includes(application.n) },
    )
  return { applications: counts ? derived.size + own.length : 0, sources }
}

function grantsOf({ rows }: Register, { block }: RegisterAccount, row: number): number[] {
  let from = block.grantStart
  for (let at = block.start; at < row; at += 1) from += rows.columns.grants[at] ?? 0
  return [...rows.given.subarray(from, from + (rows.columns.grants[row] ?? 0))]
}
