import {
  type AccountApplication,
  type AccountRows,
  type BootstrapLine,
  type Change,
  type ChangesPage,
  type Grant,
  type Intent,
  type Invitation,
  type Membership,
  type MutationId,
  normalizeAddress,
  type Problem,
  predict,
  type ReplicaView,
  type Result,
  type RowChange,
} from '@gatehouse/contract'
import * as w from './world.ts'

/** Keys of rows and their current versions; what changed last, and in which transaction. */
interface Logged {
  transaction: number
  change: RowChange
}

/**
 * The part of a server that a replica can tell: it decides about each change once by its id, numbers its
 * transactions, and lists what changed after a cursor with the rows as they are now.
 */
export function createModelServer() {
  const applications = new Map(w.applications.map((row) => [row.id as string, row]))
  const entries = new Map(w.entries.map((entry) => [entry.account.id as string, entry]))
  const memberships = rowsOf('membership') as Membership[]
  const assigned = new Map(
    (rowsOf('accountApplication') as AccountApplication[]).map((r) => [r.applicationId, r]),
  )
  const grants = new Map((rowsOf('grant') as Grant[]).map((row) => [grantKey(row), row]))
  const invitations = new Map((rowsOf('invitation') as Invitation[]).map((row) => [row.id, row]))
  const decisions = new Map<MutationId, Result<{ transaction: string }, Problem>>()
  const log: Logged[] = []
  let transaction = 100

  const view: ReplicaView = {
    principal: () => w.principal,
    account: (id) => entries.get(id)?.account ?? null,
    access: (id) => entries.get(id)?.access ?? null,
    application: (id) => applications.get(id) ?? null,
    accountApplication: (_, id) => assigned.get(id) ?? null,
    membership: (_, id) => memberships.find((row) => row.id === id) ?? null,
    activeMembershipIds: () => memberships.filter(({ status }) => status === 'active').map(({ id }) => id),
    membershipByEmail: (_, email) =>
      memberships.find((row) => normalizeAddress(row.email) === normalizeAddress(email)) ?? null,
    grant: (accountId, membershipId, applicationId) =>
      grants.get(grantKey({ accountId, membershipId, applicationId })) ?? null,
    grantsOfApplication: (_, id) => [...grants.values()].filter(({ applicationId }) => applicationId === id),
    invitation: (_, id) => invitations.get(id) ?? null,
    pendingInvitation: (_, email, now) =>
      [...invitations.values()].find(
        (row) =>
          normalizeAddress(row.email) === normalizeAddress(email) &&
          row.status === 'pending' &&
          row.expiresAt > now.toISOString(),
      ) ?? null,
  }

  function write(change: RowChange): void {
    log.push({ transaction, change })
    if (change.op === 'put') {
      if (change.entity === 'accountApplication') assigned.set(change.row.applicationId, change.row)
      else if (change.entity === 'grant') grants.set(grantKey(change.row), change.row)
      else invitations.set(change.row.id, change.row)
    } else if (change.entity === 'accountApplication') assigned.delete(change.applicationId)
    else grants.delete(grantKey(change))
  }

  function decide(intent: Intent, at: Date): Result<{ transaction: string }, Problem> {
    const prediction = predict(intent, { view, now: at })
    if (!prediction.ok) return prediction
    transaction += 1
    for (const change of prediction.value) write(change)
    return { ok: true, value: { transaction: String(transaction) } }
  }

  function batches(): AccountRows[] {
    return [
      { entity: 'accountApplication', rows: [...assigned.values()] },
      { entity: 'membership', rows: memberships },
      { entity: 'grant', rows: [...grants.values()] },
      { entity: 'invitation', rows: [...invitations.values()] },
    ]
  }

  function current(change: RowChange): Change {
    const target = change.op === 'put' ? change.row : change
    if ('id' in target) {
      const row = invitations.get(target.id)
      if (row) return w.put({ entity: 'invitation', rows: [row] })
      throw new Error('the model never deletes invitations')
    }
    if ('membershipId' in target) {
      const { membershipId, applicationId } = target
      const row = grants.get(grantKey(target))
      if (row) return w.put({ entity: 'grant', rows: [row] })
      return gone({ entity: 'grant', key: { membershipId, applicationId } })
    }
    const row = assigned.get(target.applicationId)
    if (row) return w.put({ entity: 'accountApplication', rows: [row] })
    return gone({ entity: 'accountApplication', key: { applicationId: target.applicationId } })
  }

  return {
    /** The same id is decided once, however often it comes. */
    send(mutationId: MutationId, intent: Intent, at: Date): Result<{ transaction: string }, Problem> {
      const known = decisions.get(mutationId) ?? decide(intent, at)
      decisions.set(mutationId, known)
      return known
    },
    /** Somebody else changes something. */
    disturb(intent: Intent, at: Date): void {
      decide(intent, at)
    },
    hasDecided: (mutationId: MutationId) => decisions.has(mutationId),
    page(after: string): ChangesPage {
      const seen = Number(after.split('.')[1])
      const changes = log.filter((entry) => entry.transaction > seen).map(({ change }) => current(change))
      return { ...w.page(transaction, changes), coversBelow: String(transaction + 1) }
    },
    bootstrap(): BootstrapLine[] {
      const others = w.bootstrap(w.cursor(transaction)).filter(({ type }) => type !== 'rows')
      const at = others.findIndex(({ type }) => type === 'account')
      return [...others.slice(0, at), ...rowLines(), ...others.slice(at)]
    },
    snapshot(): BootstrapLine[] {
      const entry = entries.get(w.acme)
      if (!entry) throw new Error('the world has no Acme')
      return w.snapshot(entry, batches())
    },
    /** What a replica has to hold once everything is settled. */
    rows: () => ({
      accountApplication: sorted([...assigned.values()]),
      grant: sorted([...grants.values()]),
      invitation: sorted([...invitations.values()]),
    }),
  }

  function rowLines(): BootstrapLine[] {
    return batches().map((batch) => ({ type: 'rows', accountId: w.acme, batch }))
  }
}

export type ModelServer = ReturnType<typeof createModelServer>

function rowsOf(entity: AccountRows['entity']): unknown[] {
  return w.rows.find((batch) => batch.entity === entity)?.rows ?? []
}

function grantKey({ membershipId, applicationId }: Omit<Grant, 'grantedAt'>): string {
  return `${membershipId}/${applicationId}`
}

function gone(target: Extract<Change, { type: 'delete' }>['target']): Change {
  return { type: 'delete', accountId: w.acme, target }
}

/** In an order that depends on the rows alone, however their properties stand. */
export function sorted<T extends object>(rows: T[]): T[] {
  const spelled = (row: T) => JSON.stringify(Object.entries(row).sort())
  return rows.toSorted((a, b) => spelled(a).localeCompare(spelled(b)))
}
