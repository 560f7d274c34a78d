import { emailSchema, normalizeAddress, type UserId, userIdSchema } from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Clock, Randomness } from '../../clock.ts'
import type { Database, Tx } from '../../db/database.ts'
import { findLoginByEmail, markVerified } from '../users.ts'
import type { TokenClaims } from './access-tokens.ts'

export interface UserLinksDeps {
  db: Database
  clock: Clock
  random: Randomness
  issuer: string
}

/** The user that a subject of the issuer was linked to. */
export async function findLinked({ db, issuer }: UserLinksDeps, subject: string): Promise<UserId | null> {
  const row = await db
    .selectFrom('user_identity')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .select('user_id')
    .executeTakeFirst()
  return row?.user_id ?? null
}

/**
 * At the first contact: the user with the address that the issuer has verified, or a new one. Null without such an
 * address, and where the address is of a user whom the issuer knows under another subject: it was given to somebody
 * else there, who is not to have what the former holder had.
 */
export async function linkUser(deps: UserLinksDeps, claims: TokenClaims): Promise<UserId | null> {
  const email = emailSchema.safeParse(claims.email)
  if (!email.success || !claims.isEmailVerified) return null
  return deps.db.transaction().execute(async (tx) => {
    // Requests of a new user come several at a time.
    const lock = `address:${normalizeAddress(email.data)}`
    await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(tx)
    const linked = await findLinked({ ...deps, db: tx }, claims.subject)
    if (linked) return linked
    const login = await findLoginByEmail(tx, email.data)
    if (login && (await isLinked(tx, deps.issuer, login.id))) return null
    const userId = login?.id ?? (await createUser(tx, deps, email.data, claims.name))
    if (login && !login.isVerified) await markVerified(tx, login.id, deps.clock.now())
    await tx
      .insertInto('user_identity')
      .values({
        issuer: deps.issuer,
        subject: claims.subject,
        user_id: userId,
        created_at: deps.clock.now(),
      })
      .execute()
    return userId
  })
}

async function isLinked(tx: Tx, issuer: string, userId: UserId): Promise<boolean> {
  const row = await tx
    .selectFrom('user_identity')
    .where('issuer', '=', issuer)
    .where('user_id', '=', userId)
    .select('subject')
    .executeTakeFirst()
  return row !== undefined
}

async function createUser(
  tx: Tx,
  { clock, random }: UserLinksDeps,
  email: string,
  name: string | null,
): Promise<UserId> {
  const now = clock.now()
  const id = userIdSchema.parse(random.id(now))
  const shown = (name ?? '').replaceAll(/\p{C}/gu, '').trim().slice(0, 100)
  await tx
    .insertInto('app_user')
    .values({
      id,
      email,
      email_verified_at: now,
      name: shown || email.split('@')[0] || email,
      password_hash: null,
      created_at: now,
    })
    .execute()
  return id
}
