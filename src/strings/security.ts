import { plural } from './format.ts'
import { inLanguage } from './language.ts'

/** Words of the screen that shows where the login is signed in, and how it is secured. */
export const securityWords = inLanguage('securityWords', {
  title: 'Sessions and two-factor',
  subtitle: (email: string) => `Of the login ${email}, for all of its accounts.`,
  offline: 'Not to be seen without a connection',
  offlineReason: 'Where you are signed in is asked of the server each time. Connect, and it shows by itself.',
  /** `when` as "3 minutes ago". */
  asOf: (when: string) => `As the server said ${when}`,
  again: 'Ask again',
  secured: 'How you sign in',
  twoFactor: 'Two-factor sign-in',
  twoFactorOn: 'On',
  twoFactorOff: 'Off: the password alone opens all of your accounts.',
  keptElsewhere: 'Kept by the sign-in service of your organisation.',
  recoveryCodes: 'Recovery codes left',
  fewCodes: 'Nearly used up. Make new ones on the security page, before you need them.',
  noCodes: 'None: without your device nobody can sign you in. Make new ones on the security page.',
  password: 'Password',
  /** `when` as "3 weeks ago". */
  passwordChanged: (when: string) => `Changed ${when}`,
  passwordNever: 'Never changed',
  email: 'E-mail address',
  openPage: 'Open the security page',
  openPageHint:
    'In your browser: two-factor sign-in, recovery codes, the password and the e-mail address are changed there.',
  sessions: 'Where you are signed in',
  count: (count: number) => plural(count, 'device', 'devices'),
  incomplete: 'The sign-in service of your organisation may know of more, and ends those.',
  unnamed: 'A device without a name',
  thisComputer: 'This computer',
  /** `started` as "4 Nov 2026". */
  here: (started: string) => `Active now, signed in ${started}`,
  /** `seen` as "3 days ago", to the hour; null where it was not seen since it signed in. */
  away: (seen: string | null, started: string) =>
    seen === null ? `Not active since it signed in ${started}` : `Last active ${seen}, signed in ${started}`,
  signOut: 'Sign out',
  signOutOf: (device: string) => `Sign out ${device}`,
  signOutHere: 'Sign out...',
  signOutHereFull: 'Sign out of this computer...',
  endTitle: (device: string) => `Sign out ${device}?`,
  endBody:
    'It is signed out at once, and its copy is closed when it asks the server again. Changes that it has not sent stay there and are sent after the next sign-in.',
  endedOne: (device: string) => `${device} is signed out`,
  others: 'Sign out all others',
  noOthers: 'You are signed in nowhere else.',
  othersTitle: (count: number) =>
    count === 1
      ? 'Sign out the other device?'
      : `Sign out the ${plural(count, 'other device', 'other devices')}?`,
  othersVerb: (count: number) =>
    count === 1 ? 'Sign out 1 device' : `Sign out ${plural(count, 'device', 'devices')}`,
  othersBody: 'This computer stays signed in. All others are signed out at once.',
  endedOthers: (count: number) =>
    count === 0 ? 'No other device was signed in' : `${plural(count, 'device is', 'devices are')} signed out`,
})
