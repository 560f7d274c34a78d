import { list, number, plural } from './format.ts'
import { inLanguage } from './language.ts'

/** Words of the matrix of users and applications. */
export const matrixWords = inLanguage('matrixWords', {
  accessOf: (account: string) => `Who has access in ${account}`,
  reviewOf: (title: string, account: string) => `Decisions of ${title} in ${account}`,
  user: 'User',
  membership: 'Account',
  membershipHint: 'Being a user of the account at all',
  you: 'you',
  neverSeen: 'never seen',
  seen: (when: string) => `seen ${when}`,
  facts: (role: string, seen: string) => `${role} · ${seen}`,
  suspended: (facts: string) => `${facts} · suspended`,
  find: 'Find a user',
  users: (count: number) => plural(count, 'user', 'users'),
  usersAndApplications: (users: string, applications: number) =>
    `${users} · ${plural(applications, 'application', 'applications')}`,
  /** One character that stands in a cell. */
  letters: { environment: 'E', account: 'A', grant: 'M' },
  short: { keep: 'Keep', revoke: 'Revoke', unsure: 'Not sure', change: 'Change' },
  advised: { keep: 'keep?', revoke: 'revoke?', unsure: 'not sure?' },
  decisions: {
    keep: 'Keep',
    revoke: 'Revoke',
    unsure: 'Not sure',
    change: 'Change',
  },
  noAccess: 'no access',
  undecided: 'not decided',
  isMember: 'is a user of the account',
  decidedAs: (decision: string) => `decided: ${decision}`,
  isAdvised: (decision: string) => `recommended: ${decision}`,
  isLocked: (reason: string) => `locked: ${reason}`,
  hasNote: 'has a note',
  locks: {
    none: 'No access, so there is nothing to decide.',
    environment:
      'Every user has it by an auto-assignment of the environment. An administrator decides on it.',
    account: 'Every user has it by the auto-assignment of the account. Disable that on the Applications tab.',
    owner: 'The owner cannot be removed. Transfer the ownership first.',
    self: 'Nobody decides on their own access here.',
  },
  /** What a screen reader hears of a cell: who, what, and what is to be said of it. */
  cell: (user: string, application: string, said: readonly string[]) =>
    `${user}, ${application}: ${list(said, 10)}`,
  sortBy: 'Sort by',
  sorts: {
    name: 'Name',
    role: 'Role',
    lastActive: 'Last seen, longest ago first',
    access: 'Most applications first',
    undecided: 'Most undecided first',
  },
  groupBy: 'Group by',
  groups: { none: 'No groups', role: 'By role', seen: 'By last seen' },
  seenGroups: {
    week: 'Seen in the last 7 days',
    month: 'Seen in the last 30 days',
    quarter: 'Seen in the last 90 days',
    before: 'Not seen for 90 days',
    never: 'Never seen',
  },
  groupHead: (name: string, rows: number) => `${name} (${number(rows)})`,
  only: 'Show',
  onlies: {
    all: 'All users',
    undecided: 'With something undecided',
    revoked: 'With something to revoke',
    advised: 'With something recommended to revoke',
  },
  legend: 'What the marks mean',
  nothing: 'No user matches',
  nothingReason: 'The search looks at names and addresses.',
  emptyTitle: 'Nothing to show',
  emptyReason: (account: string) => `${account} has no users that could have access to anything.`,
  selected: (cells: number) => plural(cells, 'cell chosen', 'cells chosen'),
  keys: 'Arrows move, Shift with them chooses more, Ctrl+A all. Enter opens the details.',
  decideKeys:
    'Arrows move, Shift with them chooses more, Ctrl+A all. K keeps, R revokes, N is not sure, Delete takes a decision back. Enter opens the details.',
})
