import { fail, type Intent, type MutationId, ok, problem, type Result } from '@gatehouse/contract'
import { v7 } from 'uuid'
import type { CommandOutput } from '../../ipc/contract.ts'
import type { BatchReceipt } from '../../ipc/views.ts'
import type { Replica, Touched } from '../../replica/port.ts'
import type { Clock } from '../ports.ts'

export interface BatchRequest {
  intents: readonly Intent[]
  inverses: readonly (Intent | null)[]
  batchId?: string | undefined
  confirmed: boolean
  hold: boolean
}

export interface Batches {
  apply(request: BatchRequest): Promise<Result<CommandOutput<'bulk.apply'>>>
  retry(batchId: string): Promise<Result<CommandOutput<'bulk.retry'>>>
  undo(batchId: string): Promise<Result<CommandOutput<'bulk.undo'>>>
  receipt(batchId: string): Promise<Result<BatchReceipt>>
}

interface BatchesDeps {
  replica: Pick<Replica, 'read' | 'applyBatch' | 'retryBatch' | 'undoBatch'>
  clock: Clock
  newId(now: Date): MutationId
  /** It stays here for a while; to be said before it is queued. */
  hold(mutationId: MutationId): void
  /** The screens are told, and the outbox is sent. */
  shown(touched: Touched): void
}

/** Changes that are made together: into the outbox in one transaction, and out of it each on its own. */
export function createBatches({ replica, clock, newId, hold, shown }: BatchesDeps): Batches {
  const receipt: Batches['receipt'] = (batchId) => replica.read('bulk.receipt', { batchId }, clock.now())

  /** As many ids as a batch may need. */
  async function idsFor(batchId: string): Promise<Result<MutationId[]>> {
    const found = await receipt(batchId)
    return found.ok ? ok(found.value.lines.map(() => newId(clock.now()))) : found
  }

  return {
    receipt,

    async apply({ intents, inverses, confirmed, hold: isHeld, batchId = v7() }) {
      if (inverses.length > intents.length) return fail(problem('validation'))
      const now = clock.now()
      const changes = intents.map((intent, index) => ({
        mutationId: newId(now),
        intent,
        inverse: inverses[index] ?? null,
      }))
      if (isHeld) for (const { mutationId } of changes) hold(mutationId)
      const applied = await replica.applyBatch({ batchId, confirmed, changes }, now)
      if (!applied.ok) return applied
      shown(applied.value.touched)
      const results = changes.map(({ mutationId }, index) => {
        const refused = applied.value.results[index]
        return refused ? { problem: refused } : { mutationId }
      })
      return ok({ batchId, results })
    },

    async retry(batchId) {
      const ids = await idsFor(batchId)
      if (!ids.ok) return ids
      const { retried, touched } = await replica.retryBatch(batchId, ids.value, clock.now())
      shown(touched)
      return ok({ retried })
    },

    async undo(batchId) {
      const ids = await idsFor(batchId)
      if (!ids.ok) return ids
      const reversal = v7()
      const { undone, reversing, touched } = await replica.undoBatch(
        batchId,
        reversal,
        ids.value,
        clock.now(),
      )
      shown(touched)
      return ok({ undone, reversal: reversing ? reversal : null })
    },
  }
}
