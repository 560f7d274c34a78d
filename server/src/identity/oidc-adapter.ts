import { createHash } from 'node:crypto'
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider'
import type { Clock } from '../clock.ts'
import type { Database, Tx } from '../db/database.ts'
import type { Rotation } from './sessions/rotation.ts'
import { endSessions } from './sessions/sessions.ts'

/** Of a sign-in, and good for nothing without it. */
const tokenKinds = new Set(['AccessToken', 'RefreshToken'])

/**
 * Keeps what the OpenID provider keeps, one table for all kinds. An id is what its holder shows to be let in (token,
 * code, session cookie), so it is stored as its SHA-256 alone and taken out of the payload.
 */
export function createOidcAdapter(db: Database, clock: Clock, rotation: Rotation): (kind: string) => Adapter {
  return (kind) => {
    const table = () => db.selectFrom('oidc_model').where('kind', '=', kind)

    async function one(query: ReturnType<typeof table>, id?: string): Promise<AdapterPayload | undefined> {
      const row = await query
        .select(['payload', 'consumed_at', 'successor_id'])
        .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', clock.now())]))
        .executeTakeFirst()
      if (!row) return undefined
      const isConsumed = row.consumed_at !== null && !(await rotation.isInGrace(row))
      return {
        ...row.payload,
        ...(id === undefined ? {} : { jti: id }),
        ...(isConsumed ? { consumed: Math.floor((row.consumed_at ?? clock.now()).getTime() / 1000) } : {}),
      }
    }

    return {
      async upsert(id, payload, expiresIn) {
        const text = JSON.stringify(withoutBearerValues(payload))
        // Of what a program may send along, such as `state`, a zero byte is the one thing PostgreSQL can't keep.
        if (hasZero.test(text)) throw new errors.InvalidRequest('a parameter holds a zero byte')
        const row = {
          payload: text,
          grant_id: payload.grantId ?? null,
          uid: payload.uid ?? null,
          expires_at: expiresIn ? new Date(clock.now().getTime() + expiresIn * 1000) : null,
        }
        const write = (to: Database) =>
          to
            .insertInto('oidc_model')
            .values({ kind, id: digest(id), ...row, consumed_at: null })
            .onConflict((conflict) => conflict.columns(['kind', 'id']).doUpdateSet(row))
            .execute()
        const { grant_id: grantId } = row
        if (!tokenKinds.has(kind) || grantId === null) return void (await write(db))
        await db.transaction().execute(async (tx) => {
          await holdSession(tx, grantId)
          if (kind === 'AccessToken' || (await rotation.succeeds(tx, id))) await write(tx)
        })
      },
      find: (id) => one(table().where('id', '=', digest(id)), id),
      findByUid: (uid) => one(table().where('uid', '=', uid)),
      // The device flow is off, so nothing has a user code.
      findByUserCode: async () => undefined,
      async consume(id) {
        // A refresh token is spent together with the making of its successor; see rotation.ts.
        if (kind === 'RefreshToken') return
        const { numUpdatedRows } = await db
          .updateTable('oidc_model')
          .set({ consumed_at: clock.now() })
          .where('kind', '=', kind)
          .where('id', '=', digest(id))
          .where('consumed_at', 'is', null)
          .executeTakeFirst()
        // Of two requests that show the same code at the same moment, one alone goes on.
        if (numUpdatedRows === 0n) throw new errors.InvalidGrant('already used')
      },
      async destroy(id) {
        await db.deleteFrom('oidc_model').where('kind', '=', kind).where('id', '=', digest(id)).execute()
      },
      async revokeByGrantId(grantId) {
        await db.transaction().execute((tx) => endSessions(tx, [grantId]))
      },
    }
  }
}

/** Whoever ends the sign-in waits until the token is written, and then finds it; or there is none any more. */
async function holdSession(tx: Tx, sessionId: string): Promise<void> {
  const session = await tx
    .selectFrom('session')
    .where('id', '=', sessionId)
    .select('id')
    .forKeyShare()
    .executeTakeFirst()
  if (!session) throw new errors.InvalidGrant('the sign-in was ended')
}

// Escaped by an odd number of backslashes; an even one is a text about a backslash.
const hasZero = /(?<!\\)(?:\\\\)*\\u0000/

/** Ends a browser session without knowing its cookie. */
export async function destroySession(db: Database, uid: string): Promise<void> {
  await db.deleteFrom('oidc_model').where('kind', '=', 'Session').where('uid', '=', uid).execute()
}

/** Removes what has expired; to be called now and then. */
export async function sweepExpired(db: Database, now: Date): Promise<void> {
  await db.deleteFrom('oidc_model').where('expires_at', '<', now).execute()
}

export function digest(value: string): string {
  return createHash('sha256').update(value).digest('base64url')
}

function withoutBearerValues(payload: AdapterPayload): object {
  const { jti: _jti, ...rest } = payload
  if (!rest.session) return rest
  // An interaction repeats the cookie of the browser session it started in.
  const { cookie: _cookie, ...kept } = rest.session
  return { ...rest, session: kept }
}
