import { list, number, plural } from './format.ts'
import { inLanguage } from './language.ts'

const accounts = (count: number) => plural(count, 'account', 'accounts')
const changes = (count: number) => plural(count, 'change', 'changes')
const applications = (count: number) => plural(count, 'application', 'applications')

/** Choosing whom a run is about. */
export const personPickerWords = inLanguage('personPickerWords', {
  find: 'Find a person by name or e-mail address',
  results: 'People found',
  hint: 'Type a name or an address. Everybody is searched whom you can see in any account.',
  none: (text: string) => `Nobody matches "${text}"`,
  noneReason: 'The search looks at names and addresses of users in all accounts.',
  inAccounts: (count: number) => `In ${accounts(count)}`,
  other: 'Somebody else',
  menu: 'People',
  gone: {
    title: 'This person is in no account any more',
    reason: 'Nobody with this login is a user of an account that you can see.',
  },
})

/** Choosing one person in a form. */
export const personFieldWords = inLanguage('personFieldWords', {
  change: 'Change...',
  choose: 'Choose...',
  found: 'People found',
  count: (shown: number, total: number) =>
    total === 0
      ? 'Nobody matches.'
      : shown < total
        ? `${number(shown)} of ${plural(total, 'person', 'people')}: type more to find the others.`
        : `${plural(total, 'person', 'people')} found.`,
})

/** Somebody leaves: one plan over every account. */
export const leaverWords = inLanguage('leaverWords', {
  title: 'Somebody leaves',
  titleOf: (name: string) => `${name} leaves`,
  entry: 'Leaving...',
  entryHelp: 'Remove this person from every account in one plan.',
  who: 'Who leaves?',
  same: 'May be the same person',
  sameHelp: 'Tick a login to take it into the plan. Nothing is assumed.',
  sameHint: (address: string, reasons: readonly string[], count: number) =>
    `${address} · ${list(reasons)} · in ${accounts(count)}`,
  reasons: {
    mailbox: 'same mailbox',
    name_and_local_part: 'same name and part before the @',
    name: 'same name',
  },
  summary: (remove: number, keep: number, blocked: number) =>
    list(
      [
        `Removed from ${accounts(remove)}`,
        ...(keep > 0 ? [`kept in ${number(keep)}`] : []),
        ...(blocked > 0 ? [`${number(blocked)} can't be done by you`] : []),
      ],
      3,
    ),
  open: (count: number) =>
    `${accounts(count)} ${count === 1 ? 'is' : 'are'} owned by this person: choose who takes over, or keep.`,
  more: (count: number) =>
    `${accounts(count)} more don't fit into one plan. Run it again when this one is done.`,
  accounts: 'Accounts of this person',
  show: 'Show',
  all: (count: number) => `All (${number(count)})`,
  flagged: (count: number) => `Needs a look (${number(count)})`,
  blocked: (count: number) => `Not by you (${number(count)})`,
  filter: 'Find an account',
  showMore: (count: number) => `Show ${number(count)} more`,
  nothingFound: 'No account matches',
  nothingFoundReason: 'The filter looks at names and references of accounts.',
  asRole: (role: string) => `is ${role}`,
  withLogin: (address: string) => `as ${address}`,
  opens: (count: number) => `Opens ${applications(count)}`,
  opensNothing: 'Opens nothing',
  opensUnknown: "What it has can't be seen by you",
  opensTitle: (account: string) => `What can be opened in ${account}`,
  access: 'Show applications',
  hideAccess: 'Hide applications',
  ends: (day: string) => `ends ${day}`,
  suspended: 'Suspended',
  ownsAlone: 'Owns it alone',
  lastWith: (permissions: readonly string[]) => `Nobody else there has ${list(permissions)}`,
  lastWithHelp: 'When this person is gone, only an administrator of the environment can manage its users.',
  choice: (account: string) => `What happens in ${account}`,
  choices: { remove: 'Remove', transfer: 'Transfer, then remove', keep: 'Keep' },
  reason: (account: string) => `Why is ${account} kept?`,
  reasonShort: 'Reason',
  heir: (account: string) => `New owner of ${account}`,
  heirShort: 'New owner',
  heirPlaceholder: 'Nobody takes over yet',
  findHeir: 'Find an active user of the account',
  noHeir: 'There is no other active user who could take over. Invite one first.',
  lacking: (advice: string, ask: string | null) => (ask ? `${advice} Ask ${ask}.` : advice),
  onlyOwner: (ask: string | null) =>
    ask
      ? `Only the owner or an administrator of the environment hands it over. Ask ${ask}.`
      : 'Only the owner or an administrator of the environment hands it over.',
  self: 'That is you. Leave it yourself, under Settings of the account.',
  leftOut: 'Not in the plan',
  invitations: (count: number) => plural(count, 'pending invitation', 'pending invitations'),
  invitationsHelp: 'Sent to the addresses of this person. Revoked with the plan unless you untick them.',
  invitation: (account: string, role: string, address: string, day: string) =>
    `${account}: ${role}, to ${address}, until ${day}`,
  nothing: {
    title: 'Nothing to do',
    reason: 'This person is a user of no account that you can see, and no invitation is pending.',
  },
  export: 'Export the plan',
  exported: 'Plan saved as CSV',
  button: (count: number) => (count === 0 ? 'Carry out' : `Carry out ${changes(count)}`),
  chooseFirst: 'Nothing is to be done yet.',
  decideFirst: (count: number) => `Choose a new owner in ${accounts(count)} first, or keep them.`,
  question: (name: string, count: number) => `Remove ${name} from ${accounts(count)}?`,
  questionInvitations: (name: string, count: number) =>
    `Revoke ${plural(count, 'invitation', 'invitations')} of ${name}?`,
  verb: (name: string, count: number) => (count === 0 ? 'Revoke' : `Remove ${name} from ${accounts(count)}`),
  effect: (transfers: number, invitations: number) =>
    [
      ...(transfers > 0
        ? [
            `The ownership of ${accounts(transfers)} is transferred first. Where that is refused nobody is removed.`,
          ]
        : []),
      ...(invitations > 0 ? [`${plural(invitations, 'invitation is', 'invitations are')} revoked.`] : []),
      'There is no undo: whoever is to come back is invited again.',
    ].join(' '),
  inAccounts: (names: readonly string[]) => list(names, 8),
  done: (name: string, count: number) => `${name} removed from ${accounts(count)}`,
  file: {
    name: (day: string) => `gatehouse-leaver-plan-${day}`,
    account: 'Account',
    reference: 'Reference',
    login: 'Login',
    role: 'Role',
    what: 'Plan',
    heir: 'New owner',
    reason: 'Reason',
    flags: 'Needs a look',
    applications: 'Applications',
  },
})

