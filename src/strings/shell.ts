import { number, plural } from './format.ts'
import { inLanguage } from './language.ts'

/** Words of the frame: start, title bar, navigation, settings, shortcuts. */
export const shell = inLanguage('shell', {
  skipToMain: 'Skip to the main part',
  regions: { navigation: 'Accounts' },
  search: 'Search or run a command',
  openNavigation: 'Show accounts',
  me: (name: string) => `You: ${name}`,
  theme: 'Theme',
  themes: { system: 'Like the system', light: 'Light', dark: 'Dark' },
  density: 'Row height',
  densities: { comfortable: 'Comfortable', compact: 'Compact' },
  settings: 'Settings',
  sessions: 'Sessions and two-factor',
  shortcuts: 'Keyboard shortcuts',
  signOut: 'Sign out',
  outbox: 'Outbox & conflicts',
  offlineData: 'Offline data',
  youAre: (role: string) => `you are ${role}`,
  readOnly: (status: string) =>
    `${status}: this account can only be read, and nobody can open its applications until it is active again.`,
  readOnlyBadge: (status: string) => `${status}, read-only`,
  suspendedMember:
    'Your own access to this account is suspended, so nothing of it is shown. Its owner or an admin can end that.',
  openSettings: 'Open its settings',
  notLoaded: 'Not all of this account was read from the server yet, so what stands here may not be all.',
  tabs: 'Parts of the account',
  deniedTab: (tab: string, account: string) =>
    `You may not see ${tab} in ${account}, so here is its dashboard. Ask the owner or an admin for access.`,
  accountGone: 'All accounts',
  windowTitle: (account: string, tab: string, role: string) =>
    `${account} · ${tab} · you are ${role} - Gatehouse`,
  screenTitle: (screen: string) => `${screen} - Gatehouse`,
})

/** For a window that a fault of ours has stopped. */
export const crash = inLanguage('crash', {
  title: 'This window has stopped',
  advice:
    'Something in Gatehouse went wrong. Changes you made are kept on this computer. Load the window again. If it happens again, restart in safe mode, or save diagnostics and hand them with the reference to whoever runs your client area.',
  reload: 'Load again',
  safeMode: 'Restart in safe mode...',
  diagnostics: 'Save diagnostics...',
})

export const start = inLanguage('start', {
  starting: 'Starting...',
  title: 'Which server?',
  intro: 'Gatehouse works with the server of whoever runs your client area. They gave you its address.',
  address: 'Server address',
  addressHint: 'For example gatehouse.example.com',
  connect: 'Connect',
  connecting: 'Connecting...',
  addressMissing: 'Enter the address of the server.',
  signInTo: (server: string) => `Sign in to ${server}`,
  signInIntro: 'Your system browser opens for it. Gatehouse never sees your password.',
  signIn: 'Sign in',
  finish: 'Finish signing in in your browser',
  finishHint: 'This window goes on by itself as soon as you are done there.',
  openAgain: 'Open the browser again',
  anotherServer: 'Use another server',
  haveInvitation: 'I have an invitation',
  loadingTitle: 'Reading your accounts',
  loadingHint: 'Once. After this everything is on this computer, encrypted, and works without a connection.',
})

export const signOut = inLanguage('signOut', {
  title: 'Sign out of Gatehouse?',
  body: 'Everything that was read is removed from this computer. Signing in again reads it anew.',
  unsent: (count: number) =>
    `${plural(count, 'change has', 'changes have')} not been sent yet. Signing out discards ${count === 1 ? 'it' : 'them'} for good.`,
  refused: (count: number) =>
    `${plural(count, 'refused change waits', 'refused changes wait')} for your decision and would be lost too.`,
  verb: 'Sign out',
  verbDiscard: (count: number) => `Sign out and discard ${number(count)}`,
  look: 'Open the Outbox',
})

export const settingsWords = inLanguage('settingsWords', {
  title: 'Settings',
  version: (version: string, platform: string) => `Gatehouse ${version} on ${platform}`,
  plainTextKeychain:
    'This computer has no password store. Your sign-in and the local copy are not protected against whoever can read its disk.',
})

export const languageWords = inLanguage('languageWords', {
  label: 'Language',
  system: 'Like the system',
  draftsTitle: 'Change the language now?',
  draftsBody: (count: number) =>
    `The window begins anew for it, and ${plural(count, 'draft that was', 'drafts that were')} not sent would be lost.`,
  discardVerb: 'Discard and change',
})
