import { clockTime, number, plural } from './format.ts'
import { inLanguage } from './language.ts'

/** Why nothing is synced, where it isn't just the connection that is missing. */
export const contactWords = inLanguage('contactWords', {
  certificate:
    'The connection to the server is not safe: its certificate can not be trusted. Check the date and time of this computer; otherwise tell whoever runs the server or this network.',
  stranger:
    'Something else answers in place of the server. A network that wants a sign-in of its own does that: open a web page to see.',
  disk: 'Nothing can be written to the disk of this computer: it is full, or it fails. Make room on it. What was saved is safe, and syncing is tried again every minute.',
})

/** While everything that the principal may see is fetched for the first time, or anew. */
export const loadingWords = inLanguage('loadingWords', {
  accounts: (done: number, total: number) =>
    total > 0 ? `${number(done)} of ${plural(total, 'account', 'accounts')}` : 'Asking for your accounts',
  rows: (done: number, total: number) =>
    total > 0 ? `${number(Math.min(done, total))} of ${number(total)} rows` : null,
  /** Rounded as one would say it; to the second it would only flicker. */
  timeLeft(seconds: number): string {
    if (seconds < 15) return 'a few seconds left'
    if (seconds < 60) return 'less than a minute left'
    const minutes = Math.round(seconds / 60)
    if (minutes < 60) return `about ${plural(minutes, 'minute', 'minutes')} left`
    return `about ${plural(Math.round(minutes / 60), 'hour', 'hours')} left`
  },
  stop: 'Stop loading',
  goOn: 'Go on loading',
  stopped: 'Stopped',
  /** What can be seen meanwhile, and how fresh it is. */
  stoppedHint: (syncedAt: string | null) =>
    syncedAt
      ? `What is here is as of ${clockTime(new Date(syncedAt))} and is kept up to date. Your changes are still sent.`
      : 'Nothing can be shown yet.',
})
