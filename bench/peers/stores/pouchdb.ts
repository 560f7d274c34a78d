// PouchDB on IndexedDB. Its documents advise to use ids as the index, in place of secondary ones that are slow to
// build, so ids begin with what is looked up and every question is a range of ids. Old revisions are not kept. To look
// inside names it reads the people in ranges, as it has no other way.
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
import PouchDB from 'pouchdb-browser'
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

interface Doc {
  _id: string
  row: unknown
}

const create = (name: string) =>
  new PouchDB<Doc>(`gatehouse-${name}`, { auto_compaction: true, revs_limit: 1 })

function databases() {
  return {
    account: create('account'),
    rows: create('rows'),
    membership: create('membership'),
    grant: create('grant'),
  }
}

let to: ReturnType<typeof databases>
let accounts = new Map<AccountId, StoredAccount>()

const ids = {
  membership: (row: { accountId: string; id: string }) => `${row.accountId}/${row.id}`,
  grant: (row: Pick<Grant, 'accountId' | 'applicationId' | 'membershipId'>) =>
    `${row.applicationId}/${row.accountId}/${row.membershipId}`,
  account: ({ name, id }: StoredAccount) => `account/${name}/${id}`,
}

async function range<T>(database: PouchDB<Doc>, start: string, limit?: number): Promise<T[]> {
  const { rows } = await database.allDocs({
    startkey: start,
    endkey: `${start}\uffff`,
    include_docs: true,
    ...(limit ? { limit } : {}),
  })
  return rows.flatMap(({ doc }) => (doc ? [doc.row as T] : []))
}

const docs = <T>(rows: readonly T[], id: (row: T) => string) => rows.map((row) => ({ _id: id(row), row }))

function otherDocs(batches: AccountRows[]): Doc[] {
  const of = <T extends { accountId: string }>(kind: string, rows: readonly T[], id: (row: T) => string) =>
    docs(rows, (row) => `${row.accountId}/${kind}/${id(row)}`)
  return [
    ...of('accountApplication', rowsOf(batches, 'accountApplication'), (row) => row.applicationId),
    ...of('invitation', rowsOf(batches, 'invitation'), ({ id }) => id),
    ...of('service', rowsOf(batches, 'service'), ({ id }) => id),
    ...of('template', rowsOf(batches, 'template'), ({ id }) => id),
    ...of('activity', rowsOf(batches, 'activity'), ({ id }) => id),
  ]
}

/** Puts documents over those of before: a revision has to be named, so they are read first. */
async function overwrite(database: PouchDB<Doc>, wanted: Doc[], gone: string[] = []): Promise<void> {
  const last = new Map(wanted.map((doc) => [doc._id, doc]))
  const keys = [...new Set([...last.keys(), ...gone])]
  if (keys.length === 0) return
  const { rows } = await database.allDocs({ keys })
  const revisions = rows.flatMap(({ key, value, error }) => (error ? [] : [[key, value] as const]))
  const known = new Map(revisions)
  const write: object[] = [...last.values()].map((doc) => {
    const before = known.get(doc._id)
    return before && !before.deleted ? { ...doc, _rev: before.rev } : doc
  })
  for (const id of gone) {
    const before = known.get(id)
    if (before && !before.deleted) write.push({ _id: id, _rev: before.rev, _deleted: true })
  }
  await database.bulkDocs(write)
}

export const peer: Peer = {
  async load(lines) {
    to = databases()
    const target = {
      applications: async (rows: Application[]) =>
        void (await to.account.bulkDocs(docs(rows, ({ id }) => `application/${id}`))),
      accounts: async (rows: StoredAccount[]) => void (await to.account.bulkDocs(docs(rows, ids.account))),
      rows: async (batches: AccountRows[]) => {
        await to.membership.bulkDocs(docs(rowsOf(batches, 'membership'), ids.membership))
        await to.grant.bulkDocs(docs(rowsOf(batches, 'grant'), ids.grant))
        await to.rows.bulkDocs(otherDocs(batches))
      },
    }
    await loadInto(target, lines)
  },

  async open() {
    to = databases()
    const all = await range<StoredAccount>(to.account, 'account/')
    accounts = new Map(all.map((row) => [row.id, row]))
    return all
  },

  ready: async () => {},
  applications: () => range<Application>(to.account, 'application/'),

  async content(accountId) {
    const [memberships, accountApplications, invitations, services, activities] = await Promise.all([
      range<Membership>(to.membership, `${accountId}/`),
      range<AccountApplication>(to.rows, `${accountId}/accountApplication/`),
      range<Invitation>(to.rows, `${accountId}/invitation/`),
      range<Service>(to.rows, `${accountId}/service/`),
      range<Activity>(to.rows, `${accountId}/activity/`),
    ])
    const manual = accountApplications.filter(({ autoAssign }) => !autoAssign)
    const grants = await Promise.all(
      manual.map(({ applicationId }) => range<Grant>(to.grant, `${applicationId}/${accountId}/`)),
    )
    return { memberships, grants: grants.flat(), accountApplications, invitations, services, activities }
  },

  async search(text) {
    const wanted = text.toLowerCase()
    const found: Membership[] = []
    let from = ''
    while (found.length < searchLimit) {
      const { rows } = await to.membership.allDocs({ startkey: from, limit: 5_000, include_docs: true })
      for (const { doc } of rows) {
        const row = doc?.row as Membership
        if (`${row.name}\n${row.email}`.toLowerCase().includes(wanted)) found.push(row)
      }
      const last = rows.at(-1)
      if (rows.length < 5_000 || !last) break
      from = `${last.id}\u0000`
    }
    return found.slice(0, searchLimit)
  },

  async who(wanted) {
    const { rows } = await to.grant.allDocs({ startkey: `${wanted.id}/`, endkey: `${wanted.id}/\uffff` })
    const auto = new Set<AccountId>()
    // Whether an account has a rule of its own is told by its other rows: one key each, all at once.
    const keys = [...accounts.keys()].map((id) => `${id}/accountApplication/${wanted.id}`)
    const rules = await to.rows.allDocs({ keys, include_docs: true })
    for (const { doc } of rules.rows) {
      const row = doc?.row as AccountApplication | undefined
      if (row?.autoAssign) auto.add(row.accountId)
    }
    const whole = openToAll(wanted, accounts.values(), auto)
    const first: Membership[] = []
    for (const { id } of whole) {
      if (first.length >= whoLimit) break
      first.push(...(await range<Membership>(to.membership, `${id}/`, whoLimit)))
    }
    const people = rows.slice(0, whoLimit).map(({ id }) => id.slice(37))
    const named = await to.membership.allDocs({ keys: people, include_docs: true })
    for (const { doc } of named.rows) if (doc) first.push(doc.row as Membership)
    return { count: rows.length + sumActive(whole), first: first.slice(0, whoLimit) }
  },

  async apply(page) {
    const parts = partsOf(page)
    const { puts, deletedMemberships, deletedGrants } = parts
    const rows = rowsOf(puts, 'membership')
    const before = await to.membership.allDocs({ keys: rows.map(ids.membership) })
    const touched = touchedAccounts(accounts, parts, (_, n) => before.rows[n]?.error !== undefined)
    await overwrite(to.membership, docs(rows, ids.membership), deletedMemberships.map(ids.membership))
    await overwrite(to.grant, docs(rowsOf(puts, 'grant'), ids.grant), deletedGrants.map(ids.grant))
    await overwrite(to.rows, otherDocs(puts))
    await overwrite(to.account, docs(touched, ids.account))
    for (const row of touched) accounts.set(row.id, row)
  },
}
