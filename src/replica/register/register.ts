import type { AccountId, Permission } from '@gatehouse/contract'
import { fold } from '../../ipc/fold.ts'
import type { AccountLabel } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import type { ReplicaTable, Touched } from '../port.ts'
import { toBytes, toUuid } from '../repositories/ids.ts'
import { decodeLabel, noLabel } from '../repositories/labels.ts'
import { permissionSet } from '../repositories/table.ts'
import { createPeople } from './people.ts'
import { readAccountRows } from './read.ts'
import { type Block, createRows, emptyBlock } from './rows.ts'
import type { Steps } from './sort.ts'
import { createVocabulary } from './words.ts'

// Who has access to what, over all accounts, as columns of numbers in memory: a search looks at every membership of a
// fleet in a few milliseconds. It is made the first time that somebody searches, a part at a time, and goes with the
// connection. Writes say which accounts they touched, and those are read anew.

export interface RegisterAccount {
  n: number
  id: AccountId
  name: string
  environmentId: string
  status: string
  colour: AccountLabel['colour']
  tags: readonly string[]
  seesUsers: boolean
  seesApplications: boolean
  isLoaded: boolean
  /** Place by name among all accounts. */
  place: number
  /** Its rows are those of the tables. */
  isRead: boolean
  block: Block
  /** Numbers of applications that are on the account, and of those that every active user has there. */
  applications: ReadonlySet<number>
  automatic: ReadonlySet<number>
}

export function createRegister() {
  const accounts = new Map<number, RegisterAccount>()
  const numbers = new Map<AccountId, number>()
  const people = createPeople()
  const rows = createRows()
  /** Numbers of addresses that were invited. */
  const addresses = createVocabulary()
  const sets = new Map<number, readonly Permission[]>()
  /** Applications that an environment gives to everybody, by its id. */
  const automatic = new Map<string, Set<number>>()
  const dirty = new Set<number>()
  let listedTo = 0
  let isListed = false
  let isOrdered = false
  let mustReadApplications = true
  let ordering: Steps | null = null
  /** Another one after everything that may show. */
  let version = 0

  function touched({ tables, accountIds }: Omit<Touched, 'revision'>): 'kept' | 'useless' {
    if (!tables.some((table) => concerned.includes(table))) return 'kept'
    version += 1
    mustReadApplications ||= tables.includes('application') || accountIds.length === 0
    if (accountIds.length === 0) {
      if (tables.some((table) => ofAccounts.includes(table))) return 'useless'
      if (tables.includes('account')) listAgain()
      return 'kept'
    }
    for (const accountId of accountIds) {
      const n = numbers.get(accountId)
      // One that isn't known yet may have come.
      if (n === undefined) unknown.add(accountId)
      else makeDirty(n)
    }
    return 'kept'
  }

  const unknown = new Set<AccountId>()

  function makeDirty(n: number): void {
    dirty.add(n)
    const account = accounts.get(n)
    if (account) account.isRead = false
  }

  function listAgain(): void {
    listedTo = 0
    isListed = false
    for (const n of accounts.keys()) makeDirty(n)
  }

  /** Reads so much as takes some milliseconds. True: there is more to do. */
  function step(sql: Sql): boolean {
    if (
      isListed &&
      dirty.size === 0 &&
      unknown.size === 0 &&
      isOrdered &&
      people.isOrdered() &&
      !mustReadApplications
    )
      return false
    version += 1
    if (mustReadApplications) readApplications(sql)
    if (!isListed) {
      listSome(sql)
      return true
    }
    if (unknown.size > 0) lookForUnknown(sql)
    if (dirty.size > 0) {
      ordering = null
      readSome(sql)
      if (dirty.size > 0) return true
    }
    if (!isOrdered) {
      orderAccounts()
      isOrdered = true
    }
    if (people.isOrdered()) {
      people.orderNew()
      return false
    }
    ordering ??= people.orderAll()
    if (ordering()) return true
    ordering = null
    return false
  }

  function readApplications(sql: Sql): void {
    automatic.clear()
    const found = sql.all<{ n: number; environmentId: string }>(
      'select n, environment_id as environmentId from application where auto_assign = 1',
    )
    for (const { n, environmentId } of found) {
      const of = automatic.get(environmentId) ?? new Set()
      automatic.set(environmentId, of.add(n))
    }
    mustReadApplications = false
  }

  function listSome(sql: Sql): void {
    const listed = sql.all<StoredAccount>(
      `${select} where a.n > ? order by a.n limit ?`,
      listedTo,
      accountsAtOnce,
    )
    for (const stored of listed) listAccount(sql, stored)
    listedTo = listed.at(-1)?.n ?? listedTo
    isListed = listed.length < accountsAtOnce
  }

  function lookForUnknown(sql: Sql): void {
    for (const accountId of [...unknown]) {
      unknown.delete(accountId)
      const stored = sql.get<StoredAccount>(`${select} where a.id = ?`, toBytes(accountId))
      if (stored) listAccount(sql, stored)
    }
  }

  function listAccount(sql: Sql, stored: StoredAccount): void {
    const { n, name, environmentId, status } = stored
    const id = toUuid(stored.id) as AccountId
    const before = accounts.get(n)
    // Its number was another account's, which is gone.
    if (before && before.id !== id) numbers.delete(before.id)
    const label =
      stored.tags === null
        ? noLabel
        : decodeLabel({ ...stored, alias: stored.alias ?? '', tags: stored.tags })
    const permissions = permissionsCodec.fromSql(stored.permissions, sql)
    if (before?.name !== name) isOrdered = false
    const blank = { place: 0, block: emptyBlock(), applications: none, automatic: none }
    accounts.set(n, {
      ...(before ?? blank),
      n,
      id,
      name,
      environmentId,
      status,
      colour: label.colour,
      tags: label.tags,
      seesUsers: permissions.includes('users.view'),
      seesApplications: permissions.includes('applications.view'),
      isLoaded: stored.loadedAt !== null,
      isRead: false,
    })
    numbers.set(id, n)
    dirty.add(n)
  }

  function readSome(sql: Sql): void {
    let read = 0
    for (const n of dirty) {
      if (read >= rowsAtOnce) break
      read += 20 + readAccount(sql, n)
      dirty.delete(n)
    }
    rows.tidy(blocks())
  }

  function* blocks(): Generator<Block> {
    for (const { block } of accounts.values()) yield block
  }

  function readAccount(sql: Sql, n: number): number {
    const stored = sql.get<StoredAccount>(`${select} where a.n = ?`, n)
    const before = accounts.get(n)
    if (!stored) {
      if (before) {
        rows.replace(before.block, [])
        numbers.delete(before.id)
        accounts.delete(n)
        isOrdered = false
      }
      return 0
    }
    listAccount(sql, stored)
    const account = accounts.get(n)
    if (!account) return 0
    const isShown = account.seesUsers && account.isLoaded
    const read = isShown ? readAccountRows(sql, n, { people, addresses, sets }) : null
    rows.replace(account.block, read?.rows ?? [])
    account.applications = read?.applications ?? none
    account.automatic = read?.automatic ?? none
    account.isRead = true
    return read?.rows.length ?? 0
  }

  function orderAccounts(): void {
    const folded = [...accounts.values()].map((account) => ({ account, name: fold(account.name) }))
    folded.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.account.n - b.account.n))
    for (const [place, { account }] of folded.entries()) account.place = place
  }

  return {
    touched,
    step,
    accounts,
    numbers,
    people,
    rows,
    addresses,
    sets,
    automatic,
    /** How much there is to look at before everything can be found, and how much of it is done. */
    looked() {
      const of = accounts.size + 1
      const left = dirty.size + unknown.size + (people.isOrdered() && isListed ? 0 : 1)
      return { done: Math.max(0, of - left), of }
    },
    /** Rows can be put in order: those of accounts that were read are found, and the others said to be left. */
    isUsable: () => isListed && isOrdered && people.isOrdered(),
    version: () => version,
  }
}

