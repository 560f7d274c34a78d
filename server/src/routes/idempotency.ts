import { createHash } from 'node:crypto'
import { type MutationId, problem, type Result, type UserId } from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'

/** What a write answers. `value` is missing where it may not be kept, as it holds a secret. */
export interface StoredAnswer {
  transaction: string
  value?: unknown
}

interface Key {
  userId: UserId
  key: MutationId
  /** What was asked: route, parameters and body. The same key with another request is a mistake. */
  request: unknown
}

/**
 * Takes a key for this transaction. Whoever comes second waits here until the first has committed and then gets its
 * answer, or, where the first was refused, goes on as if it had never been.
 */
export async function claimKey(
  tx: Tx,
  { userId, key, request }: Key,
  now: Date,
): Promise<Result<{ transaction: string; stored: StoredAnswer | null }>> {
  const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest()
  const claimed = await tx
    .insertInto('idempotency_key')
    .values({ user_id: userId, key, fingerprint, status: 200, answer: 'null', created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning(sql<string>`pg_current_xact_id()::text`.as('transaction'))
    .executeTakeFirst()
  if (claimed) return { ok: true, value: { transaction: claimed.transaction, stored: null } }

  const row = await tx
    .selectFrom('idempotency_key')
    .where('user_id', '=', userId)
    .where('key', '=', key)
    .select(['fingerprint', 'answer', sql<string>`pg_current_xact_id()::text`.as('transaction')])
    .executeTakeFirstOrThrow()
  if (!row.fingerprint.equals(fingerprint)) {
    return {
      ok: false,
      error: problem('idempotency_mismatch', {
        detail: 'This Idempotency-Key came with another request before. Use a new one for each change.',
      }),
    }
  }
  return { ok: true, value: { transaction: row.transaction, stored: row.answer as StoredAnswer } }
}

/** Keeps what the first request was answered, for those that repeat it. */
export async function storeAnswer(
  tx: Tx,
  userId: UserId,
  key: MutationId,
  answer: StoredAnswer,
): Promise<void> {
  await tx
    .updateTable('idempotency_key')
    .set({ answer: JSON.stringify(answer) })
    .where('user_id', '=', userId)
    .where('key', '=', key)
    .execute()
}
