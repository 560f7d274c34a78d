import { AsyncLocalStorage } from 'node:async_hooks'
import { errors, type KoaContextWithOIDC, type Provider } from 'oidc-provider'
import type { Clock, Randomness } from '../../clock.ts'
import type { Database, Tx } from '../../db/database.ts'
import { digest } from '../oidc-adapter.ts'
import { deriveKey, seal, unseal } from '../security/sealing.ts'

/** How long a spent refresh token is answered once more: the answer to its first use may have been lost on its way. */
export const graceMs = 30_000

const kind = 'RefreshToken'

interface Spent {
  consumed_at: Date | null
  successor_id: string | null
}

export interface Rotation {
  /** Whether a spent token may be shown once more. */
  isInGrace(spent: Spent): Promise<boolean>
  /**
   * Called in the transaction that keeps a new refresh token. False where the token that it was asked for with has a
   * successor already: that one is answered then, and the new one is for nobody.
   */
  succeeds(tx: Tx, id: string): Promise<boolean>
  /** Puts the successor into the answer. */
  install(provider: Provider): void
}

/**
 * Each refresh token is good for one successor. Shown again within the grace, and while that successor has not been
 * used, it gets the same successor once more: a client that lost an answer goes on, two requests at one moment can't
 * make two families of tokens, and whoever copied a token is found out at its next use. The successor is kept sealed
 * with the value of its predecessor, which the server doesn't keep; so the database alone opens nothing.
 */
export function createRotation(db: Database, clock: Clock, random: Randomness): Rotation {
  const requests = new AsyncLocalStorage<{ ctx: KoaContextWithOIDC; successor?: string }>()

  async function isInGrace({ consumed_at: at, successor_id: successor }: Spent, reader: Database = db) {
    if (!at || !successor || clock.now().getTime() - at.getTime() > graceMs) return false
    const unused = await reader
      .selectFrom('oidc_model')
      .where('kind', '=', kind)
      .where('id', '=', successor)
      .where('consumed_at', 'is', null)
      .select('id')
      .executeTakeFirst()
    return unused !== undefined
  }

  return {
    isInGrace: (spent) => isInGrace(spent),

    async succeeds(tx, id) {
      const request = requests.getStore()
      const predecessor = request?.ctx.oidc.entities.RotatedRefreshToken?.jti
      if (!request || !predecessor) return true
      const row = await tx
        .selectFrom('oidc_model')
        .where('kind', '=', kind)
        .where('id', '=', digest(predecessor))
        .select(['grant_id', 'consumed_at', 'successor_id', 'successor_sealed'])
        .forUpdate()
        .executeTakeFirst()
      if (!row) throw new errors.InvalidGrant('the sign-in was ended')
      const key = deriveKey(predecessor, 'refresh token successor')
      if (row.successor_id !== null) {
        if (!(await isInGrace(row, tx))) throw new errors.InvalidGrant('already used')
        const sealed = Buffer.from(row.successor_sealed ?? '', 'base64url')
        request.successor = unseal(sealed, key, digest(predecessor)).toString()
        return false
      }
      await tx
        .updateTable('oidc_model')
        .set({
          consumed_at: clock.now(),
          successor_id: digest(id),
          successor_sealed: seal(Buffer.from(id), key, digest(predecessor), random).toString('base64url'),
        })
        .where('kind', '=', kind)
        .where('id', '=', digest(predecessor))
        .execute()
      // Its own predecessor can't be shown any more: an old token and the database together open nothing either.
      await tx
        .updateTable('oidc_model')
        .set({ successor_sealed: null })
        .where('grant_id', '=', row.grant_id)
        .where('successor_id', '=', digest(predecessor))
        .execute()
      return true
    },

    install(provider) {
      provider.use((ctx, next) => {
        const request: { ctx: KoaContextWithOIDC; successor?: string } = { ctx: ctx as KoaContextWithOIDC }
        return requests.run(request, async () => {
          await next()
          const { successor } = request
          if (successor !== undefined) Object.assign(ctx.body as object, { refresh_token: successor })
        })
      })
    },
  }
}
