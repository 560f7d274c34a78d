import type {
  AccountId,
  Activity,
  ActivityAction,
  ActivityId,
  EnvironmentId,
  Permission,
  UserId,
} from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { WriteContext } from './context.ts'

/** One line of the change feed: what a reader should look up again. */
export type ChangeInput =
  | { entity: AccountEntityName; accountId: AccountId; key: Record<string, string>; op: 'put' | 'delete' }
  /** How a user may work in an account changed. */
  | { entity: 'access'; accountId: AccountId; userId: UserId }
  /** A user became or ceased to be administrator of an environment. */
  | { entity: 'access'; environmentId: EnvironmentId; userId: UserId }
  | { entity: 'account'; accountId: AccountId }
  /** An account came to an environment or is no more. Told to its administrators; members hear of their access. */
  | {
      entity: 'environmentAccount'
      environmentId: EnvironmentId
      key: { id: AccountId }
      op: 'put' | 'delete'
    }
  | { entity: 'environment'; environmentId: EnvironmentId }
  /** Who administers an environment, or their names: told to whoever sees users there. */
  | { entity: 'administrators'; environmentId: EnvironmentId }
  | { entity: 'application'; environmentId: EnvironmentId; applicationId: string; op: 'put' | 'delete' }
  | { entity: 'principal'; userId: UserId }
  /** Invitations to this user changed. */
  | { entity: 'myInvitations'; userId: UserId }

type AccountEntityName =
  | 'accountApplication'
  | 'membership'
  | 'grant'
  | 'invitation'
  | 'review'
  | 'service'
  | 'template'
  | 'activity'

export interface ActivityInput {
  action: ActivityAction
  targetKind: Activity['targetKind']
  targetId: string
  targetName: string
  before?: Activity['before']
  after?: Activity['after']
  /** In an account, what has to be held to see it, besides the permission to see activity. Default: nothing. */
  permissions?: Permission[]
}

/**
 * Who did it, when and on what. What happens by itself has no principal's id; see `byItself`.
 */
export type Recorder = Pick<WriteContext, 'tx' | 'now' | 'random' | 'device' | 'mutationId'> & {
  principal: { userId: UserId | null; name: string }
}

/** Records what happens by itself, such as an end that comes: nobody did it, whoever's request found it out. */
export function byItself({ tx, now, random }: Pick<Recorder, 'tx' | 'now' | 'random'>): Recorder {
  return { tx, now, random, principal: { userId: null, name: 'Gatehouse' }, device: null, mutationId: null }
}

export const changeChannel = 'gatehouse_change'
/** In place of the targets of a change that concerns too many to be listed. */
export const everybody = '*'

/**
 * Writes down what a transaction did, for replicas and for people: a change row for everything that replicas hold,
 * an activity row for each action, and a notification that leaves when the transaction commits.
 */
export async function record(
  write: Recorder,
  accountId: AccountId,
  changes: ChangeInput[],
  activities: ActivityInput[] = [],
): Promise<void> {
  const { tx, now } = write
  const rows = activities.map((activity) => accountRow(write, accountId, activity))
  for (const part of chunks(rows, 1000)) await tx.insertInto('activity').values(part).execute()
  await recordChanges(tx, now, [
    ...changes,
    ...rows.map(({ id }) => ({ entity: 'activity', accountId, key: { id }, op: 'put' }) as const),
  ])
}

/**
 * The same for what is done to an environment: its applications, its administrators, its accounts as a whole. Members
 * of an account never see these activities; `accountId` names the account that one was done to.
 */
export async function recordInEnvironment(
  write: Recorder,
  environmentId: EnvironmentId,
  changes: ChangeInput[],
  activities: (ActivityInput & { accountId?: AccountId })[] = [],
): Promise<void> {
  const { tx, now } = write
  const rows = activities.map((activity) => ({
    ...activityRow(write, activity),
    environment_id: environmentId,
    account_id: activity.accountId ?? null,
  }))
  for (const part of chunks(rows, 1000)) await tx.insertInto('environment_activity').values(part).execute()
  await recordChanges(tx, now, changes)
}

/** An activity in each of many accounts, as one action on their environment has them. */
export async function recordInAccounts(
  write: Recorder,
  activities: (ActivityInput & { accountId: AccountId })[],
): Promise<void> {
  const { tx, now } = write
  const rows = activities.map((activity) => accountRow(write, activity.accountId, activity))
  for (const part of chunks(rows, 1000)) await tx.insertInto('activity').values(part).execute()
  await recordChanges(
    tx,
    now,
    rows.map(
      ({ id, account_id }) =>
        ({ entity: 'activity', accountId: account_id, key: { id }, op: 'put' }) as const,
    ),
  )
}

