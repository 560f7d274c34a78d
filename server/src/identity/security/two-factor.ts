import { createHash } from 'node:crypto'
import type { UserId } from '@gatehouse/contract'
import { type Kysely, sql } from 'kysely'
import { generateURI, ScureBase32Plugin, verifySync } from 'otplib'
import type { Clock, Randomness } from '../../clock.ts'
import type { Tx } from '../../db/database.ts'
import type { Schema } from '../../db/schema.ts'
import { seal, unseal } from './sealing.ts'

type Db = Kysely<Schema>

const base32 = new ScureBase32Plugin()
const secretBytes = 20
const stepSeconds = 30
export const recoveryCodeCount = 10
/** Sixteen characters of base32: 80 bits, so a fast hash is enough to keep them by. */
const recoveryCodeBytes = 10

export interface TwoFactorDeps {
  clock: Clock
  random: Randomness
  /** Encrypts the secrets in the database. */
  key: Buffer
  /** Shown in the authenticator app beside the address. */
  serverName: string
}

/** What an authenticator app needs. */
export interface Enrolment {
  /** Base32, for whoever types it. */
  secret: string
  uri: string
}

export type CodeKind = 'app' | 'recovery'

export type TwoFactor = ReturnType<typeof createTwoFactor>

/** Codes of an authenticator app (RFC 6238: SHA-1, six digits, thirty seconds) and recovery codes. */
export function createTwoFactor({ clock, random, key, serverName }: TwoFactorDeps) {
  const contextOf = (userId: UserId) => `totp ${userId}`

  function enrolment(userId: UserId, email: string, sealed: Buffer): Enrolment {
    const secret = base32.encode(unseal(sealed, key, contextOf(userId)), { padding: false })
    // A colon parts issuer and address in the address that the app reads.
    return { secret, uri: generateURI({ issuer: serverName.replaceAll(':', ' '), label: email, secret }) }
  }

  /** The time step that the code is of, now or one beside it; null for a wrong code. */
  function stepOf(userId: UserId, sealed: Buffer, code: string): number | null {
    const secret = base32.encode(unseal(sealed, key, contextOf(userId)), { padding: false })
    const epoch = Math.floor(clock.now().getTime() / 1000)
    const result = verifySync({ secret, token: code, epoch, epochTolerance: stepSeconds })
    return result.valid && 'timeStep' in result ? result.timeStep : null
  }

  /** Accepts a time step once, over all nodes: whoever raises the mark first has used it. */
  async function useStep(db: Db, userId: UserId, step: number): Promise<boolean> {
    const { numUpdatedRows } = await db
      .updateTable('two_factor')
      .set({ last_step: step })
      .where('user_id', '=', userId)
      .where('last_step', '<', String(step))
      .executeTakeFirst()
    return numUpdatedRows > 0n
  }

  async function useRecoveryCode(db: Db, userId: UserId, code: string): Promise<boolean> {
    const { numUpdatedRows } = await db
      .updateTable('recovery_code')
      .set({ used_at: clock.now() })
      .where('user_id', '=', userId)
      .where('code_hash', '=', hashCode(userId, code))
      .where('used_at', 'is', null)
      .executeTakeFirst()
    return numUpdatedRows > 0n
  }

  async function isOn(db: Db, userId: UserId): Promise<boolean> {
    const row = await db
      .selectFrom('two_factor')
      .where('user_id', '=', userId)
      .where('confirmed_at', 'is not', null)
      .select('user_id')
      .executeTakeFirst()
    return row !== undefined
  }

  /** Makes ten new ones; the earlier ones are void. They are shown once and kept as hashes. */
  async function renewRecoveryCodes(tx: Tx, userId: UserId): Promise<string[]> {
    const codes = Array.from({ length: recoveryCodeCount }, () => makeRecoveryCode(random))
    await tx.deleteFrom('recovery_code').where('user_id', '=', userId).execute()
    await tx
      .insertInto('recovery_code')
      .values(codes.map((code) => ({ user_id: userId, code_hash: hashCode(userId, code), used_at: null })))
      .execute()
    return codes
  }

  return {
    isOn,
    renewRecoveryCodes,

    /** What is being set up, made now where nothing was; null where it is on already. */
    async begin(db: Db, user: { id: UserId; email: string }): Promise<Enrolment | null> {
      const secret = seal(random.bytes(secretBytes), key, contextOf(user.id), random)
      // One that was made and never confirmed is kept, so that a page opened twice shows the same.
      await db
        .insertInto('two_factor')
        .values({ user_id: user.id, secret, confirmed_at: null })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      const row = await db
        .selectFrom('two_factor')
        .where('user_id', '=', user.id)
        .where('confirmed_at', 'is', null)
        .select('secret')
        .executeTakeFirst()
      return row ? enrolment(user.id, user.email, row.secret) : null
    },

    /** Turns it on where the code is right. Answers the recovery codes; null where it is wrong. */
    async confirm(tx: Tx, userId: UserId, code: string): Promise<string[] | null> {
      const row = await tx
        .selectFrom('two_factor')
        .where('user_id', '=', userId)
        .where('confirmed_at', 'is', null)
        .select('secret')
        .forUpdate()
        .executeTakeFirst()
      const plain = normalizeCode(code)
      const step = row && isAppCode(plain) ? stepOf(userId, row.secret, plain) : null
      if (step === null) return null
      await tx
        .updateTable('two_factor')
        .set({ confirmed_at: clock.now(), last_step: step })
        .where('user_id', '=', userId)
        .execute()
      return renewRecoveryCodes(tx, userId)
    },

    /** Which kind of code it is, used up by this; null for one that is wrong or was used. */
    async use(db: Db, userId: UserId, code: string): Promise<CodeKind | null> {
      const plain = normalizeCode(code)
      if (!isAppCode(plain)) return (await useRecoveryCode(db, userId, plain)) ? 'recovery' : null
      const row = await db
        .selectFrom('two_factor')
        .where('user_id', '=', userId)
        .where('confirmed_at', 'is not', null)
        .select('secret')
        .executeTakeFirst()
      const step = row ? stepOf(userId, row.secret, plain) : null
      return step !== null && (await useStep(db, userId, step)) ? 'app' : null
    },

    /** Forgets what was begun and never confirmed. */
    async abandon(db: Db, userId: UserId): Promise<void> {
      await db
        .deleteFrom('two_factor')
        .where('user_id', '=', userId)
        .where('confirmed_at', 'is', null)
        .execute()
    },

    turnOff: turnOffTwoFactor,

    async recoveryCodesLeft(db: Db, userId: UserId): Promise<number> {
      const row = await db
        .selectFrom('recovery_code')
        .where('user_id', '=', userId)
        .where('used_at', 'is', null)
        .select(sql<string>`count(*)`.as('count'))
        .executeTakeFirst()
      return Number(row?.count ?? 0)
    },
  }
}

/** The secret and the recovery codes are forgotten. False where it was not on. */
export async function turnOffTwoFactor(tx: Tx, userId: UserId): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('two_factor')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** As people type them: with spaces or hyphens, in small letters. */
export function normalizeCode(code: string): string {
  return code.replaceAll(/[\s-]/g, '').toUpperCase()
}

export function isAppCode(normalized: string): boolean {
  return /^[0-9]{6}$/.test(normalized)
}

function makeRecoveryCode(random: Randomness): string {
  const text = base32.encode(random.bytes(recoveryCodeBytes), { padding: false })
  return (text.match(/.{4}/g) ?? []).join('-')
}

function hashCode(userId: UserId, code: string): Buffer {
  return createHash('sha256')
    .update(`${userId}:${normalizeCode(code)}`)
    .digest()
}
