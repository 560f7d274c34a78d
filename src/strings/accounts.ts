import { number, plural } from './format.ts'
import { inLanguage } from './language.ts'

/** Words of the switcher, the table of all accounts and the palette. */
export const switcherWords = inLanguage('switcherWords', {
  allAccounts: 'All accounts',
  myInvitations: 'My invitations',
  filter: (count: number) => `Find in ${plural(count, 'account', 'accounts')}`,
  filterLabel: 'Find an account',
  list: 'Accounts',
  pinned: 'Pinned',
  recent: 'Recent',
  others: 'All others',
  found: (count: number) => plural(count, 'account', 'accounts'),
  nothing: 'No account has this name, reference, alias or tag.',
  label: 'Label...',
  users: (count: number) => plural(count, 'user', 'users'),
  waiting: (count: number) => `${number(count)} waiting`,
  pin: 'Pin',
  unpin: 'Unpin',
  open: 'Open',
  copyReference: 'Copy reference',
  yourAccount: 'Your account',
  invitationsWaiting: (count: number) => plural(count, 'invitation', 'invitations'),
})

export const accountsWords = inLanguage('accountsWords', {
  title: 'All accounts',
  count: (shown: number, all: number) =>
    shown === all
      ? plural(all, 'account', 'accounts')
      : `${number(shown)} of ${plural(all, 'account', 'accounts')}`,
  filter: 'Filter by name, reference or environment',
  columns: {
    name: 'Account',
    environment: 'Environment',
    role: 'You are',
    status: 'Status',
    users: 'Users',
    waiting: 'Waiting',
  },
  owner: 'Owner',
  empty: 'No accounts yet',
  emptyReason: 'You have no membership in any account. An invitation gives you one.',
  pasteLink: 'Paste an invitation link',
  noMatch: 'Nothing matches',
  noMatchReason: (text: string) => `No account has "${text}" in its name, reference or environment.`,
})

export const labelWords = inLanguage('labelWords', {
  title: 'Label',
  hint: 'Only you see this, on this computer. The search finds the account by it.',
  alias: 'Your name for it',
  colour: 'Colour',
  noColour: 'None',
  colours: {
    red: 'Red',
    orange: 'Orange',
    yellow: 'Yellow',
    green: 'Green',
    teal: 'Teal',
    blue: 'Blue',
    purple: 'Purple',
    grey: 'Grey',
  },
  tags: 'Tags',
  tagsHint: 'With commas between them, as in: monthly, retail',
  tooManyTags: (most: number) => `At most ${number(most)} tags.`,
  tooLongTag: (most: number) => `A tag has ${number(most)} letters at most.`,
  save: 'Save',
  marked: (colour: string) => `Colour: ${colour}`,
})

export const paletteWords = inLanguage('paletteWords', {
  title: 'Search or run a command',
  placeholder: 'Search accounts, people, applications - or type > for commands',
  accounts: 'Accounts',
  persons: 'People',
  applications: 'Applications',
  invitations: 'Invitations',
  commands: 'Commands',
  results: (count: number) => (count === 0 ? 'Nothing found' : plural(count, 'result', 'results')),
  nothing: 'Nothing found',
  nothingHint: 'Search finds accounts, people, applications and invitations by any part of their words.',
  incomplete: 'Not everything is searched yet, so something may be missing here.',
  inAccounts: (names: readonly string[], count: number) => {
    const others = count - names.length
    const named = names.join(', ')
    return others > 0 ? `${named} and ${plural(others, 'other account', 'other accounts')}` : named
  },
  hint: 'to open',
  hintMove: 'to move',
  hintCommands: 'commands only',
  here: (account: string, role: string) => `${account} · ${role}`,
  hintActions: 'what can be done',
  hintBack: 'back',
  hintActionsSpoken: 'Tab shows what can be done with a result.',
  hintBackSpoken: 'Esc goes back to the results.',
  actionsOf: (name: string) => `What can be done with ${name}`,
  placeholderActions: 'What to do with it',
  targets: {
    open: (name: string) => `Open ${name}`,
    openIn: (account: string) => `Open in ${account}`,
    usersIn: (account: string) => `Manage its users in ${account}`,
    copyEmail: 'Copy the e-mail address',
    copyId: 'Copy the application id',
    copied: (text: string) => `${text} is on the clipboard`,
  },
})
