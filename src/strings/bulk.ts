import { absoluteTime, list, number, plural } from './format.ts'
import { inLanguage } from './language.ts'

const changes = (count: number) => plural(count, 'change', 'changes')
const accounts = (count: number) => plural(count, 'account', 'accounts')

export interface ReceiptCounts {
  done: number
  refused: number
  waiting: number
  undone: number
  discarded: number
}

/** Changes made together, and what became of each. */
export const bulkWords = inLanguage('bulkWords', {
  receipt: (count: number) => `What became of ${changes(count)}`,
  madeAt: (at: string) => `Made ${absoluteTime(new Date(at))}`,
  sum: ({ done, refused, waiting, undone, discarded }: ReceiptCounts) =>
    list(
      [
        ...(done > 0 ? [`${number(done)} done`] : []),
        ...(refused > 0 ? [`${number(refused)} failed`] : []),
        ...(waiting > 0 ? [`${number(waiting)} waiting`] : []),
        ...(undone > 0 ? [`${number(undone)} undone`] : []),
        ...(discarded > 0 ? [`${number(discarded)} discarded`] : []),
      ],
      5,
    ),
  waitingOffline: 'What waits is saved on this device and sent as soon as there is a connection.',
  progress: 'Progress',
  tableOf: 'Changes made together',
  find: 'Find a change',
  nothingFound: 'No change matches',
  nothingFoundReason: 'The filter looks at accounts and at what was changed.',
  columns: {
    account: 'Account',
    change: 'Change',
    result: 'Result',
    reason: 'Reason',
    reference: 'Reference',
    at: 'Made at',
  },
  states: {
    waiting: 'Waiting',
    done: 'Done',
    refused: 'Failed',
    undone: 'Undone',
    discarded: 'Discarded',
  },
  why: (title: string, advice: string) => `${title} ${advice}`,
  show: 'Show',
  all: 'All',
  failedOnly: (count: number) => `Failed (${number(count)})`,
  waitingOnly: (count: number) => `Waiting (${number(count)})`,
  retry: (count: number) => (count === 1 ? 'Retry the failed one' : `Retry ${number(count)} failed`),
  retried: (count: number) => `${changes(count)} sent again`,
  undoAll: 'Undo all',
  undone: (count: number) => `${changes(count)} undone`,
  nothingUndoneDetail: 'The changes have been sent. Make the opposite changes instead.',
  export: 'Export as CSV',
  exported: 'Saved as CSV',
  gone: 'This list is no longer kept',
  goneReason: 'The last fifty are. What was changed stands in the activity of each account.',
  some: (done: number, refused: number) => `${changes(done)} made, ${number(refused)} refused`,
  none: (refused: number) => `${changes(refused)} refused`,
  showReceipt: 'Show what became of each',
  inOutbox: (count: number) => `${changes(count)} made together`,
  wide: (count: number) => `This reaches ${accounts(count)} at once. Afterwards there is no undo.`,
})