function accountRow(write: Recorder, accountId: AccountId, activity: ActivityInput) {
  return {
    ...activityRow(write, activity),
    account_id: accountId,
    permissions: activity.permissions ?? [],
  }
}

function activityRow({ now, random, principal, device, mutationId }: Recorder, activity: ActivityInput) {
  return {
    id: random.id(now) as ActivityId,
    actor_id: principal.userId,
    actor_name: principal.name,
    action: activity.action,
    target_kind: activity.targetKind,
    target_id: activity.targetId,
    target_name: activity.targetName,
    before: activity.before ? JSON.stringify(activity.before) : null,
    after: activity.after ? JSON.stringify(activity.after) : null,
    at: now,
    device,
    mutation_id: mutationId,
  }
}

/** The feed's part of `record` alone, for what isn't anybody's action in an account. */
export async function recordChanges(tx: Tx, now: Date, changes: ChangeInput[]): Promise<void> {
  const rows = changes.map((change) => ({
    environment_id: 'environmentId' in change ? change.environmentId : null,
    account_id: 'accountId' in change ? change.accountId : null,
    user_id: 'userId' in change ? change.userId : null,
    entity: change.entity,
    key: JSON.stringify(keyOf(change)),
    op: change.entity === 'access' ? ('access' as const) : 'op' in change ? change.op : ('put' as const),
    at: now,
  }))
  // PostgreSQL takes at most 65,535 parameters in a statement.
  for (const part of chunks(rows, 1000)) await tx.insertInto('change').values(part).execute()
  if (rows.length > 0) await notify(tx, targetsOf(rows))
}

/** For change rows that a statement of its own has written. */
export async function notifyAccounts(tx: Tx, accountIds: readonly AccountId[]): Promise<void> {
  if (accountIds.length > 0)
    await notify(
      tx,
      [...new Set(accountIds)].map((id) => `a:${id}`),
    )
}

/** The name, address or verification of a user changed: their own session shows it, and every account they are in. */
export async function recordUserChange(tx: Tx, now: Date, userId: UserId): Promise<void> {
  const memberships = await tx
    .selectFrom('membership')
    .where('user_id', '=', userId)
    .select(['id', 'account_id'])
    .execute()
  const environments = await tx
    .selectFrom('environment_administrator')
    .where('user_id', '=', userId)
    .select('environment_id')
    .execute()
  await recordChanges(tx, now, [
    { entity: 'principal', userId },
    // A newly verified address may have invitations waiting.
    { entity: 'myInvitations', userId },
    ...environments.map((row) => ({ entity: 'administrators', environmentId: row.environment_id }) as const),
    ...memberships.map(
      ({ id, account_id }) =>
        ({ entity: 'membership', accountId: account_id, key: { id }, op: 'put' }) as const,
    ),
  ])
}

function keyOf(change: ChangeInput): Record<string, string> {
  if ('key' in change) return change.key
  if (change.entity === 'application') return { id: change.applicationId }
  return {}
}

interface Row {
  environment_id: EnvironmentId | null
  account_id: AccountId | null
  user_id: UserId | null
}

/** Whom a change concerns, as words of a notification: `a:` account, `u:` user, `e:` environment. */
export function targetsOf(rows: Row[]): string[] {
  const targets = new Set<string>()
  for (const row of rows) {
    if (row.user_id) targets.add(`u:${row.user_id}`)
    else if (row.account_id) targets.add(`a:${row.account_id}`)
    else if (row.environment_id) targets.add(`e:${row.environment_id}`)
  }
  return [...targets]
}

// A notification holds at most 8,000 bytes.
const maxTargets = 150

async function notify(tx: Tx, targets: string[]): Promise<void> {
  const words = targets.length > maxTargets ? everybody : targets.join(' ')
  await sql`select pg_notify(${changeChannel}, pg_current_xact_id()::text || ' ' || ${words}::text)`.execute(
    tx,
  )
}

function chunks<T>(items: T[], size: number): T[][] {
  const parts: T[][] = []
  for (let start = 0; start < items.length; start += size) parts.push(items.slice(start, start + size))
  return parts
}
