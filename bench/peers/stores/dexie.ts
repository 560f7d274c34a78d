// Dexie on IndexedDB: a table for each kind, an index for each question, large transactions with relaxed durability.
// People are found by the beginning of any word of their name or address (a multi-entry index): IndexedDB can't look
// for a text inside another, so this answers a smaller question than the replica's search does.
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
import { Dexie } from 'dexie'
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
  wordsOf,
} from '../peer.ts'

const database = new Dexie('gatehouse', { chromeTransactionDurability: 'relaxed' })
database.version(1).stores({
  account: 'id,name',
  application: 'id',
  membership: 'id,accountId,*words',
  grant: '[membershipId+applicationId],accountId,applicationId',
  accountApplication: '[accountId+applicationId],applicationId',
  invitation: 'id,accountId',
  service: 'id,accountId',
  template: 'id,accountId',
  activity: 'id,accountId',
})
const account = database.table<StoredAccount>('account')
const application = database.table<Application>('application')
const membership = database.table<Membership & { words: string[] }>('membership')
const grant = database.table<Grant>('grant')
const accountApplication = database.table<AccountApplication>('accountApplication')
const invitation = database.table<Invitation>('invitation')
const service = database.table<Service>('service')
const template = database.table<object>('template')
const activity = database.table<Activity>('activity')
const ofAccounts = [membership, grant, accountApplication, invitation, service, template, activity]

/** The accounts, which are few enough to be held. */
let accounts = new Map<AccountId, StoredAccount>()

function withWords(row: Membership) {
  return { ...row, words: wordsOf(row) }
}

async function put(batches: AccountRows[]): Promise<void> {
  await Promise.all([
    membership.bulkPut(rowsOf(batches, 'membership').map(withWords)),
    grant.bulkPut(rowsOf(batches, 'grant')),
    accountApplication.bulkPut(rowsOf(batches, 'accountApplication')),
    invitation.bulkPut(rowsOf(batches, 'invitation')),
    service.bulkPut(rowsOf(batches, 'service')),
    template.bulkPut(rowsOf(batches, 'template')),
    activity.bulkPut(rowsOf(batches, 'activity')),
  ])
}

export const peer: Peer = {
  async load(lines) {
    await database.open()
    const target = {
      applications: async (rows: Application[]) => void (await application.bulkPut(rows)),
      accounts: async (rows: StoredAccount[]) => void (await account.bulkPut(rows)),
      rows: (batches: AccountRows[]) => database.transaction('rw', ofAccounts, () => put(batches)),
    }
    await loadInto(target, lines)
  },

  async open() {
    await database.open()
    const all = await account.orderBy('name').toArray()
    accounts = new Map(all.map((row) => [row.id, row]))
    return all
  },

  ready: async () => {},
  applications: () => application.toArray(),

  content: (accountId) =>
    database.transaction('r', ofAccounts, async () => {
      const [memberships, grants, accountApplications, invitations, services, activities] = await Promise.all(
        [
          membership.where('accountId').equals(accountId).toArray(),
          grant.where('accountId').equals(accountId).toArray(),
          accountApplication
            .where('[accountId+applicationId]')
            .between([accountId, ''], [accountId, '\uffff'])
            .toArray(),
          invitation.where('accountId').equals(accountId).toArray(),
          service.where('accountId').equals(accountId).toArray(),
          activity.where('accountId').equals(accountId).toArray(),
        ],
      )
      return { memberships, grants, accountApplications, invitations, services, activities }
    }),

  search: (text) =>
    membership.where('words').startsWith(text.toLowerCase()).distinct().limit(searchLimit).toArray(),

  who: (wanted) =>
    database.transaction('r', ofAccounts, async () => {
      const granted = grant.where('applicationId').equals(wanted.id)
      const [byGrant, rules, firstGrants] = await Promise.all([
        granted.count(),
        accountApplication.where('applicationId').equals(wanted.id).toArray(),
        grant.where('applicationId').equals(wanted.id).limit(whoLimit).toArray(),
      ])
      const auto = new Set(rules.filter(({ autoAssign }) => autoAssign).map(({ accountId }) => accountId))
      const whole = openToAll(wanted, accounts.values(), auto)
      const first: Membership[] = []
      for (const { id } of whole) {
        if (first.length >= whoLimit) break
        first.push(...(await membership.where('accountId').equals(id).limit(whoLimit).toArray()))
      }
      const people = await membership.bulkGet(firstGrants.map(({ membershipId }) => membershipId))
      first.push(...people.filter((row) => row !== undefined))
      return { count: byGrant + sumActive(whole), first: first.slice(0, whoLimit) }
    }),

  apply: (page) =>
    database.transaction('rw', [account, ...ofAccounts], async () => {
      const parts = partsOf(page)
      const { puts, deletedMemberships, deletedGrants } = parts
      const rows = rowsOf(puts, 'membership')
      const before = await membership.bulkGet(rows.map(({ id }) => id))
      const touched = touchedAccounts(accounts, parts, (_, n) => !before[n])
      await put(puts)
      await Promise.all([
        membership.bulkDelete(deletedMemberships.map(({ id }) => id)),
        grant.bulkDelete(deletedGrants.map((row) => [row.membershipId, row.applicationId])),
        account.bulkPut(touched),
      ])
      for (const row of touched) accounts.set(row.id, row)
    }),
}
