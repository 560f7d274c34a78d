// TanStack DB: collections in memory with indexes. They keep nothing over a restart, so a team puts what they are
// filled from somewhere: here into IndexedDB with idb-keyval, a record for each account, which a page writes anew for
// those that it touches. Lookups go to the indexes themselves rather than through live queries, which cost more.
import type { AccountApplication, AccountId, Application, Grant, Membership } from '@gatehouse/contract'
import { BasicIndex, createCollection, type Index, type Sync } from '@tanstack/db'
import { createStore, get, getMany, set, setMany, values } from 'idb-keyval'
import { applyTo, emptyContent, loadWorld, type World } from '../by-account.ts'
import {
  type AccountContent,
  openToAll,
  type Peer,
  type StoredAccount,
  searchLimit,
  sumActive,
  whoLimit,
} from '../peer.ts'

const lists = createStore('gatehouse-lists', 'lists')
const contents = createStore('gatehouse-accounts', 'accounts')

function collection<T extends object>(id: string, getKey: (row: T) => string) {
  let handle: Sync<T> | null = null
  const rows = createCollection<T>({
    id,
    getKey,
    startSync: true,
    gcTime: 0,
    sync: {
      sync(given) {
        handle = given
        given.begin()
        given.commit()
        given.markReady()
      },
    },
  })
  return {
    rows,
    index: (of: (row: T) => unknown): Index => rows.createIndex(of, { indexType: BasicIndex }),
    write(changed: Iterable<T>, gone: Iterable<T> = []) {
      handle?.begin()
      for (const value of changed)
        handle?.write({ type: rows.has(getKey(value)) ? 'update' : 'insert', value })
      for (const value of gone) if (rows.has(getKey(value))) handle?.write({ type: 'delete', value })
      handle?.commit()
    },
  }
}

interface Stored {
  id: AccountId
  content: AccountContent
}

const grantKey = (row: Grant) => `${row.membershipId}|${row.applicationId}`
const accounts = collection<StoredAccount>('account', ({ id }) => id)
const applications = collection<Application>('application', ({ id }) => id)
const memberships = collection<Membership>('membership', ({ id }) => id)
const membershipsOfAccount = memberships.index((row) => row.accountId)
const grants = collection<Grant>('grant', grantKey)
const grantsOfAccount = grants.index((row) => row.accountId)
const grantsOfApplication = grants.index((row) => row.applicationId)
const rules = collection<AccountApplication>('rule', (row) => `${row.accountId}|${row.applicationId}`)
const rulesOfAccount = rules.index((row) => row.accountId)
const rulesOfApplication = rules.index((row) => row.applicationId)
/** The other rows of an account are only ever asked for together. */
const others = collection<Stored>('other', ({ id }) => id)

function found<T extends object>(
  from: { rows: { get(key: string): T | undefined } },
  keys: Iterable<string>,
): T[] {
  const rows: T[] = []
  for (const key of keys) {
    const row = from.rows.get(key)
    if (row) rows.push(row)
  }
  return rows
}

function fill(stored: readonly Stored[]): void {
  memberships.write(stored.flatMap(({ content }) => content.memberships))
  grants.write(stored.flatMap(({ content }) => content.grants))
  rules.write(stored.flatMap(({ content }) => content.accountApplications))
  others.write(stored.map(({ id, content }) => ({ id, content: { ...emptyContent(), ...trimmed(content) } })))
}

function trimmed({ invitations, services, activities }: AccountContent) {
  return { invitations, services, activities }
}

export const peer: Peer = {
  async load(lines) {
    const world = await loadWorld(lines)
    await set('accounts', world.accounts, lists)
    await set('applications', world.applications, lists)
    const entries = Object.entries(world.contents) as [AccountId, AccountContent][]
    for (let from = 0; from < entries.length; from += 500) {
      const part = entries.slice(from, from + 500)
      await setMany(
        part.map(([id, content]) => [id, { id, content } satisfies Stored] as const),
        contents,
      )
    }
  },

  async open() {
    const all = (await get<StoredAccount[]>('accounts', lists)) ?? []
    accounts.write(all)
    return all
  },

  async ready() {
    applications.write((await get<Application[]>('applications', lists)) ?? [])
    const all = [...accounts.rows.values()]
    if (all.length <= 1_000) return fill(await values<Stored>(contents))
    for (let from = 0; from < all.length; from += 500) {
      const ids = all.slice(from, from + 500).map(({ id }) => id)
      fill((await getMany<Stored | undefined>(ids, contents)).filter((row) => row !== undefined))
    }
  },

  applications: async () => [...applications.rows.values()],

  async content(accountId) {
    const { invitations, services, activities } = others.rows.get(accountId)?.content ?? emptyContent()
    return {
      memberships: found(memberships, membershipsOfAccount.equalityLookup(accountId)),
      grants: found(grants, grantsOfAccount.equalityLookup(accountId)),
      accountApplications: found(rules, rulesOfAccount.equalityLookup(accountId)),
      invitations,
      services,
      activities,
    }
  },

  async search(text) {
    const wanted = text.toLowerCase()
    const people: Membership[] = []
    for (const row of memberships.rows.values()) {
      if (!row.name.toLowerCase().includes(wanted) && !row.email.includes(wanted)) continue
      people.push(row)
      if (people.length === searchLimit) break
    }
    return people
  },

  async who(wanted) {
    const granted = grantsOfApplication.equalityLookup(wanted.id)
    const own = found(rules, rulesOfApplication.equalityLookup(wanted.id)).filter(
      ({ autoAssign }) => autoAssign,
    )
    const whole = openToAll(wanted, accounts.rows.values(), new Set(own.map(({ accountId }) => accountId)))
    const first: Membership[] = []
    for (const { id } of whole) {
      if (first.length >= whoLimit) break
      first.push(...found(memberships, membershipsOfAccount.equalityLookup(id)))
    }
    for (const key of granted) {
      if (first.length >= whoLimit) break
      const row = memberships.rows.get(key.slice(0, 36))
      if (row) first.push(row)
    }
    return { count: granted.size + sumActive(whole), first: first.slice(0, whoLimit) }
  },

  async apply(page) {
    const ids = new Set(page.changes.flatMap((change) => ('accountId' in change ? [change.accountId] : [])))
    const before = await Promise.all([...ids].map(async (id) => [id, await this.content(id)] as const))
    const world: World = {
      applications: [],
      accounts: [...accounts.rows.values()],
      contents: Object.fromEntries(before),
    }
    const changed = [...applyTo(world, page)]
    const after = changed.map((id): Stored => ({ id, content: world.contents[id] ?? emptyContent() }))
    fill(after)
    for (const [id, { memberships: people, grants: held }] of before) {
      const now = world.contents[id] ?? emptyContent()
      const members = new Set(now.memberships.map((row) => row.id))
      const keys = new Set(now.grants.map(grantKey))
      memberships.write(
        [],
        people.filter((row) => !members.has(row.id)),
      )
      grants.write(
        [],
        held.filter((row) => !keys.has(grantKey(row))),
      )
    }
    accounts.write(world.accounts.filter((row) => accounts.rows.get(row.id) !== row))
    await set('accounts', world.accounts, lists)
    await setMany(
      after.map((row) => [row.id, row] as const),
      contents,
    )
  },
}
