import { ok } from '@gatehouse/contract'
import type { bulkArea } from '../../../ipc/areas/bulk.ts'
import { receiptAsCsv } from '../../session/receipt-csv.ts'
import { atWork, fromReplica, type HandlersDeps, type HandlersOf } from './deps.ts'

export function bulkHandlers(deps: HandlersDeps): HandlersOf<typeof bulkArea> {
  return {
    queries: {
      'bulk.receipt': fromReplica(deps, 'bulk.receipt'),
      'bulk.applications': fromReplica(deps, 'bulk.applications'),
      'bulk.preview': fromReplica(deps, 'bulk.preview'),
    },
    commands: {
      'bulk.apply': (request) => atWork(deps, ({ batches }) => batches.apply(request)),
      'bulk.retry': ({ batchId }) => atWork(deps, ({ batches }) => batches.retry(batchId)),
      'bulk.undo': ({ batchId }) => atWork(deps, ({ batches }) => batches.undo(batchId)),
      'bulk.export': ({ batchId }) =>
        atWork(deps, async ({ batches }) => {
          const receipt = await batches.receipt(batchId)
          if (!receipt.ok) return receipt
          const day = deps.clock.now().toISOString().slice(0, 10)
          const saved = await deps.saveFile(`gatehouse-changes-${day}.csv`, receiptAsCsv(receipt.value))
          return saved.ok ? ok({ file: saved.value }) : saved
        }),
    },
  }
}
