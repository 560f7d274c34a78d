import type {
  Application,
  BootstrapLine,
  Change,
  Cursor,
  DirectoryEntry,
  Environment,
  Principal,
} from '@gatehouse/contract'
import type { TestClient } from './client.ts'
import { settled, startOf } from './feed.ts'
import type { World } from './world.ts'

/** Everything that a replica is sent, kept as one would keep it: rows by name. */
export interface Copy {
  /** Pulls to the end and fetches what the pages say is to be fetched. */
  pull(): Promise<Change[]>
  /** Every row, as one that begins now would have it too. */
  rows(): Record<string, unknown>
}

type Rows = Map<string, unknown>

/** A copy made by a bootstrap. */
export async function createCopy(world: World, client: TestClient): Promise<Copy> {
  await settled(world)
  const lines = await client.bootstrap()
  const rows: Rows = new Map()
  for (const line of lines) applyLine(rows, line)
  let cursor: Cursor = startOf(lines).cursor
  await readInvitations()

  // Of invitations to its user a copy is told no more than that they are to be asked for again.
  async function readInvitations(): Promise<void> {
    const { items } = await client.get('me.invitations', {})
    for (const name of rows.keys()) if (name.startsWith('invited ')) rows.delete(name)
    for (const row of items) rows.set(`invited ${row.invitationId}`, row)
  }

  async function pages(): Promise<Change[]> {
    const changes: Change[] = []
    for (let more = true; more; ) {
      const page = await client.get('sync.changes', { query: { cursor } })
      changes.push(...page.changes)
      cursor = page.cursor
      more = page.more
    }
    return changes
  }

  return {
    async pull() {
      await settled(world)
      const changes = await pages()
      for (const change of changes) applyChange(rows, change)
      for (const change of changes) {
        if (change.type !== 'snapshot') continue
        const lines = await client.snapshot(change.accountId)
        for (const name of rows.keys()) if (name.startsWith(`row ${change.accountId}`)) rows.delete(name)
        for (const line of lines) applyLine(rows, line)
      }
      forgetEnvironments(rows)
      if (changes.some(({ type }) => type === 'myInvitations')) await readInvitations()
      return changes
    },
    rows: () => Object.fromEntries([...rows].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  }
}

function applyLine(rows: Rows, line: BootstrapLine): void {
  switch (line.type) {
    case 'principal':
      rows.set('principal', line.row)
      break
    case 'environments':
      for (const row of line.rows) rows.set(`environment ${row.id}`, row)
      break
    case 'applications':
      for (const row of line.rows) rows.set(`application ${row.id}`, row)
      break
    case 'administrators':
      rows.set(`administrators ${line.environmentId}`, line.rows)
      break
    case 'directory':
      for (const row of line.rows) rows.set(`entry ${row.account.id}`, row)
      break
    case 'rows':
      for (const row of line.batch.rows) rows.set(nameOf(line.accountId, line.batch.entity, row), row)
      break
    default:
      break
  }
}

function applyChange(rows: Rows, change: Change): void {
  switch (change.type) {
    case 'put':
      for (const row of change.batch.rows) {
        rows.set(nameOf(change.accountId, change.batch.entity, row), row)
      }
      break
    case 'delete':
      rows.delete(nameOf(change.accountId, change.target.entity, change.target.key))
      break
    case 'directory':
      rows.set(`entry ${change.row.account.id}`, change.row)
      break
    case 'purge':
      rows.delete(`entry ${change.accountId}`)
      for (const name of rows.keys()) if (name.startsWith(`row ${change.accountId}`)) rows.delete(name)
      break
    case 'environment':
      rows.set(`environment ${change.row.id}`, change.row)
      break
    case 'application':
      rows.set(`application ${change.row.id}`, change.row)
      break
    case 'applicationDeleted':
      rows.delete(`application ${change.applicationId}`)
      break
    case 'principal':
      rows.set('principal', change.row)
      break
    case 'administrators':
      if (change.rows) rows.set(`administrators ${change.environmentId}`, change.rows)
      else rows.delete(`administrators ${change.environmentId}`)
      break
    default:
      break
  }
}

/** As a replica does: with the last account there gone, an environment is nothing to know of any more. */
function forgetEnvironments(rows: Rows): void {
  const { administers } = rows.get('principal') as Principal
  const known = new Set<string>(administers)
  for (const [name, row] of rows) {
    if (name.startsWith('entry ')) known.add((row as DirectoryEntry).account.environmentId)
  }
  for (const [name, row] of rows) {
    const isForeign =
      (name.startsWith('environment ') && !known.has((row as Environment).id)) ||
      (name.startsWith('application ') && !known.has((row as Application).environmentId)) ||
      (name.startsWith('administrators ') && !known.has(name.replace('administrators ', '')))
    if (isForeign) rows.delete(name)
  }
}

function nameOf(accountId: string, entity: string, row: object): string {
  const { id, membershipId, applicationId } = row as Record<string, string | undefined>
  return ['row', accountId, entity, id ?? [membershipId, applicationId].filter(Boolean).join('/')].join(' ')
}
