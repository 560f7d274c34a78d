import {
  type AccountApplication,
  type AccountEntity,
  type AccountRows,
  assertNever,
  type BootstrapLine,
  type Change,
  type ChangesPage,
  type DirectoryEntry,
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
  type Review,
  type RowChange,
  type Service,
  type Template,
} from '@gatehouse/contract'
import { placeOf } from '../outbox/entities.ts'
import * as w from './world.ts'

/** Keys of rows and their current versions; what changed last, and in which transaction. */
interface Logged {
  transaction: number
  change: RowChange
}

interface Rows {
  accountApplication: AccountApplication
  grant: Grant
  invitation: Invitation
  membership: Membership
  review: Review
  service: Service
  template: Template
}
type Entity = keyof Rows

/**
 * The part of a server that a replica can tell: it decides about each change once by its id, numbers its
 * transactions, and lists what changed after a cursor with the rows as they are now.
 */
export function createModelServer() {
  const applications = new Map(w.applications.map((row) => [row.id as string, row]))
  const entries = new Map(w.entries.map((entry) => [entry.account.id as string, entry]))
  const tables: { [E in Entity]: Map<string, Rows[E]> } = {
    accountApplication: keyed('accountApplication'),
    grant: keyed('grant'),
    invitation: keyed('invitation'),
    membership: keyed('membership'),
    review: keyed('review'),
    service: keyed('service'),
    template: keyed('template'),
  }
  const decisions = new Map<MutationId, Result<{ transaction: string }, Problem>>()
  const log: Logged[] = []
  let transaction = 100

  const all = <E extends Entity>(entity: E): Rows[E][] => [...tables[entity].values()]
  const view: ReplicaView = {
    principal: () => w.principal,
    account: (id) => entries.get(id)?.account ?? null,
    access: (id) => entries.get(id)?.access ?? null,
    application: (id) => applications.get(id) ?? null,
    accountApplication: (_, id) => tables.accountApplication.get(id) ?? null,
    membership: (_, id) => tables.membership.get(id) ?? null,
    owner: () => all('membership').find(({ isOwner }) => isOwner) ?? null,
    activeMembershipIds: () =>
      all('membership')
        .filter(({ status }) => status === 'active')
        .map(({ id }) => id),
    membershipByEmail: (_, email) =>
      all('membership').find((row) => normalizeAddress(row.email) === normalizeAddress(email)) ?? null,
    administrator: () => null,
    memberOfUser: (_, userId) => all('membership').find((row) => row.userId === userId) ?? null,
    review: (_, id) => tables.review.get(id) ?? null,
    grant: (_, membershipId, applicationId) => tables.grant.get(`${membershipId}/${applicationId}`) ?? null,
    grantsOfApplication: (_, id) => all('grant').filter(({ applicationId }) => applicationId === id),
    grantsOfMembership: (_, id) => all('grant').filter(({ membershipId }) => membershipId === id),
    invitation: (_, id) => tables.invitation.get(id) ?? null,
    pendingInvitation: (_, email, now) =>
      all('invitation').find(
        (row) =>
          normalizeAddress(row.email) === normalizeAddress(email) &&
          row.status === 'pending' &&
          row.expiresAt > now.toISOString(),
      ) ?? null,
    template: (_, id) => tables.template.get(id) ?? null,
    templates: () => all('template'),
    service: (_, id) => tables.service.get(id) ?? null,
  }

  function write(change: RowChange): void {
    log.push({ transaction, change })
    const { key } = placeOf(change)
    if (change.entity === 'account') {
      if (change.op === 'put') entries.set(key, change.row)
    } else if (change.op === 'put') (tables[change.entity] as Map<string, unknown>).set(key, change.row)
    else tables[change.entity].delete(key)
  }

  function decide(intent: Intent, at: Date): Result<{ transaction: string }, Problem> {
    const prediction = predict(intent, { view, now: at })
    if (!prediction.ok) return prediction
    transaction += 1
    for (const change of prediction.value) write(change)
    return { ok: true, value: { transaction: String(transaction) } }
  }

  function batches(): AccountRows[] {
    return (Object.keys(tables) as Entity[]).map(
      (entity) => ({ entity, rows: all(entity) }) as unknown as AccountRows,
    )
  }

  function current(change: RowChange): Change {
    const { entity, key } = placeOf(change)
    if (entity === 'account') {
      const row = entries.get(key)
      if (!row) throw new Error('the model never removes accounts')
      return { type: 'directory', row }
    }
    const row = tables[entity].get(key)
    if (row) return w.put({ entity, rows: [row] } as unknown as AccountRows)
    return gone(entity, key)
  }

  function entryOf(accountId: string): DirectoryEntry {
    const entry = entries.get(accountId)
    if (!entry) throw new Error('the world has no Acme')
    return entry
  }

  return {
    /** What is agreed is agreed once by its id, however often it comes; of a refusal nothing is kept. */
    send(mutationId: MutationId, intent: Intent, at: Date): Result<{ transaction: string }, Problem> {
      const decided = decisions.get(mutationId)
      if (decided?.ok) return decided
      const decision = decide(intent, at)
      decisions.set(mutationId, decision)
      return decision
    },
    /** Somebody else changes something. */
    disturb(intent: Intent, at: Date): void {
      decide(intent, at)
    },
    hasDecided: (mutationId: MutationId) => decisions.has(mutationId),
    view,
    page(after: string): ChangesPage {
      const seen = Number(after.split('.')[1])
      const changes = log.filter((entry) => entry.transaction > seen).map(({ change }) => current(change))
      return { ...w.page(transaction, changes), coversBelow: String(transaction + 1) }
    },
    bootstrap(): BootstrapLine[] {
      const others = w.bootstrap(w.cursor(transaction)).filter(({ type }) => type !== 'rows')
      const at = others.findIndex(({ type }) => type === 'account')
      const told = others.map(
        (line): BootstrapLine =>
          line.type === 'directory' ? { ...line, rows: [...entries.values()] } : line,
      )
      return [...told.slice(0, at), ...rowLines(), ...told.slice(at)]
    },
    snapshot: (): BootstrapLine[] => w.snapshot(entryOf(w.acme), batches()),
    /** What a replica has to hold once everything is settled. */
    rows: () => ({
      accountApplication: sorted(all('accountApplication')),
      grant: sorted(all('grant')),
      invitation: sorted(all('invitation')),
      membership: sorted(all('membership')),
      service: sorted(all('service')),
      template: sorted(all('template')),
      account: entryOf(w.acme).account,
    }),
  }

  function rowLines(): BootstrapLine[] {
    return batches().map((batch) => ({ type: 'rows', accountId: w.acme, batch }))
  }
}

