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
  waitingOffline: 'What waits is saved on this computer and sent as soon as there is a connection.',
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
  held: 'Not sent',
  heldWhy: 'It needs a change that was refused. Retry that one, or discard it in the outbox.',
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

/** Assigning applications in many accounts at once, and unassigning them. */
export const bulkAssignWords = inLanguage('bulkAssignWords', {
  title: {
    assign: (count: number) => `Assign applications to ${accounts(count)}`,
    unassign: (count: number) => `Unassign applications from ${accounts(count)}`,
  },
  find: 'Find an application or agent',
  nothingFound: (filter: string) => `Nothing matches "${filter}"`,
  nothingFoundReason: 'The filter looks at names, keys and descriptions.',
  nothing: {
    assign: 'There is nothing to assign',
    unassign: 'There is nothing to unassign',
  },
  nothingReason: {
    assign: 'Every application of the environment is in all of these accounts already.',
    unassign: 'None of these accounts has an application of its own.',
  },
  list: { assign: 'Applications to assign', unassign: 'Applications to unassign' },
  possible: {
    assign: (count: number) => `To assign (${number(count)})`,
    unassign: (count: number) => `To unassign (${number(count)})`,
  },
  settled: {
    assign: (count: number) => `In all of them already (${number(count)})`,
    unassign: (count: number) => `Set for the whole environment (${number(count)})`,
  },
  hint: {
    assign: (assigned: number, all: number) => `In ${number(assigned)} of ${accounts(all)}`,
    unassign: (assigned: number, all: number) => `In ${number(assigned)} of ${accounts(all)}`,
  },
  inEnvironment: (hint: string, environment: string) => `${hint} · ${environment}`,
  auto: 'Auto-assign users',
  autoHint: 'Every user of each account gets what you assign, and so will new users.',
  effects: 'What changes in each account',
  chooseFirst: 'Choose at least one application.',
  nothingChanges: 'Nothing changes in any of these accounts.',
  sum: {
    assign: (changes: number, all: number) => `Changes ${number(changes)} of ${accounts(all)}`,
    unassign: (changes: number, all: number) => `Changes ${number(changes)} of ${accounts(all)}`,
  },
  gain: (count: number) => `${plural(count, 'user gains', 'users gain')} access`,
  lose: (count: number) => `${plural(count, 'user loses', 'users lose')} access`,
  nobody: (count: number) => `Nobody can open ${count === 1 ? 'it' : 'them'} until you choose users.`,
  grantsGo: 'Grants of single users are removed with it. Assigning again does not bring them back.',
  atLeast: (sentence: string) => `${sentence}, not counting accounts whose users you can't see`,
  columns: {
    account: 'Account',
    change: 'What changes',
    users: { assign: 'Gain access', unassign: 'Lose access' },
  },
  change: {
    assign: (names: readonly string[]) => `Gets ${list(names)}`,
    unassign: (names: readonly string[]) => `Loses ${list(names)}`,
  },
  same: {
    assigned: (names: readonly string[]) => `${list(names)}: already assigned`,
    'not-assigned': (names: readonly string[]) => `${list(names)}: not assigned`,
    environment: (names: readonly string[]) =>
      `${list(names)}: set for the whole environment by an administrator`,
    elsewhere: (names: readonly string[]) => `${list(names)}: of another environment`,
  },
  showAll: 'All',
  showChanging: (count: number) => `Changing (${number(count)})`,
  showRefused: (count: number) => `Not changing (${number(count)})`,
  selected: (count: number) => `${number(count)} selected`,
  clear: 'Clear',
  button: {
    assign: (count: number) => (count === 0 ? 'Assign' : `Assign in ${accounts(count)}`),
    unassign: (count: number) => (count === 0 ? 'Unassign' : `Unassign in ${accounts(count)}`),
  },
  question: {
    assign: (names: readonly string[], count: number) => `Assign ${list(names)} in ${accounts(count)}?`,
    unassign: (names: readonly string[], count: number) => `Unassign ${list(names)} from ${accounts(count)}?`,
  },
  done: {
    assign: (names: readonly string[], count: number) => `${list(names)} assigned in ${accounts(count)}`,
    unassign: (names: readonly string[], count: number) =>
      `${list(names)} unassigned from ${accounts(count)}`,
  },
})
