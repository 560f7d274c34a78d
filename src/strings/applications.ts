import type { ApplicationItem } from '../ipc/views.ts'
import { list, number, plural } from './format.ts'
import { inLanguage } from './language.ts'

const users = (count: number) => plural(count, 'user', 'users')

const kinds = {
  application: { one: 'application', many: 'applications', title: 'Applications' },
  agent: { one: 'agent', many: 'agents', title: 'Agents' },
} as const
type Type = ApplicationItem['type']

export const applicationWords = inLanguage('applicationWords', {
  columns: {
    name: { application: 'Application', agent: 'Agent' },
    status: 'Status',
    assignment: 'Assignment',
    users: 'Users',
    assigned: 'Assigned',
  },
  tableOf: (type: Type, account: string) => `${kinds[type].title} of ${account}`,
  find: (type: Type) => `Find ${type === 'agent' ? 'an agent' : 'an application'}`,
  count: (count: number, type: Type) => plural(count, kinds[type].one, kinds[type].many),
  defaultApplication: 'Default',
  defaultMeaning: 'Opened by a login that names no application',
  fromEnvironment: 'With the environment',
  assignButton: { application: 'Assign application', agent: 'Assign agent' },
  empty: {
    title: (type: Type) => `No ${kinds[type].many} yet`,
    reason: (type: Type, account: string) =>
      `Nothing has been assigned to ${account}. Once ${
        type === 'agent' ? 'an agent' : 'an application'
      } is, it stands here with who can open it.`,
  },
  nothingFound: (filter: string) => `Nothing matches "${filter}"`,
  nothingFoundReason: 'The filter looks at names, keys and assignments.',
  noMatch: 'Nothing matches these filters',
  filters: {
    status: 'Status',
    anyStatus: 'Any status',
    assignment: 'Assignment',
    anyAssignment: 'Any assignment',
  },
  notIntegratedYet: 'Not integrated yet, so it can not be opened',

  menu: {
    enableAuto: 'Enable auto-assignment',
    disableAuto: 'Disable auto-assignment',
    details: 'Details',
    manageUsers: 'Manage users...',
    open: 'Open',
    copyId: 'Copy application id',
    unassign: 'Unassign...',
  },
  reasons: {
    environment: 'Set for the whole environment by an administrator.',
    inactive: 'Not integrated yet, so it can not be opened.',
    suspended: 'The account is not active, so nothing in it can be opened.',
  },
  details: {
    key: 'Key',
    status: 'Status',
    assignment: 'Assignment',
    assigned: 'Assigned',
    users: 'Users with access',
    url: 'Opens at',
    loginUrl: 'Login URL',
    id: 'Application id',
    about: 'Description',
    noDescription: 'Nobody has described it yet.',
    isDefault: 'Opened by a login that names no application.',
    usersHidden: 'Your role does not include seeing users.',
    none: 'Not set yet',
    gone: 'It is no longer in this account',
    goneReason: 'Somebody unassigned it meanwhile.',
  },
  bulk: {
    enableAuto: 'Enable auto-assignment',
    disableAuto: 'Disable auto-assignment',
    open: 'Open',
    unassign: 'Unassign...',
    none: {
      enable: 'None of these can be auto-assigned: each is already.',
      disable: 'None of these is auto-assigned by the account.',
      open: 'None of these can be opened yet: they are not integrated.',
      tooMany: (most: number) => `Choose at most ${number(most)} to open at once.`,
      unassign: 'Set for the whole environment by an administrator.',
    },
    title: {
      enable: (count: number, type: Type) =>
        `Enable auto-assignment of ${plural(count, kinds[type].one, kinds[type].many)}?`,
      disable: (count: number, type: Type) =>
        `Disable auto-assignment of ${plural(count, kinds[type].one, kinds[type].many)}?`,
      unassign: (count: number, type: Type) =>
        `Unassign ${plural(count, kinds[type].one, kinds[type].many)}?`,
    },
    verb: {
      enable: (count: number) => `Enable for ${number(count)}`,
      disable: (count: number) => `Disable for ${number(count)}`,
      unassign: (count: number) => `Unassign ${number(count)}`,
    },
    names: (names: readonly string[]) => list(names, 8),
    leftOut: (count: number, why: string) => `${number(count)} left out: ${why}`,
    environment: 'set for the whole environment by an administrator.',
    alreadyAuto: 'auto-assigned already.',
    notAuto: 'not auto-assigned by the account.',
    gains: (count: number) =>
      count === 0
        ? 'Nobody gains access now.'
        : `${plural(count, 'access', 'accesses')} gained, over all users.`,
    effect: (names: readonly string[], count: number) =>
      count === 1
        ? `The one user gets ${list(names)}, and so will new users.`
        : `All ${users(count)} get ${list(names)}, and so will new users.`,
    lose: (count: number) =>
      count === 0
        ? 'Nobody loses access.'
        : `${plural(count, 'access is', 'accesses are')} lost, over all users.`,
    loseEach: (name: string, count: number) => `${name}: ${users(count)} lose access`,
    keepByGrant: (count: number) => `${plural(count, 'access is', 'accesses are')} kept by grant.`,
    unseen: 'How many users it concerns can not be told: your role does not include seeing them.',
    done: {
      enable: (names: readonly string[], account: string) => `${list(names)} auto-assigned in ${account}`,
      disable: (names: readonly string[], account: string) =>
        `${list(names)} no longer auto-assigned in ${account}`,
      unassign: (names: readonly string[], account: string) => `${list(names)} unassigned from ${account}`,
    },
  },
  copiedId: (name: string) => `Application id of ${name} copied`,
  opening: (name: string) => `${name} opens in your browser`,

  enable: {
    title: (name: string) => `Enable auto-assignment of ${name}?`,
    gains: (count: number) => (count === 0 ? 'Nobody gains access now.' : `${users(count)} gain access.`),
    keeps: (count: number) => `${users(count)} hold a grant already and keep it.`,
    future: 'Every new user of this account gets it too.',
    done: (name: string, account: string) => `${name} is auto-assigned in ${account}`,
  },
  disable: {
    title: (name: string) => `Disable auto-assignment of ${name}?`,
    question: 'What becomes of the users who have it only by the auto-assignment?',
    drop: 'They lose it',
    keep: 'They keep it, each by a grant',
    none: 'New users of this account no longer get it.',
    done: (name: string, account: string) => `${name} is no longer auto-assigned in ${account}`,
  },
  unassign: {
    title: (name: string) => `Unassign ${name}?`,
    verb: (name: string) => `Unassign ${name}`,
    lose: (count: number, name: string) =>
      count === 0 ? `Nobody can open ${name} now, so nobody loses access.` : `${users(count)} lose access.`,
    grants: 'Grants of single users are removed with it. Assigning it again does not bring them back.',
    done: (name: string, account: string) => `${name} unassigned from ${account}`,
  },
  impact: (lose: number, keep: number) => {
    const loses = lose === 0 ? 'Nobody loses access' : `${number(lose)} lose access`
    return keep === 0 ? loses : `${loses}, ${number(keep)} keep it by grant`
  },
  impactPending: 'Counting who is affected...',

  assign: {
    title: (type: Type, account: string) => `Assign ${kinds[type].many} to ${account}`,
    unassigned: (count: number) => `Not assigned (${number(count)})`,
    assigned: (count: number) => `Already assigned (${number(count)})`,
    notIntegrated: 'not integrated yet',
    selected: (count: number) => `${number(count)} selected`,
    button: (count: number) => (count === 0 ? 'Assign' : `Assign ${number(count)}`),
    chooseFirst: 'Choose at least one application.',
    auto: 'Auto-assign users',
    autoHint: 'Every user of the account gets what you assign.',
    effect: (names: readonly string[], count: number | null) =>
      count === null
        ? `All users get ${list(names)}, and so will new users.`
        : count === 1
          ? `The one user gets ${list(names)}, and so will new users.`
          : `All ${users(count)} get ${list(names)}, and so will new users.`,
    effectManual: (names: readonly string[], account: string) =>
      `${account} gets ${list(names)}. Nobody can open ${names.length === 1 ? 'it' : 'them'} until you choose users.`,
    done: (names: readonly string[], account: string) => `${list(names)} assigned to ${account}`,
    allAssigned: 'Everything is assigned',
    allAssignedReason: (type: Type) => `This account has every ${kinds[type].one} of its environment.`,
    clearSelection: 'Clear',
  },

  users: {
    title: (name: string) => `Users of ${name}`,
    find: 'Find a user',
    count: (withAccess: number, all: number) => `${number(withAccess)} of ${users(all)} can open it`,
    shown: (count: number) => `${users(count)} shown`,
    listLabel: (name: string) => `Who can open ${name}`,
    columns: { user: 'User', access: 'Access', action: 'Grant or revoke' },
    show: 'Show',
    all: 'All',
    withAccess: 'With access',
    without: 'Without',
    grant: (count: number) => (count === 0 ? 'Grant' : `Grant ${number(count)}`),
    revoke: (count: number) => (count === 0 ? 'Revoke' : `Revoke ${number(count)}`),
    nobodyToGrant: 'Everybody chosen has it already.',
    nobodyToRevoke: 'Nobody chosen has it by a grant.',
    granted: (count: number, name: string) => `${users(count)} granted ${name}`,
    revoked: (count: number, name: string) => `${name} revoked from ${users(count)}`,
    suspended: 'Suspended',
    noAccess: 'No access',
    accountAuto: 'Every user has it. Disable the auto-assignment of the account to choose single users.',
    empty: 'No users yet',
    emptyReason: 'Invite somebody to this account first.',
    nothingFoundReason: 'The filter looks at names and addresses.',
  },
})
