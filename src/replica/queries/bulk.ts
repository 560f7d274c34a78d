import { fail, ok, problem } from '@gatehouse/contract'
import { readBatch } from '../outbox/batches.ts'
import type { Handler } from './context.ts'

/** What became of changes that were made together. */
export const getReceipt: Handler<'bulk.receipt'> = ({ sql }, { batchId }) => {
  const receipt = readBatch(sql, batchId)
  return receipt ? ok(receipt) : fail(problem('not_found'))
}
