import type { Session, UserId } from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Database, Tx } from '../../db/database.ts'

/** Carries the id of a sign-in that was ended; see session-ends.ts. */
export const sessionChannel = 'gatehouse_session'

export interface SignIn {
  id: string
  /** What the device calls itself. */
  device: string | null
  /** Family of the browser that the sign-in was made in. */
  agent: string | null
  startedAt: Date
  lastSeenAt: Date | null
}

export async function startSession(
  db: Database,
  session: { id: string; userId: UserId; agent: string | null; now: Date },
): Promise<void> {
  const { id, userId, agent, now } = session
  await db
    .insertInto('session')
    .values({ id, user_id: userId, agent, started_at: now, device: null, last_seen_at: null })
    .execute()
}

/** The sign-ins that can still go on by themselves, newest first: those with a refresh token that isn't spent. */
export async function listSessions(db: Database, userId: UserId, now: Date): Promise<SignIn[]> {
  const rows = await db
    .selectFrom('session as s')
    .where('user_id', '=', userId)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('oidc_model as o')
          .whereRef('o.grant_id', '=', 's.id')
          .where('o.kind', '=', 'RefreshToken')
          .where('o.consumed_at', 'is', null)
          .where('o.expires_at', '>', now)
          .select('o.id'),
      ),
    )
    .selectAll('s')
    .orderBy('started_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    device: row.device,
    agent: row.agent,
    startedAt: row.started_at,
    lastSeenAt: row.last_seen_at,
  }))
}

export function toSession({ id, device, startedAt, lastSeenAt }: SignIn, currentId: string | null): Session {
  return {
    id,
    device,
    startedAt: startedAt.toISOString(),
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
    isCurrent: id === currentId,
  }
}

/** Whether there is any sign-in of the user, however old. */
export async function hasSignedIn(db: Database, userId: UserId): Promise<boolean> {
  const row = await db
    .selectFrom('session')
    .where('user_id', '=', userId)
    .select('id')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Ends one sign-in, and what browsers know of the user: the browser that it was made in would give the device another
 * one without asking for the password. False where the user has no such sign-in.
 */
export async function endOwnSession(tx: Tx, userId: UserId, sessionId: string): Promise<boolean> {
  const own = await tx
    .selectFrom('session')
    .where('id', '=', sessionId)
    .where('user_id', '=', userId)
    .select('id')
    .executeTakeFirst()
  if (!own) return false
  await endBrowserSessionsOf(tx, userId)
  return (await endSessions(tx, [sessionId])) > 0
}

/** Ends every sign-in of the user but the one to keep, and what browsers know of them. Answers how many there were. */
export async function endSessionsOf(tx: Tx, userId: UserId, keep: string | null = null): Promise<number> {
  let query = tx.selectFrom('session').where('user_id', '=', userId).select('id')
  if (keep !== null) query = query.where('id', '!=', keep)
  const rows = await query.execute()
  await endBrowserSessionsOf(tx, userId)
  return endSessions(
    tx,
    rows.map(({ id }) => id),
  )
}

/**
 * Ends sign-ins with all their tokens, at once: access tokens are looked up at each request, and open streams hear of
 * it when the transaction commits. The row goes first, as whoever makes a token holds it; so none is made afterwards.
 */
export async function endSessions(tx: Tx, ids: string[]): Promise<number> {
  if (ids.length === 0) return 0
  const ended = await tx.deleteFrom('session').where('id', 'in', ids).returning('id').execute()
  await tx.deleteFrom('oidc_model').where('grant_id', 'in', ids).execute()
  for (const { id } of ended) await sql`select pg_notify(${sessionChannel}, ${id})`.execute(tx)
  return ended.length
}

/**
 * Ends what browsers know of the user, so that each asks for the password again. A sign-in under way goes as well: one
 * whose password was right could be held back and finished later, although that password is no longer good.
 */
export async function endBrowserSessionsOf(tx: Tx, userId: UserId): Promise<void> {
  await tx
    .deleteFrom('oidc_model')
    .where('kind', 'in', ['Session', 'SecurityVisit'])
    .where(sql`payload->>'accountId'`, '=', userId)
    .execute()
  await tx
    .deleteFrom('oidc_model')
    .where('kind', '=', 'Interaction')
    .where((eb) =>
      eb.or(
        [
          sql`payload->'session'`,
          sql`payload->'result'->'login'`,
          sql`payload->'lastSubmission'->'login'`,
        ].map((holder) => eb(sql`${holder}->>'accountId'`, '=', userId)),
      ),
    )
    .execute()
}

/** Removes sign-ins that were never finished, or whose tokens have all expired. */
export async function sweepSessions(db: Database, now: Date): Promise<void> {
  const dayAgo = new Date(now.getTime() - 86_400_000)
  await db
    .deleteFrom('session as s')
    .where('started_at', '<', dayAgo)
    .where((eb) =>
      eb.not(eb.exists(eb.selectFrom('oidc_model as o').whereRef('o.grant_id', '=', 's.id').select('o.id'))),
    )
    .execute()
}

const hourMs = 3_600_000

/** Writes down that a sign-in was used, once an hour and node. */
export function createLastSeen(
  db: Database,
): (id: string, device: string | null, now: Date) => Promise<void> {
  let hour = 0
  let known = new Set<string>()
  return async (id, device, now) => {
    const thisHour = Math.floor(now.getTime() / hourMs)
    if (thisHour !== hour) {
      hour = thisHour
      known = new Set()
    }
    const key = `${id} ${device ?? ''}`
    if (known.has(key)) return
    known.add(key)
    await db
      .updateTable('session')
      .set({ last_seen_at: new Date(thisHour * hourMs), ...(device === null ? {} : { device }) })
      .where('id', '=', id)
      .execute()
  }
}

const browsers = [
  ['Edge', /Edg(?:e|A|iOS)?\//],
  ['Opera', /OPR\//],
  ['Firefox', /Firefox\/|FxiOS\//],
  ['Chrome', /Chrome\/|CriOS\//],
  ['Safari', /Safari\//],
] as const
const systems = [
  ['Android', /Android/],
  ['iOS', /iPhone|iPad/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X|Macintosh/],
  ['Linux', /Linux|X11/],
] as const

/** `Firefox on Linux`; null for what isn't known. No version: that is nobody's business and old by tomorrow. */
export function agentFamily(userAgent: string): string | null {
  const browser = browsers.find(([, pattern]) => pattern.test(userAgent))?.[0]
  const system = systems.find(([, pattern]) => pattern.test(userAgent))?.[0]
  if (!browser) return system ?? null
  return system ? `${browser} on ${system}` : browser
}
