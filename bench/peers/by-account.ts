import type {
  AccountId,
  AccountRows,
  Application,
  BootstrapLine,
  ChangesPage,
  Membership,
} from '@gatehouse/contract'
import {
  type AccountContent,
  loadInto,
  openToAll,
  partsOf,
  type StoredAccount,
  searchLimit,
  sumActive,
  touchedAccounts,
  type Who,
  whoLimit,
} from './peer.ts'

/**
 * The whole world as plain objects, each account's rows together: what a team has in memory that keeps its data in one
 * blob or file.
 */
export interface World {
  applications: Application[]
  accounts: StoredAccount[]
  contents: Record<AccountId, AccountContent>
}

export function emptyContent(): AccountContent {
  return {
    accountApplications: [],
    memberships: [],
    grants: [],
    invitations: [],
    services: [],
    activities: [],
  }
}

export async function loadWorld(lines: AsyncIterable<BootstrapLine>): Promise<World> {
  const world: World = { applications: [], accounts: [], contents: {} }
  await loadInto(
    {
      applications: async (rows) => void world.applications.push(...rows),
      accounts: async (rows) => {
        world.accounts = rows.sort(byName)
      },
      rows: async (batches) => {
        for (const batch of batches) {
          const accountId = batch.rows[0]?.accountId
          if (!accountId) continue
          world.contents[accountId] ??= emptyContent()
          append(world.contents[accountId], batch)
        }
      },
    },
    lines,
  )
  return world
}

const byName = (a: StoredAccount, b: StoredAccount) => (a.name < b.name ? -1 : 1)

function append(content: AccountContent, batch: AccountRows): void {
  if (batch.entity === 'membership') content.memberships.push(...batch.rows)
  else if (batch.entity === 'grant') content.grants.push(...batch.rows)
  else if (batch.entity === 'accountApplication') content.accountApplications.push(...batch.rows)
  else if (batch.entity === 'invitation') content.invitations.push(...batch.rows)
  else if (batch.entity === 'service') content.services.push(...batch.rows)
  else if (batch.entity === 'activity') content.activities.push(...batch.rows)
}

/** People with their texts in small letters, made once so that a search only has to look through them. */
export function searchTexts(contents: Iterable<AccountContent>): { text: string; row: Membership }[] {
  const texts: { text: string; row: Membership }[] = []
  for (const { memberships } of contents) {
    for (const row of memberships) texts.push({ text: `${row.name}\n${row.email}`.toLowerCase(), row })
  }
  return texts
}

export function searchIn(texts: readonly { text: string; row: Membership }[], wanted: string): Membership[] {
  const text = wanted.toLowerCase()
  const found: Membership[] = []
  for (const candidate of texts) {
    if (!candidate.text.includes(text)) continue
    found.push(candidate.row)
    if (found.length === searchLimit) break
  }
  return found
}

export function whoIn(world: World, wanted: Application): Who {
  const auto = new Set<AccountId>()
  const granted: string[] = []
  const first: Membership[] = []
  for (const [id, { accountApplications, grants, memberships }] of Object.entries(world.contents)) {
    const rule = accountApplications.find(({ applicationId }) => applicationId === wanted.id)
    if (!rule) continue
    if (rule.autoAssign) auto.add(id as AccountId)
    for (const { applicationId, membershipId } of grants) {
      if (applicationId !== wanted.id) continue
      granted.push(membershipId)
      const row =
        first.length < whoLimit ? memberships.find((member) => member.id === membershipId) : undefined
      if (row) first.push(row)
    }
  }
  const whole = openToAll(wanted, world.accounts, auto)
  for (const { id } of whole) {
    if (first.length >= whoLimit) break
    first.push(...(world.contents[id]?.memberships ?? []))
  }
  return { count: granted.length + sumActive(whole), first: first.slice(0, whoLimit) }
}

/** Answers the accounts whose rows changed. Objects are replaced, never changed, as such stores expect. */
export function applyTo(world: World, page: ChangesPage): Set<AccountId> {
  const parts = partsOf(page)
  const changed = new Set<AccountId>()
  const content = (id: AccountId): AccountContent => {
    if (!changed.has(id)) world.contents[id] = { ...(world.contents[id] ?? emptyContent()) }
    changed.add(id)
    return world.contents[id] ?? emptyContent()
  }
  const known = new Set<string>()
  for (const batch of parts.puts) {
    const first = batch.rows[0]
    if (!first) continue
    const of = content(first.accountId)
    if (batch.entity === 'membership') {
      const ids = new Set(batch.rows.map(({ id }) => id))
      for (const { id } of of.memberships) if (ids.has(id)) known.add(id)
      of.memberships = [...of.memberships.filter(({ id }) => !ids.has(id)), ...batch.rows]
    } else if (batch.entity === 'grant') {
      const keys = new Set(batch.rows.map((row) => `${row.membershipId}${row.applicationId}`))
      const others = of.grants.filter((row) => !keys.has(`${row.membershipId}${row.applicationId}`))
      of.grants = [...others, ...batch.rows]
    } else append(of, batch)
  }
  const touched = touchedAccounts(
    new Map(world.accounts.map((row) => [row.id, row])),
    parts,
    ({ id }) => !known.has(id),
  )
  for (const { accountId, id } of parts.deletedMemberships) {
    const of = content(accountId)
    of.memberships = of.memberships.filter((row) => row.id !== id)
  }
  for (const { accountId, membershipId, applicationId } of parts.deletedGrants) {
    const of = content(accountId)
    of.grants = of.grants.filter(
      (row) => row.membershipId !== membershipId || row.applicationId !== applicationId,
    )
  }
  const rows = new Map(touched.map((row) => [row.id, row]))
  world.accounts = world.accounts.map((row) => rows.get(row.id) ?? row)
  return changed
}
