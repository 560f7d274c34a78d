// RxDB on its Dexie storage, the one for IndexedDB that is free: a collection for each kind with the indexes that the
// questions need, nothing but what is stored checked. Without an index for words it looks for people by a regular
// expression, as its documents say.
import type {
  AccountApplication,
  AccountId,
  AccountRows,
  Activity,
  Application,
  Grant,
  Invitation,
  Membership,
  Service,
} from '@gatehouse/contract'
import { createRxDatabase, type RxCollection } from 'rxdb/plugins/core'
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie'
import {
  loadInto,
  openToAll,
  type Peer,
  partsOf,
  rowsOf,
  type StoredAccount,
  searchLimit,
  sumActive,
  touchedAccounts,
  whoLimit,
} from '../peer.ts'

const uuid = { type: 'string', maxLength: 36 }

function schema(key: readonly string[], indexes: readonly string[], extra: Record<string, unknown> = {}) {
  const composed = key.length > 1
  const indexed = Object.fromEntries([...key, ...indexes].map((name) => [name, uuid]))
  return {
    schema: {
      version: 0,
      type: 'object',
      primaryKey: composed ? { key: 'key', fields: key, separator: '|' } : key[0],
      properties: { ...(composed ? { key: { type: 'string', maxLength: 80 } } : {}), ...indexed, ...extra },
      required: [...new Set([...(composed ? ['key'] : []), ...key, ...indexes, ...Object.keys(extra)])],
      indexes,
      additionalProperties: true,
    },
  }
}

interface Collections {
  account: RxCollection<StoredAccount>
  application: RxCollection<Application>
  membership: RxCollection<Membership>
  grant: RxCollection<Grant>
  accountapplication: RxCollection<AccountApplication>
  invitation: RxCollection<Invitation>
  service: RxCollection<Service>
  template: RxCollection<object>
  activity: RxCollection<Activity>
}

async function openCollections(): Promise<Collections> {
  const database = await createRxDatabase({
    name: 'gatehouse',
    storage: getRxStorageDexie(),
    multiInstance: false,
    eventReduce: false,
  })
  const name = { type: 'string', maxLength: 200 }
  const properties = (...names: string[]) => Object.fromEntries(names.map((property) => [property, {}]))
  await database.addCollections({
    account: {
      schema: {
        ...schema(['id'], []).schema,
        indexes: ['name'],
        properties: { id: uuid, name, ...properties('entry', 'activeUsers') },
        required: ['id', 'name'],
      },
    },
    application: schema(['id'], []),
    membership: schema(['id'], ['accountId'], { name, email: { type: 'string' } }),
    grant: schema(['membershipId', 'applicationId'], ['accountId', 'applicationId']),
    accountapplication: schema(['accountId', 'applicationId'], ['accountId', 'applicationId']),
    invitation: schema(['id'], ['accountId']),
    service: schema(['id'], ['accountId']),
    template: schema(['id'], ['accountId']),
    activity: schema(['id'], ['accountId']),
  })
  return database.collections as unknown as Collections
}

let to: Collections
let accounts = new Map<AccountId, StoredAccount>()

async function all<T>(collection: RxCollection<T>, selector: object, limit?: number): Promise<T[]> {
  const found = await collection.find({ selector, ...(limit ? { limit } : {}) }).exec()
  return found.map((document) => document.toJSON())
}

async function put(batches: AccountRows[], how: 'bulkInsert' | 'bulkUpsert'): Promise<void> {
  await to.membership[how](rowsOf(batches, 'membership'))
  await to.grant[how](rowsOf(batches, 'grant'))
  await to.accountapplication[how](rowsOf(batches, 'accountApplication'))
  await to.invitation[how](rowsOf(batches, 'invitation'))
  await to.service[how](rowsOf(batches, 'service'))
  await to.template[how](rowsOf(batches, 'template'))
  await to.activity[how](rowsOf(batches, 'activity'))
}

export const peer: Peer = {
  async load(lines) {
    to = await openCollections()
    const target = {
      applications: async (rows: Application[]) => void (await to.application.bulkInsert(rows)),
      accounts: async (rows: StoredAccount[]) => void (await to.account.bulkInsert(rows)),
      rows: (batches: AccountRows[]) => put(batches, 'bulkInsert'),
    }
    await loadInto(target, lines)
  },

  async open() {
    to = await openCollections()
    const found = await to.account.find({ selector: {}, sort: [{ name: 'asc' }] }).exec()
    const rows = found.map((document) => document.toJSON())
    accounts = new Map(rows.map((row) => [row.id, row]))
    return rows
  },

  ready: async () => {},
  applications: () => all(to.application, {}),

  async content(accountId) {
    const [memberships, grants, accountApplications, invitations, services, activities] = await Promise.all([
      all(to.membership, { accountId }),
      all(to.grant, { accountId }),
      all(to.accountapplication, { accountId }),
      all(to.invitation, { accountId }),
      all(to.service, { accountId }),
      all(to.activity, { accountId }),
    ])
    return { memberships, grants, accountApplications, invitations, services, activities }
  },

  search(text) {
    const found = { $regex: text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), $options: 'i' }
    return all(to.membership, { $or: [{ name: found }, { email: found }] }, searchLimit)
  },

  async who(wanted) {
    const applicationId = wanted.id
    const [byGrant, rules, firstGrants] = await Promise.all([
      to.grant.count({ selector: { applicationId } }).exec(),
      all(to.accountapplication, { applicationId }),
      all(to.grant, { applicationId }, whoLimit),
    ])
    const auto = new Set(rules.filter(({ autoAssign }) => autoAssign).map(({ accountId }) => accountId))
    const whole = openToAll(wanted, accounts.values(), auto)
    const first: Membership[] = []
    for (const { id } of whole) {
      if (first.length >= whoLimit) break
      first.push(...(await all(to.membership, { accountId: id }, whoLimit)))
    }
    const people = await to.membership.findByIds(firstGrants.map(({ membershipId }) => membershipId)).exec()
    for (const document of people.values()) first.push(document.toJSON())
    return { count: byGrant + sumActive(whole), first: first.slice(0, whoLimit) }
  },

  async apply(page) {
    const parts = partsOf(page)
    const { puts, deletedMemberships, deletedGrants } = parts
    const rows = rowsOf(puts, 'membership')
    const before = await to.membership.findByIds(rows.map(({ id }) => id)).exec()
    const touched = touchedAccounts(accounts, parts, ({ id }) => !before.has(id))
    await put(puts, 'bulkUpsert')
    await to.membership.bulkRemove(deletedMemberships.map(({ id }) => id))
    await to.grant.bulkRemove(deletedGrants.map((row) => `${row.membershipId}|${row.applicationId}`))
    await to.account.bulkUpsert(touched)
    for (const row of touched) accounts.set(row.id, row)
  },
}
