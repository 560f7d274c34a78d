import { normalizeAddress, type UserId, userIdSchema } from '@gatehouse/contract'
import { type Kysely, sql } from 'kysely'
import type { Clock, Randomness } from '../clock.ts'
import type { Tx } from '../db/database.ts'
import type { Schema } from '../db/schema.ts'
import { recordUserChange } from '../services/record.ts'

export interface Login {
  id: UserId
  email: string
  name: string
  isVerified: boolean
  passwordHash: string | null
}

type Db = Kysely<Schema>

export function findLoginByEmail(db: Db, email: string): Promise<Login | null> {
  return readLogin(logins(db).where(sql`lower(email)`, '=', normalizeAddress(email)))
}

export function findLoginById(db: Db, id: string): Promise<Login | null> {
  const userId = userIdSchema.safeParse(id)
  return userId.success ? readLogin(logins(db).where('id', '=', userId.data)) : Promise.resolve(null)
}

/** Null where a login with the address exists, even one that is being made at this moment. */
export async function createLogin(
  db: Db,
  deps: { clock: Clock; random: Randomness },
  login: { email: string; name: string; passwordHash: string | null; isVerified: boolean },
): Promise<UserId | null> {
  const now = deps.clock.now()
  const row = await db
    .insertInto('app_user')
    .values({
      id: userIdSchema.parse(deps.random.id(now)),
      email: login.email.trim(),
      email_verified_at: login.isVerified ? now : null,
      name: login.name,
      password_hash: login.passwordHash,
      created_at: now,
    })
    .onConflict((conflict) => conflict.expression(sql`lower(email)`).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

/** Keeps the same password with another hash, unless it was changed meanwhile. */
export async function replaceHash(db: Db, userId: UserId, from: string, to: string): Promise<void> {
  await db
    .updateTable('app_user')
    .set({ password_hash: to })
    .where('id', '=', userId)
    .where('password_hash', '=', from)
    .execute()
}

/** Another password. Whoever calls it decides which sign-ins it ends. */
export async function setPassword(tx: Tx, userId: UserId, passwordHash: string, now: Date): Promise<void> {
  await tx
    .updateTable('app_user')
    .set({ password_hash: passwordHash, password_changed_at: now })
    .where('id', '=', userId)
    .execute()
  // A link for another password, still on its way, would undo this one.
  await tx.deleteFrom('password_reset').where('user_id', '=', userId).execute()
}

/** A new address that its owner has shown to be theirs. False where another login took it meanwhile. */
export async function changeAddress(tx: Tx, userId: UserId, email: string, now: Date): Promise<boolean> {
  // Two logins that change to one address at the same moment go one after the other.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`address:${normalizeAddress(email)}`}, 0))`.execute(
    tx,
  )
  const holder = await findLoginByEmail(tx, email)
  if (holder && holder.id !== userId) return false
  await tx
    .updateTable('app_user')
    .set({ email, email_verified_at: now, version: sql`version + 1` })
    .where('id', '=', userId)
    .execute()
  // Whoever reads the earlier mailbox may have a link for another password there.
  await tx.deleteFrom('password_reset').where('user_id', '=', userId).execute()
  await recordUserChange(tx, now, userId)
  return true
}

/** The holder has shown that they read this mailbox. */
export async function markVerified(tx: Tx, userId: UserId, now: Date): Promise<void> {
  await tx
    .updateTable('app_user')
    .set({ email_verified_at: now, version: sql`version + 1` })
    .where('id', '=', userId)
    .where('email_verified_at', 'is', null)
    .execute()
  await recordUserChange(tx, now, userId)
}

function logins(db: Db) {
  return db.selectFrom('app_user').select(['id', 'email', 'name', 'email_verified_at', 'password_hash'])
}

async function readLogin(query: ReturnType<typeof logins>): Promise<Login | null> {
  const row = await query.executeTakeFirst()
  if (!row) return null
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    isVerified: row.email_verified_at !== null,
    passwordHash: row.password_hash,
  }
}