/** Somebody joins: what a colleague has, given to somebody new. */
export const joinerWords = inLanguage('joinerWords', {
  title: 'Somebody joins',
  titleOf: (name: string) => `Same access as ${name}`,
  entry: 'Same access for somebody else...',
  entryHelp: 'Give a new colleague what this person has in every account.',
  who: 'Same access as whom?',
  emails: 'E-mail addresses of who joins',
  emailsHelp: 'One in a line, or with commas between them.',
  invalid: (addresses: readonly string[]) => `Not an e-mail address: ${list(addresses)}`,
  tooMany: (most: number) => `At most ${number(most)} at once.`,
  self: 'That is the address of the colleague.',
  until: 'Until (optional)',
  untilHelp: 'The membership ends by itself after this day. People who are there already keep theirs.',
  past: 'This day is over. Choose a later one.',
  preview: 'What it comes to in each account',
  summary: (lines: number, of: number) => `${plural(lines, 'line', 'lines')} in ${accounts(of)}`,
  filter: 'Find an account',
  nothingFound: 'No account matches',
  nothingFoundReason: 'The filter looks at names and references of accounts.',
  include: (account: string, address: string) => (address ? `${account}: ${address}` : account),
  kinds: {
    invite: 'Invited',
    change: 'Is there already: gets what is missing',
    same: 'Has all of it already',
    invited: 'Is invited already',
  },
  anybody: 'Whoever joins',
  asRole: (role: string) => `as ${role}`,
  becomes: (before: string, after: string) => `${before} becomes ${after}`,
  ownerNot: (name: string) => `${name} owns it. The ownership isn't copied: Admin.`,
  suspended: (name: string) => `${name} is suspended there.`,
  grants: (names: readonly string[]) => `Given: ${list(names, 6)}`,
  auto: (names: readonly string[]) => `By itself: ${list(names, 6)}`,
  noApplications: 'No applications',
  lacks: (permissions: readonly string[]) => `Not given, as you lack it: ${list(permissions, 6)}`,
  ungiven: (names: readonly string[]) => `Not given, as you may not assign: ${list(names, 6)}`,
  lacking: (advice: string, ask: string | null) => (ask ? `${advice} Ask ${ask}.` : advice),
  more: (count: number) => `${accounts(count)} more don't fit into one run.`,
  nothing: {
    title: 'There is nothing to copy',
    reason: (name: string) => `${name} is a user of no account that you can see.`,
  },
  button: (count: number) => (count === 0 ? 'Send' : `Give access in ${accounts(count)}`),
  addressFirst: 'Write an e-mail address first.',
  chooseFirst: 'Nothing is left to be done.',
  question: (name: string, people: number, count: number) =>
    `Give ${plural(people, 'person', 'people')} the access of ${name} in ${accounts(count)}?`,
  effect: (invitations: number, changed: number) =>
    list(
      [
        ...(invitations > 0 ? [plural(invitations, 'invitation is sent', 'invitations are sent')] : []),
        ...(changed > 0 ? [plural(changed, 'user is changed', 'users are changed')] : []),
        ...(invitations + changed > 0 ? [] : ['nothing changes']),
      ],
      2,
    ),
  done: (name: string, count: number) => `Access of ${name} given in ${accounts(count)}`,
})