export type ModelServer = ReturnType<typeof createModelServer>

function keyed<E extends Entity>(entity: E): Map<string, Rows[E]> {
  const rows = (w.rows.find((batch) => batch.entity === entity)?.rows ?? []) as unknown as Rows[E][]
  return new Map(rows.map((row) => [placeOf({ op: 'put', entity, row } as RowChange).key, row]))
}

function gone(entity: AccountEntity, key: string): Change {
  const [first = '', second = ''] = key.split('/')
  return { type: 'delete', accountId: w.acme, target: targetOf(entity, first, second) }
}

type Target = Extract<Change, { type: 'delete' }>['target']

function targetOf(entity: AccountEntity, first: string, second: string): Target {
  switch (entity) {
    case 'accountApplication':
      return { entity, key: { applicationId: first as AccountApplication['applicationId'] } }
    case 'grant':
      return {
        entity,
        key: {
          membershipId: first as Grant['membershipId'],
          applicationId: second as Grant['applicationId'],
        },
      }
    case 'membership':
    case 'invitation':
    case 'service':
    case 'template':
    case 'review':
    case 'activity':
      return { entity, key: { id: first } }
    default:
      return assertNever(entity)
  }
}

/** In an order that depends on the rows alone, however their properties stand. */
export function sorted<T extends object>(rows: T[]): T[] {
  const spelled = (row: T) => JSON.stringify(Object.entries(row).sort())
  return rows.toSorted((a, b) => spelled(a).localeCompare(spelled(b)))
}
