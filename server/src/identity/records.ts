import { type Kysely, sql } from 'kysely'
import type { z } from 'zod'
import type { Clock, Randomness } from '../clock.ts'
import type { Schema } from '../db/schema.ts'
import { digest } from './oidc-adapter.ts'

type Db = Kysely<Schema>

/** What is known of a browser for some minutes, under an id that its cookie holds and nobody else. */
export interface Records<T extends object> {
  save(db: Db, record: T): Promise<string>
  find(db: Db, id: string): Promise<T | null>
  /** True for the one caller that took it: what follows happens once. */
  take(db: Db, id: string): Promise<boolean>
}

export function createRecords<T extends object>(
  { clock, random }: { clock: Clock; random: Randomness },
  options: { kind: string; schema: z.ZodType<T>; lifeMs: number },
): Records<T> {
  const { kind, schema, lifeMs } = options
  return {
    async save(db, record) {
      const id = random.bytes(32).toString('base64url')
      const row = {
        kind,
        id: digest(id),
        payload: JSON.stringify(schema.parse(record)),
        expires_at: new Date(clock.now().getTime() + lifeMs),
      }
      await db
        .insertInto('oidc_model')
        .values({ ...row, grant_id: null, uid: null, consumed_at: null })
        .execute()
      return id
    },
    async find(db, id) {
      const row = await db
        .selectFrom('oidc_model')
        .where('kind', '=', kind)
        .where('id', '=', digest(id))
        .where('expires_at', '>', clock.now())
        .select('payload')
        .executeTakeFirst()
      return row ? schema.parse(row.payload) : null
    },
    async take(db, id) {
      const { rows } = await sql`
        delete from oidc_model where kind = ${kind} and id = ${digest(id)} returning 1`.execute(db)
      return rows.length > 0
    },
  }
}
