import { absoluteTime, locale, number, plural } from './format.ts'
import { inLanguage } from './language.ts'

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** "12 MB": of thousands, as disks are sold and file managers count. */
export function fileSize(bytes: number): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1)
  const value = bytes / 1000 ** step
  return new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value)
}

export const offlineDataWords = inLanguage('offlineDataWords', {
  title: 'Offline data',
  intro: 'What lies on this computer, encrypted, so that you can work without a connection.',
  table: 'Accounts and what they take on this computer',
  find: 'Find an account',
  count: (shown: number, all: number) =>
    shown === all
      ? plural(all, 'account', 'accounts')
      : `${number(shown)} of ${plural(all, 'account', 'accounts')}`,
  columns: { account: 'Account', rows: 'Rows', size: 'Size, about', freshness: 'Fetched', kept: 'Keep here' },
  sort: 'Sort by',
  sorts: { size: 'By size', name: 'By name', freshness: 'Longest ago first' },
  notHere: 'Not here',
  onItsWay: 'On its way',
  keep: (name: string) => `Keep ${name} on this computer`,
  sizeNote:
    'The size of an account is its share of the file by its rows. What a row takes is measured over all of them.',
  facts: {
    file: 'File',
    rows: 'Rows',
    accounts: 'Accounts kept',
    synced: 'Last synced',
    oldest: 'Oldest account',
    free: 'Free on the disk',
    checked: 'Last checked',
  },
  keptOf: (kept: number, all: number) => `${number(kept)} of ${number(all)}`,
  never: 'Not yet',
  unknown: 'Not known',
  readOnly:
    'The file can only be read here. Everything can be looked at, and nothing can be changed or fetched. Check its permissions and its disk, then try again.',
  wipe: 'Wipe and fetch again...',
  wipeTitle: 'Wipe this copy and fetch it again?',
  wipeBody:
    'Everything on this computer that belongs to this login is removed and fetched anew, which needs a connection. Your labels and the choice of accounts stay.',
  wipeOffline: 'There is no connection now: until there is one, nothing can be looked at.',
  wipeUnsent: (count: number) =>
    `${plural(count, 'change was', 'changes were')} not sent to the server yet and would be lost.`,
  wipeVerb: 'Wipe and fetch again',
  wipeDiscard: (count: number) => `Discard ${plural(count, 'change', 'changes')} and wipe`,
  sendNow: 'Send now',
  look: 'Open the Outbox',
  sendOffline: 'There is no connection to the server now.',
  keptNow: (name: string) => `${name} is kept on this computer`,
  keptNowDetail: 'Its data is fetched as soon as there is a connection.',
  removed: (name: string) => `${name} is no longer on this computer`,
  empty: { title: 'No accounts yet', reason: 'They are listed here once they were fetched.' },
  nothingFound: (text: string) => `No account is called "${text}"`,
  nothingFoundReason: 'Clear the filter to see all of them.',
  notKept: {
    title: 'Not kept on this computer',
    reason: (name: string) =>
      `You chose not to keep the data of ${name} here. Changes that you made in it are still sent.`,
    offline: 'There is no connection now. Once there is one, it is fetched and shown.',
    keep: 'Keep it here',
  },
  recovery: {
    title: 'What became of the copy on this computer',
    damaged: (at: string) =>
      `On ${absoluteTime(new Date(at))} the copy on this computer was found to be damaged.`,
    lostKey: (at: string) =>
      `On ${absoluteTime(new Date(at))} the key to the copy on this computer was lost, so it could not be read any more.`,
    fresh: 'It was set aside, and everything that the server has is fetched anew.',
    sealed:
      'Changes that were not sent are still in it. Should the key come back, they are taken over by themselves at the next start.',
    saved: (count: number) =>
      `${plural(count, 'change that waits was', 'changes that wait were')} taken over.`,
    doubtful: (count: number) =>
      `Of ${plural(count, 'change', 'changes')} can not be told whether it was sent. Decide about each in the Outbox.`,
    lost: (count: number) =>
      `${plural(count, 'change', 'changes')} could not be read and must be made again.`,
    unsure: 'There may have been more changes than could be found. Look through what you did last.',
    none: 'No change was lost.',
    labels: (count: number) => `${plural(count, 'label', 'labels')} of accounts came along.`,
    outbox: 'Open the Outbox',
    done: 'I have seen it',
  },
  trouble: {
    title: 'Your copy on this computer can not be opened',
    tryAgain: 'Try again',
    signOut: 'Sign out and remove it...',
    discardAnyway: 'Discard them and sign out',
    newer:
      'Nothing was changed. Update Gatehouse, or sign out to remove this copy and begin with a fresh one.',
    kept: 'Nothing was removed: what waits to be sent is still there.',
  },
})
