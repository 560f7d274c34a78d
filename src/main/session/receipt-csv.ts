import type { BatchLine, BatchReceipt } from '../../ipc/views.ts'
import { bulkWords as t } from '../../strings/bulk.ts'
import { intentInWords } from '../../strings/intents.ts'
import { explain } from '../../strings/problems.ts'
import { toCsv } from './csv.ts'

/** What became of changes that were made together, for a spreadsheet: a line each, in words. */
export function receiptAsCsv({ createdAt, lines }: BatchReceipt): string {
  const { account, change, result, reason, reference, at } = t.columns
  const rows = [
    [account, change, result, reason, reference, at],
    ...lines.map((line) => rowOf(line, createdAt)),
  ]
  return toCsv(rows)
}

function rowOf(line: BatchLine, createdAt: string): string[] {
  const why = line.problem && explain(line.problem)
  return [
    line.accountName,
    intentInWords(line.intent, line.names, line.accountName),
    line.isHeld ? t.held : t.states[line.state],
    why ? t.why(why.title, why.advice) : line.isHeld ? t.heldWhy : '',
    line.problem?.reference ?? '',
    createdAt,
  ]
}