export type Register = ReturnType<typeof createRegister>

const none: ReadonlySet<number> = new Set()
const accountsAtOnce = 1000
/** Memberships that are read in one go. */
const rowsAtOnce = 1500

const ofAccounts: readonly ReplicaTable[] = ['membership', 'grant', 'accountApplication', 'invitation']
const concerned: readonly ReplicaTable[] = [...ofAccounts, 'account', 'application']

interface StoredAccount {
  n: number
  id: Uint8Array
  name: string
  environmentId: string
  status: string
  permissions: number
  loadedAt: number | null
  alias: string | null
  colour: string | null
  tags: string | null
}

const uuidText = `lower(substr(hex(a.id), 1, 8) || '-' || substr(hex(a.id), 9, 4) || '-' || substr(hex(a.id), 13, 4) || '-' ||
  substr(hex(a.id), 17, 4) || '-' || substr(hex(a.id), 21))`

const select = `select a.n, a.id, a.name, a.environment_id as environmentId, a.status, a.permissions,
    a.loaded_at as loadedAt, l.alias, l.colour, l.tags
  from account a left join account_label l on l.account_id = ${uuidText}`

const permissionsCodec = permissionSet()

const kept = new WeakMap<Sql, Register>()

/** The register of this connection, begun where there is none. */
export function registerOf(sql: Sql): Register {
  const known = kept.get(sql)
  if (known) return known
  const register = createRegister()
  kept.set(sql, register)
  return register
}

/** Writes touched these rows. */
export function registerTouched(sql: Sql, touched: Omit<Touched, 'revision'>): void {
  if (kept.get(sql)?.touched(touched) === 'useless') kept.delete(sql)
}

/** Goes on with a register that somebody has asked for. True: there is more to do. */
export function registerStep(sql: Sql): boolean {
  return kept.get(sql)?.step(sql) ?? false
}
