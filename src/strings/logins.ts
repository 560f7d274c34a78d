import { plural } from './format.ts'
import { inLanguage } from './language.ts'

/** Words of the lock, of logins side by side, and of what happens without contact. */
export const lockWords = inLanguage('lockWords', {
  title: 'Gatehouse is locked',
  closedTitle: 'Connect to go on',
  reasons: {
    'by-hand': 'You locked it. Your accounts are closed; everything is kept.',
    idle: 'Nobody was here for a while, so your accounts were closed. Everything is kept.',
    screen: 'It was locked together with this computer. Everything is kept.',
  },
  tooLong: (days: number) =>
    `Your server lets this computer show its copy for ${plural(days, 'day', 'days')} without contact. That time is up.`,
  lastContact: 'Last contact',
  tooLongHint: 'Nothing was deleted. As soon as the server is reached, your accounts open again.',
  unsent: (count: number) =>
    `${plural(count, 'change waits', 'changes wait')} to be sent and ${count === 1 ? 'is' : 'are'} kept.`,
  attention: (count: number) => `${plural(count, 'refused change waits', 'refused changes wait')} for you.`,
  unlock: 'Unlock',
  signIn: 'Sign in to unlock',
  signInInstead: 'Sign in instead',
  withoutConnection: 'Unlock without a connection',
  connect: 'Try to connect',
  signOut: 'Sign out...',
  /** What really protects, said plainly. */
  protects: {
    presence: 'This computer asks who you are before it gives the key.',
    keychain:
      'The key lies in the keychain of this computer, which gives it to whoever uses your session. Lock your computer to keep others out, or choose in the settings to sign in instead.',
    'sign-in':
      'You sign in again in your browser. Only while the server can not be reached does the keychain of this computer open it, without asking who you are.',
  },
  waiting: 'Finish signing in in your browser',
  waitingHint: 'Sign in as the login that is locked here. This window goes on by itself.',
  lock: 'Lock',
  settings: {
    title: 'Lock',
    after: 'Lock when nobody is here',
    minutes: (minutes: number) => (minutes === 0 ? 'Never' : `After ${plural(minutes, 'minute', 'minutes')}`),
    withScreen: 'Lock with the screen of this computer',
    withScreenHint: 'Also when it goes to sleep.',
    unlockBy: 'Unlock by',
    unlockByNames: { keychain: 'The keychain of this computer', 'sign-in': 'Signing in in the browser' },
    now: 'Lock now',
  },
})

export const offlineWords = inLanguage('offlineWords', {
  /** `left` as "in 2 days". */
  closesSoon: (left: string) =>
    `Connect to your server: without contact this computer's copy closes ${left}. Nothing is deleted.`,
})

export const loginWords = inLanguage('loginWords', {
  title: 'Logins',
  switchTo: (name: string) => `Switch to ${name}`,
  unreadable: 'Sign in again to use it',
  at: (server: string) => `at ${server}`,
  waiting: (count: number) => plural(count, 'change to send', 'changes to send'),
  attention: (count: number) => plural(count, 'change needs you', 'changes need you'),
  add: 'Add another login...',
  addTitle: 'Add another login',
  addIntro:
    'Your browser opens for it. Both logins stay on this computer, each with its own copy, and you switch between them without signing out.',
  address: 'Server address',
  addressHint: 'The one in use is filled in. Another one is as good.',
  addVerb: 'Sign in',
  added: 'Signed in',
  current: 'In use',
  lastUsed: 'last used',
  goTo: (name: string) => `Go to ${name}`,
  others: 'Other logins of this computer',
})

export const signOutWords = inLanguage('signOutWords', {
  sendNow: 'Send now',
  export: 'Export...',
  exported: 'Exported',
  discard: (count: number) => `Discard ${count === 1 ? 'it' : 'them'} and sign out`,
  /** What follows, with several logins. */
  othersStay: 'Your other logins stay on this computer.',
})
