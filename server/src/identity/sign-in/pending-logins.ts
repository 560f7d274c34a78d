import { timingSafeEqual } from 'node:crypto'
import { type UserId, userIdSchema } from '@gatehouse/contract'
import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { Clock, Randomness } from '../../clock.ts'
import type { Schema } from '../../db/schema.ts'
import { digest } from '../oidc-adapter.ts'

/** A login whose address still has to be shown to be the person's own. */
export interface PendingLogin {
  email: string
  name: string
  passwordHash: string
  /** A login that exists but has never been verified. */
  userId: UserId | null
  /** An address that has a login already gets a mail that says so, and no code: nothing typed can be right. */
  codeHash: string | null
  /** Where it was begun: a sign-in or an invitation. It can be finished there alone. */
  purpose: string
}

const recordSchema = z.object({
  email: z.string(),
  name: z.string(),
  passwordHash: z.string(),
  userId: userIdSchema.nullable(),
  codeHash: z.string().nullable(),
  purpose: z.string(),
  attempts: z.int(),
})

export const codeMinutes = 15
export const codeAttempts = 5
const kind = 'PendingLogin'

type Db = Kysely<Schema>
type Deps = { clock: Clock; random: Randomness }

/** Six digits, each code as likely as any other. */
export function makeCode(random: Randomness): string {
  for (;;) {
    const number = random.bytes(4).readUInt32BE()
    // The highest 967,296 numbers would make some codes likelier.
    if (number < 4_294_000_000) return String(number % 1_000_000).padStart(6, '0')
  }
}

/**
 * Nothing is written to the users until the code comes back: two people who type the same address can't overwrite each
 * other. Answers the id for the browser's cookie.
 */
export async function savePendingLogin(
  db: Db,
  deps: Deps,
  login: Omit<PendingLogin, 'codeHash'> & { code: string | null },
): Promise<string> {
  const id = deps.random.bytes(32).toString('base64url')
  await writeRecord(db, deps, id, login)
  return id
}

/** A new code for the same login; the earlier one is void. */
export async function replaceCode(
  db: Db,
  deps: Deps,
  id: string,
  login: PendingLogin,
  code: string | null,
): Promise<void> {
  await writeRecord(db, deps, id, { ...login, code })
}

async function writeRecord(
  db: Db,
  { clock }: Deps,
  id: string,
  { code, ...login }: Omit<PendingLogin, 'codeHash'> & { code: string | null },
): Promise<void> {
  const record = recordSchema.parse({ ...login, codeHash: code ? hashCode(id, code) : null, attempts: 0 })
  const row = {
    payload: JSON.stringify(record),
    expires_at: new Date(clock.now().getTime() + codeMinutes * 60_000),
  }
  await db
    .insertInto('oidc_model')
    .values({ kind, id: digest(id), ...row })
    .onConflict((conflict) => conflict.columns(['kind', 'id']).doUpdateSet(row))
    .execute()
}

export async function findPendingLogin(
  db: Db,
  { clock }: Deps,
  id: string,
  purpose: string,
): Promise<PendingLogin | null> {
  const row = await db
    .selectFrom('oidc_model')
    .select('payload')
    .where('kind', '=', kind)
    .where('id', '=', digest(id))
    .where('expires_at', '>', clock.now())
    .executeTakeFirst()
  if (!row) return null
  const { attempts: _attempts, ...login } = recordSchema.parse(row.payload)
  return login.purpose === purpose ? login : null
}

export type CodeAnswer =
  | { outcome: 'right' }
  | { outcome: 'wrong'; attemptsLeft: number }
  | { outcome: 'used_up' }

/** Counts the attempt before it compares, so that guesses sent at once count too. */
export async function checkCode(db: Db, id: string, login: PendingLogin, code: string): Promise<CodeAnswer> {
  const row = await db
    .updateTable('oidc_model')
    .set({ payload: sql`jsonb_set(payload, '{attempts}', to_jsonb((payload->>'attempts')::int + 1))` })
    .where('kind', '=', kind)
    .where('id', '=', digest(id))
    .where(sql<boolean>`(payload->>'attempts')::int < ${codeAttempts}`)
    .returning('payload')
    .executeTakeFirst()
  if (!row) return { outcome: 'used_up' }
  const { attempts } = recordSchema.parse(row.payload)
  const given = Buffer.from(hashCode(id, code))
  const expected = Buffer.from(login.codeHash ?? hashCode(id, 'none'))
  if (login.codeHash !== null && timingSafeEqual(given, expected)) return { outcome: 'right' }
  return attempts >= codeAttempts
    ? { outcome: 'used_up' }
    : { outcome: 'wrong', attemptsLeft: codeAttempts - attempts }
}

/** True for the one caller that took it: what follows happens once. */
export async function takePendingLogin(db: Db, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('oidc_model')
    .where('kind', '=', kind)
    .where('id', '=', digest(id))
    .executeTakeFirst()
  return numDeletedRows > 0n
}

// Salted with an id that is stored nowhere: the million codes can't be tried against a copy of the table.
function hashCode(id: string, code: string): string {
  return digest(`${id}:${code.replace(/\s/g, '')}`)
}
