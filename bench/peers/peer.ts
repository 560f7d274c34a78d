import type {
  AccountApplication,
  AccountId,
  AccountRows,
  Activity,
  Application,
  BootstrapLine,
  ChangesPage,
  DirectoryEntry,
  Grant,
  Invitation,
  Membership,
  Service,
} from '@gatehouse/contract'

/** An account as the stores keep it: with its name to sort by, and how many active users it has. */
export interface StoredAccount {
  id: AccountId
  name: string
  entry: DirectoryEntry
  activeUsers: number
}

/** Everything of one account that a dashboard is counted from. */
export interface AccountContent {
  accountApplications: AccountApplication[]
  memberships: Membership[]
  grants: Grant[]
  invitations: Invitation[]
  services: Service[]
  activities: Activity[]
}

export interface Who {
  /** Memberships that can open the application, by any rule or by a grant. */
  count: number
  /** A hundred of them at most, with their names. */
  first: Pick<Membership, 'id' | 'name' | 'email'>[]
}

/**
 * One way to keep the same data, written as a team that knows its tool would. All of them are given the same text of
 * the same bootstrap and pages, keep the same rows and answer the same questions.
 */
export interface Peer {
  /** Into an empty store; everything is kept when it resolves. */
  load(lines: AsyncIterable<BootstrapLine>): Promise<void>
  /** What was kept before, up to the list of all accounts by name. */
  open(): Promise<StoredAccount[]>
  /** What is left to do after the list is there, until every question can be answered. */
  ready(): Promise<void>
  /** All that is counted on a dashboard. */
  content(accountId: AccountId): Promise<AccountContent>
  /** At most twenty people whose name or address has the text. */
  search(text: string): Promise<unknown[]>
  who(application: Application): Promise<Who>
  applications(): Promise<Application[]>
  /** One page; kept when it resolves. */
  apply(page: ChangesPage): Promise<void>
}

export const searchLimit = 20
export const whoLimit = 100
/** Rows that go into a store at once while it is loaded. */
const rowsAtOnce = 5_000

export interface LoadTarget {
  applications(rows: Application[]): Promise<void>
  accounts(rows: StoredAccount[]): Promise<void>
  rows(batches: AccountRows[]): Promise<void>
}

/** Feeds a bootstrap into a store in large steps; the accounts come last, when their active users are counted. */
export async function loadInto(target: LoadTarget, lines: AsyncIterable<BootstrapLine>): Promise<void> {
  const accounts = new Map<AccountId, StoredAccount>()
  let waiting: AccountRows[] = []
  let count = 0
  async function flush(): Promise<void> {
    if (waiting.length > 0) await target.rows(waiting)
    waiting = []
    count = 0
  }
  for await (const line of lines) {
    if (line.type === 'applications') await target.applications(line.rows)
    else if (line.type === 'directory')
      for (const entry of line.rows) accounts.set(entry.account.id, stored(entry))
    else if (line.type === 'rows') {
      const account = accounts.get(line.accountId)
      if (account && line.batch.entity === 'membership') account.activeUsers += countActive(line.batch.rows)
      waiting.push(line.batch)
      count += line.batch.rows.length
      if (count >= rowsAtOnce) await flush()
    }
  }
  await flush()
  await target.accounts([...accounts.values()])
}

export function stored(entry: DirectoryEntry, activeUsers = 0): StoredAccount {
  return { id: entry.account.id, name: entry.account.name, entry, activeUsers }
}

export function countActive(memberships: readonly Membership[]): number {
  return memberships.filter(({ status }) => status === 'active').length
}

/** Rows of one kind out of batches of all kinds. */
export function rowsOf<E extends AccountRows['entity']>(
  batches: readonly AccountRows[],
  entity: E,
): Extract<AccountRows, { entity: E }>['rows'] {
  return batches.flatMap((batch) => (batch.entity === entity ? (batch.rows as never[]) : []))
}

export interface PageParts {
  puts: AccountRows[]
  accounts: DirectoryEntry[]
  deletedMemberships: { accountId: AccountId; id: string }[]
  deletedGrants: Pick<Grant, 'accountId' | 'membershipId' | 'applicationId'>[]
}

/** What a page asks of a store, by kind. */
export function partsOf({ changes }: ChangesPage): PageParts {
  const parts: PageParts = { puts: [], accounts: [], deletedMemberships: [], deletedGrants: [] }
  for (const change of changes) {
    if (change.type === 'put') parts.puts.push(change.batch)
    else if (change.type === 'directory') parts.accounts.push(change.row)
    else if (change.type === 'delete' && change.target.entity === 'membership') {
      parts.deletedMemberships.push({ accountId: change.accountId, id: change.target.key.id })
    } else if (change.type === 'delete' && change.target.entity === 'grant') {
      parts.deletedGrants.push({ accountId: change.accountId, ...change.target.key })
    }
  }
  return parts
}

/** The accounts that a page changes: their own row, or how many active users they have. */
export function touchedAccounts(
  known: ReadonlyMap<AccountId, StoredAccount>,
  { puts, accounts, deletedMemberships }: PageParts,
  isNew: (row: Membership, n: number) => boolean,
): StoredAccount[] {
  const touched = new Map<AccountId, StoredAccount>()
  const count = (id: AccountId, by: number) => {
    const before = touched.get(id) ?? known.get(id)
    if (before) touched.set(id, { ...before, activeUsers: before.activeUsers + by })
  }
  for (const [n, row] of rowsOf(puts, 'membership').entries()) if (isNew(row, n)) count(row.accountId, 1)
  for (const { accountId } of deletedMemberships) count(accountId, -1)
  for (const entry of accounts) {
    const { id } = entry.account
    touched.set(id, stored(entry, (touched.get(id) ?? known.get(id))?.activeUsers))
  }
  return [...touched.values()]
}

/**
 * Active accounts where an application is open to every active user: by the environment's rule, or by one of their
 * own. Grants count only elsewhere.
 */
export function openToAll(
  application: Application,
  accounts: Iterable<StoredAccount>,
  accountAuto: ReadonlySet<AccountId>,
): StoredAccount[] {
  const found: StoredAccount[] = []
  for (const account of accounts) {
    const { status, environmentId } = account.entry.account
    if (status !== 'active') continue
    const byEnvironment = application.autoAssign && environmentId === application.environmentId
    if (byEnvironment || accountAuto.has(account.id)) found.push(account)
  }
  return found
}

export function sumActive(accounts: readonly StoredAccount[]): number {
  return accounts.reduce((sum, { activeUsers }) => sum + activeUsers, 0)
}

/** Words to be found by their beginning, in small letters. */
export function wordsOf({ name, email }: Pick<Membership, 'name' | 'email'>): string[] {
  return [
    ...new Set([...name.toLowerCase().split(/\s+/), ...(email.split('@')[0] ?? '').toLowerCase().split('.')]),
  ]
}
