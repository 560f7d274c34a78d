import { absoluteTime, clockTime, list, plural } from './format.ts'
import { inLanguage } from './language.ts'

export const syncWords = inLanguage('syncWords', {
  title: 'Waiting to sync',
  outboxTitle: 'Outbox',
  outboxIntro: 'Changes made on this computer that the server has not confirmed yet.',
  nothing: 'Everything is sent',
  nothingReason: 'Changes that you make without a connection wait here until they are sent.',
  saved: (syncedAt: string | null) =>
    syncedAt
      ? `Saved on this computer and sent when there is a connection. Last synced ${clockTime(new Date(syncedAt))}.`
      : 'Saved on this computer and sent when there is a connection.',
  needsYou: (count: number) => plural(count, 'change needs you', 'changes need you'),
  states: {
    waiting: 'Waiting',
    sending: 'On its way',
    sent: 'Sent, to be confirmed',
    refused: 'Refused',
    held: 'Waits for the one before it',
  },
  attempts: (count: number) => `tried ${plural(count, 'time', 'times')}`,
  undoThis: (what: string) => `Undo: ${what}`,
  retryThis: (what: string) => `Retry: ${what}`,
  discardThis: (what: string) => `Discard: ${what}`,
  editThis: (what: string) => `Edit: ${what}`,
  edit: 'Edit...',
  applyMine: 'Apply mine',
  applyMineOf: (what: string) => `Apply mine: ${what}`,
  /** By name where it is known who changed it. */
  keepOf: (name: string | null) => (name ? `Keep ${name}'s` : 'Keep theirs'),
  keepOfFor: (name: string | null, what: string) =>
    name ? `Keep ${name}'s, discard: ${what}` : `Keep theirs, discard: ${what}`,
  sentAgain: 'Sent again',
  theirsKept: 'Theirs is kept',
  field: 'What',
  before: 'It was',
  yours: 'Yours',
  theirs: 'Theirs',
  theirsOf: (name: string) => `${name}'s`,
  bothSides: (what: string) => `What both made of it: ${what}`,
  collided: (by: { name: string; at: string } | null) =>
    by
      ? `${by.name} changed the same (${absoluteTime(new Date(by.at))}). Decide which of the two holds.`
      : 'Somebody changed the same while this waited. Decide which of the two holds.',
  notKept: (account: string) =>
    `The data of ${account} is not kept on this computer, so what somebody else made of it can not stand beside yours. Keep it here to compare, then retry.`,
  keepData: 'Keep the data here',
  keepDataOf: (account: string) => `Keep the data here: ${account}`,
  kept: (account: string) => `The data of ${account} is fetched`,
  keptDetail: 'Retry the change when it has arrived.',
  unseen:
    'What somebody else made of it is not known here. Retry sends yours on top of what there is now, or asks you.',
  adds: (names: readonly string[]) => `adds ${list(names, 6)}`,
  takes: (names: readonly string[]) => `leaves out ${list(names, 6)}`,
  sameAsBefore: 'as it was',
  permissionCount: (count: number) => plural(count, 'permission', 'permissions'),
  askOwner: (name: string) => `${name} owns the account and can give it to you.`,
  holds: (count: number) => plural(count, 'change waits for this one:', 'changes wait for this one:'),
  alsoUndone: (count: number) =>
    `${plural(count, 'change that made no sense without it is', 'changes that made no sense without it are')} taken back too.`,
  discardTitle: 'Discard this change?',
  discardChoice: (count: number) =>
    count === 1
      ? '1 change was made on top of it. It can be discarded as well, or be tried on its own.'
      : `${plural(count, 'change was', 'changes were')} made on top of it. They can be discarded as well, or each be tried on its own.`,
  discardAndTry: 'Discard it, try the others',
  discardAll: (count: number) => `Discard all ${count}`,
  export: 'Export...',
  exported: (count: number) => `${plural(count, 'change', 'changes')} exported`,
  nothingToExport: 'There is nothing to export: everything is sent.',
  undone: 'Undone',
  tooLate: 'Too late to undo',
  tooLateDetail: 'The change has been sent. Make the opposite change instead.',
  discarded: 'Discarded',
  syncNow: 'Sync now',
  signIn: 'Sign in again',
  openOutbox: 'Open the outbox',
  change: 'Change',
  more: (count: number) => `and ${plural(count, 'more change', 'more changes')}`,
  refusedTitle: 'Could not apply',
  goTo: (account: string) => `Go to ${account}`,
})
