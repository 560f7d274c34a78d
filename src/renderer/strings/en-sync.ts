import { clockTime, plural } from './format.ts'

export const syncWords = {
  title: 'Waiting to sync',
  outboxTitle: 'Outbox',
  outboxIntro: 'Changes made on this device that the server has not confirmed yet.',
  nothing: 'Everything is sent',
  nothingReason: 'Changes that you make without a connection wait here until they are sent.',
  saved: (syncedAt: string | null) =>
    syncedAt
      ? `Saved on this device and sent when there is a connection. Last synced ${clockTime(new Date(syncedAt))}.`
      : 'Saved on this device and sent when there is a connection.',
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
}
