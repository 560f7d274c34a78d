import { absoluteTime, list, number, plural, shortDate } from './format.ts'
import { inLanguage } from './language.ts'

const changes = (count: number) => plural(count, 'access change', 'access changes')
const users = (count: number) => plural(count, 'user', 'users')
const accounts = (count: number) => plural(count, 'account', 'accounts')

/** What became of access since a moment: what came and went in between isn't told. */
export const accessChangeWords = inLanguage('accessChangeWords', {
  title: (account: string) => `Access changes in ${account}`,
  titleEverywhere: 'Access changes in all accounts',
  open: 'Access changes...',
  since: 'Since',
  sinceVisit: 'My last visit',
  sinceDay: 'A day',
  sinceReview: 'The last signed review',
  day: 'Since this day',
  export: 'Export as CSV',
  exported: 'Saved as CSV',
  count: (count: number) => changes(count),
  countShown: (shown: number, all: number) => `The first ${number(shown)} of ${changes(all)}`,
  countEverywhere: (count: number, of: number) => `${changes(count)} in ${accounts(of)}`,
  hint: (count: number) => `${changes(count)} since you were here`,
  show: 'Show what changed',
  from: (at: string) => `Since ${absoluteTime(new Date(at))}`,
  fromReview: (title: string, at: string) => `Since the review "${title}" of ${absoluteTime(new Date(at))}`,
  net: 'What was given and taken again in between is left out.',
  reaches: (at: string) => `What was done is known back to ${shortDate(new Date(at))}.`,
  cut: (at: string) =>
    `What was done is known back to ${shortDate(new Date(at))} only, so older changes are missing.`,
  cutEverywhere: 'In some accounts less was kept than you asked for, so older changes may be missing.',
  environment: 'What an administrator gives to the whole environment stands in its activity.',
  none: {
    title: 'Nothing changed',
    reason: 'Nobody gained or lost access in this time.',
  },
  noVisit: {
    title: 'This is your first visit on this computer',
    reason: 'From now on what changes between two visits is shown here. Until then choose a day.',
  },
  noReview: {
    title: 'No review has been signed here',
    reason: 'Once one is signed, access is compared with what it froze.',
  },
  reviewNotHere: {
    title: 'The last review is not on this computer',
    reason: 'Open it once while there is a connection, then it can be compared here.',
  },
  noVisits: {
    title: 'No visits yet',
    reason: 'Accounts are counted from your last visit to them on this computer. Until then choose a day.',
  },
  chooseDay: 'Choose a day',
  table: (account: string) => `Access changes in ${account}`,
  columns: { change: 'Change', by: 'Last by', at: 'When', account: 'Account', kind: 'Kind' },
  showAccount: (account: string, count: number) => `Show all ${number(count)} in ${account}`,
  kinds: {
    came: 'New user',
    went: 'No longer a user',
    role: 'Role',
    owner: 'Owner',
    suspended: 'Suspended',
    resumed: 'Active again',
    end: 'End',
    gained: 'Gained',
    lost: 'Lost',
    reason: 'Other reason',
    'for-all': 'For everybody',
    'not-for-all': 'Not for everybody',
    unassigned: 'Unassigned',
  },
  nobody: 'nobody',
  came: (name: string, role: string, applications: readonly string[]) =>
    applications.length > 0
      ? `${name} joined as ${role}, with ${list(applications)}`
      : `${name} joined as ${role}`,
  went: (name: string, role: string, applications: readonly string[]) =>
    applications.length > 0
      ? `${name} (${role}) is no longer a user and lost ${list(applications)}`
      : `${name} (${role}) is no longer a user`,
  role: (name: string, before: string, after: string) => `${name}: ${before} is now ${after}`,
  sameRole: (name: string, role: string) => `${name} is still ${role}`,
  permissions: (sentence: string, gained: readonly string[], lost: readonly string[]) =>
    [
      sentence,
      ...(gained.length > 0 ? [`gained ${list(gained)}`] : []),
      ...(lost.length > 0 ? [`lost ${list(lost)}`] : []),
    ].join(' · '),
  owner: (before: string, after: string) => `The ownership went from ${before} to ${after}`,
  suspended: (name: string) => `${name} is suspended`,
  resumed: (name: string) => `The suspension of ${name} has ended`,
  endSet: (name: string, day: string) => `The membership of ${name} ends on ${day}`,
  endDropped: (name: string) => `The membership of ${name} lasts now`,
  gained: (name: string, application: string) => `${name} gained ${application}`,
  lost: (name: string, application: string) => `${name} lost ${application}`,
  reason: (name: string, application: string) => `${name} has ${application} for another reason now`,
  forAll: (application: string, count: number | null) =>
    count === null
      ? `Every user has ${application} now`
      : `Every user has ${application} now, ${users(count)} of them by this`,
  notForAll: (application: string, count: number | null) =>
    count === null
      ? `${application} is no longer given to every user`
      : `${application} is no longer given to every user, ${users(count)} had it by this alone`,
  unassigned: (application: string, count: number) =>
    `${application} was unassigned, ${users(count)} lost a grant of it`,
})
