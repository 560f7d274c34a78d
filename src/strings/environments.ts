import type { AddressCheck } from '../ipc/views.ts'
import { list, number, plural } from './format.ts'
import { inLanguage } from './language.ts'

const users = (count: number) => plural(count, 'user', 'users')
const accounts = (count: number) => plural(count, 'account', 'accounts')
const applications = (count: number) => plural(count, 'application', 'applications')

/** Where a login leads that names no application. */
export const noWayInWords = inLanguage('noWayInWords', {
  nothing: (environment: string) =>
    `A login that names no application lands on the error page: ${environment} has neither a default nor an auto-assigned application.`,
  inactive: (name: string) =>
    `A login that names no application lands on the error page: ${name} is the default and is not integrated yet.`,
  choose: 'Choose the default...',
  integrate: (name: string) => `Integrate ${name}...`,
  title: 'Choose the default application',
  hint: 'A login that names no application opens it, and a new account starts with it.',
  label: 'Default application',
  none: 'None',
  noneHint: 'A login has to name an application, or it lands on the error page.',
  inactiveHint: 'Not integrated yet: it opens once it is.',
  save: 'Set the default',
})

export const environmentAccountWords = inLanguage('environmentAccountWords', {
  tableOf: (environment: string) => `Accounts of ${environment}`,
  find: 'Find by name, reference or plan',
  count: (shown: number, all: number) =>
    shown === all ? accounts(all) : `${number(shown)} of ${accounts(all)}`,
  columns: {
    name: 'Account',
    plan: 'Plan',
    owner: 'Owner',
    users: 'Users',
    status: 'Status',
    created: 'Created',
    reference: 'Reference',
  },
  noOwner: 'No owner',
  waiting: (count: number) => `${number(count)} waiting`,
  status: 'Status',
  anyStatus: 'Any status',
  withoutOwner: 'Only without an owner',
  empty: 'No accounts yet',
  emptyReason: (environment: string) =>
    `Clients of ${environment} stand here, once the first one is created.`,
  noMatch: 'Nothing matches',
  noMatchReason: 'No account has that name, reference or plan together with what else was chosen.',
  create: 'Create account',
  menu: {
    open: 'Open',
    chooseOwner: 'Choose the owner...',
    copyReference: 'Copy reference',
    suspend: 'Suspend...',
    resume: 'Resume',
    close: 'Close...',
    reopen: 'Reopen',
    delete: 'Delete...',
  },
  closeFirst: 'Close the account first.',
  copied: (name: string) => `Reference of ${name} copied`,
  form: {
    title: 'Create account',
    name: 'Name',
    nameHint: 'The client as people know it.',
    reference: 'Reference',
    referenceHint: 'Your own number for it. No other account of the environment has it.',
    plan: 'Plan',
    known: (plans: readonly string[]) => `In use: ${list(plans, 5)}`,
    owner: "Owner's e-mail address",
    ownerHint:
      'Optional. They are invited as admin for 30 days; once they have accepted, you make them the owner.',
    effect: (defaultName: string | null, auto: readonly string[]) => {
      const names = [...new Set([...(defaultName === null ? [] : [defaultName]), ...auto])]
      return names.length === 0
        ? 'It starts without an application: there is neither a default nor an auto-assigned one.'
        : `It starts with ${list(names, 4)}.`
    },
    submit: 'Create',
    nameMissing: 'An account needs a name.',
    referenceMissing: 'An account needs a reference.',
    planMissing: 'An account needs a plan.',
    done: (name: string) => `${name} created`,
    invited: (email: string) => `${email} is invited.`,
    notInvited: 'The account was created, but its owner-to-be was not invited.',
    toInvitations: 'Open its invitations',
  },
  suspend: {
    title: (name: string) => `Suspend ${name}?`,
    verb: 'Suspend',
    lose: (count: number) =>
      count === 0
        ? 'It has no users who could lose access.'
        : count === 1
          ? 'Its one user can open nothing in it until it is resumed.'
          : `Its ${users(count)} can open nothing in it until it is resumed.`,
    keeps:
      'It can still be read, and nothing is deleted. Everybody has again what they had when it is resumed.',
    done: (name: string) => `${name} suspended`,
  },
  close: {
    title: (name: string) => `Close ${name}?`,
    verb: 'Close',
    lose: (count: number) =>
      count === 0
        ? 'It has no users who could lose access.'
        : count === 1
          ? 'Its one user can open nothing in it any more.'
          : `Its ${users(count)} can open nothing in it any more.`,
    keeps: 'It can still be read and reopened. Only a closed account can be deleted.',
    done: (name: string) => `${name} closed`,
  },
  reason: 'Reason',
  reasonHint: 'Optional. It stands in the activity, for whoever asks later.',
  resumed: (name: string) => `${name} is active again`,
  reopened: (name: string) => `${name} is open again`,
  delete: {
    title: (name: string) => `Delete ${name} for good?`,
    verb: (name: string) => `Delete ${name}`,
    counting: 'Counting what goes with it...',
    goes: 'With it go:',
    users: (active: number, suspended: number) =>
      suspended === 0 ? users(active) : `${users(active)} and ${number(suspended)} suspended`,
    applications: (count: number) => plural(count, 'assigned application', 'assigned applications'),
    invitations: (count: number) => plural(count, 'pending invitation', 'pending invitations'),
    services: (count: number) => plural(count, 'product or service', 'products and services'),
    rest: 'Grants, templates and activity. Logins stay, as they are the people’s own.',
    forGood: 'This can not be undone.',
    type: (reference: string) => `Type ${reference} to confirm`,
    mismatch: 'That is not its reference yet.',
    done: (name: string) => `${name} deleted`,
    detail: (members: number, grants: number) =>
      `${plural(members, 'membership', 'memberships')} and ${plural(grants, 'grant', 'grants')} went with it.`,
  },
})

export const environmentApplicationWords = inLanguage('environmentApplicationWords', {
  tableOf: (environment: string) => `Applications of ${environment}`,
  find: 'Find by name or key',
  count: (shown: number, all: number) =>
    shown === all ? applications(all) : `${number(shown)} of ${applications(all)}`,
  columns: {
    name: 'Application',
    type: 'Type',
    status: 'Status',
    assignment: 'Assignment',
    accounts: 'Accounts',
    users: 'Users',
  },
  types: { application: 'Application', agent: 'Agent' },
  anyType: 'Applications and agents',
  onlyApplications: 'Applications only',
  onlyAgents: 'Agents only',
  type: 'Type',
  status: 'Status',
  anyStatus: 'Any status',
  default: 'Default',
  byAccount: 'Account by account',
  empty: 'No applications yet',
  emptyReason: (environment: string) =>
    `What the users of ${environment} open stands here, once the first one is created.`,
  noMatch: 'Nothing matches',
  noMatchReason: 'No application has that name or key together with what else was chosen.',
  create: 'Create application',
  menu: {
    edit: 'Edit and integrate...',
    copyId: 'Copy application id',
    integrate: 'Mark as integrated',
    disintegrate: 'Mark as not integrated...',
    makeDefault: 'Make default',
    unsetDefault: 'Unset default',
    enableAuto: 'Enable environment auto-assignment...',
    disableAuto: 'Disable environment auto-assignment...',
    delete: 'Delete...',
  },
  copiedId: (name: string) => `Application id of ${name} copied`,
  integrated: (name: string) => `${name} is active`,
  integratedDetail: 'Whoever has it can open it now.',
  integratedWithoutDefault: 'A login has to name its id, as there is no default application.',
  disintegrated: (name: string) => `${name} is inactive`,
  madeDefault: (name: string) => `${name} is the default application`,
  madeDefaultDetail: (before: string | null) =>
    before === null ? 'A login that names no application opens it.' : `It takes the place of ${before}.`,
  madeDefaultInactive: 'It opens once it is integrated; until then such logins land on the error page.',
  unsetDefault: 'There is no default application any more',
  unsetDefaultDetail: 'A login that names no application lands on the error page.',
  disintegrate: {
    title: (name: string) => `Mark ${name} as not integrated?`,
    verb: 'Mark as not integrated',
    lose: (userCount: number, accountCount: number) =>
      userCount === 0
        ? 'Nobody can open it now, so nobody notices.'
        : `${users(userCount)} in ${accounts(accountCount)} can not open it until it is integrated again.`,
    keeps: 'It stays assigned and granted as it is.',
    isDefault: 'It is the default: a login that names no application lands on the error page meanwhile.',
  },
  enable: {
    title: (name: string) => `Auto-assign ${name} in the whole environment?`,
    verb: 'Enable auto-assignment',
    effect: (userCount: number, accountCount: number, name: string) =>
      userCount === 0
        ? `No user is there yet. Every new one in every account gets ${name}.`
        : userCount === 1
          ? `The one user gets ${name}, and so will new ones.`
          : `All ${users(userCount)} in ${accounts(accountCount)} get ${name}, and so will new ones.`,
    gain: (count: number) => (count === 0 ? 'Nobody gains access now.' : `${users(count)} gain access.`),
    keepByAccount: (count: number) => `${users(count)} have it already, as their account auto-assigns it.`,
    keepByGrant: (count: number) => `${users(count)} hold a grant already and keep it.`,
    inactive: 'It is not integrated yet, so nobody can open it until it is.',
    cantRemove: 'While it is on, no account and no user can be without it.',
    done: (name: string) => `${name} is environment auto-assigned`,
  },
  disable: {
    title: (name: string) => `Stop auto-assigning ${name} in the whole environment?`,
    verb: 'Disable auto-assignment',
    question: 'What becomes of those who have it by this alone?',
    drop: 'They lose it',
    dropEffect: (count: number) =>
      count === 0 ? 'Nobody has it by this alone.' : `${users(count)} lose access.`,
    keep: 'They keep it, each by a grant',
    keepEffect: (count: number) =>
      count === 0 ? 'No grants are made.' : `${users(count)} hold a grant then.`,
    keepOthers: (byGrant: number, byAccount: number) =>
      `${users(byGrant)} keep it by a grant of before, ${users(byAccount)} by the auto-assignment of their account.`,
    future: 'New users and accounts no longer get it.',
    done: (name: string) => `${name} is no longer environment auto-assigned`,
    doneGrants: (count: number) => `${plural(count, 'grant was', 'grants were')} made.`,
  },
  delete: {
    title: (name: string) => `Delete ${name} for good?`,
    verb: (name: string) => `Delete ${name}`,
    lose: (userCount: number, accountCount: number) =>
      userCount === 0
        ? 'Nobody can open it now, so nobody loses access.'
        : `${users(userCount)} in ${accounts(accountCount)} lose access.`,
    goes: (accountCount: number, grants: number, invitations: number) =>
      accountCount === 0 && grants === 0 && invitations === 0
        ? 'No account has it.'
        : `It is taken from ${accounts(accountCount)}, with ${plural(grants, 'grant', 'grants')}, and out of ${plural(invitations, 'pending invitation', 'pending invitations')}.`,
    isDefault: 'It is the default: afterwards a login that names no application lands on the error page.',
    forGood: 'Its id is gone with it, and can not be given again.',
    done: (name: string) => `${name} deleted`,
  },
  counting: 'Counting who is affected...',
})

export const applicationFormWords = inLanguage('applicationFormWords', {
  createTitle: 'Create application',
  details: 'Details',
  name: 'Name',
  key: 'Key',
  keyHint:
    'For people and programs to read: small letters, digits and hyphens. Integrations know the id alone.',
  description: 'Description',
  type: 'Type',
  typeHint: { application: 'Opened by users', agent: 'Works on behalf of users; stands on a tab of its own' },
  applicationUrl: 'Application URL',
  applicationUrlHint: 'Where users are once they have signed in.',
  loginUrl: 'Login URL',
  loginUrlHint: 'Where opening it begins; the application id and the account are added.',
  logoUrl: 'Logo URL',
  logoUrlHint: 'Optional.',
  submit: 'Create',
  save: 'Save',
  saved: (name: string) => `${name} saved`,
  created: (name: string) => `${name} created`,
  createdDetail: 'It is inactive until it is marked as integrated.',
  changedMeanwhile: 'Somebody changed it since you opened it.',
  takeTheirs: 'Show what it is now',
  missing: { name: 'An application needs a name.', key: 'An application needs a key.' },
  badKey: 'Small letters, digits, and single hyphens between them.',
  badUrl: 'An address that begins with https:// or http://, without spaces and without a login in it.',
  check: 'Check the addresses',
  checking: 'Checking...',
  checkResult: (field: string, result: string) => `${field}: ${result}`,
  integration: 'Integration',
  integrationHint:
    'Put this where your application starts its login, so that the login knows what it is for.',
  applicationId: 'Application id',
  snippetLabel: 'contextOptions with the application id',
  copySnippet: 'Copy snippet',
  copiedSnippet: 'Snippet copied',
  statusNow: 'Status',
  markIntegrated: 'Mark as integrated',
  noDefaultWarning:
    'There is no default application: once this one is active, logins that do not name its id still land on the error page.',
  unchanged: 'Nothing is changed yet.',
  gone: 'This application is no longer here.',
})

/** How the page at an address answered. */
export const addressCheckWords = inLanguage('addressCheckWords', {
  answered: (status: number, milliseconds: number) =>
    `answered with status ${status} after ${number(milliseconds)} ms`,
  failed: (status: number) => `answered with status ${status}, which is an error`,
  led: (text: string, origin: string) => `${text}; it led on to ${origin}`,
  empty: 'There is no address to check.',
  silent: {
    'not-web': 'This is not the address of a web page.',
    'unknown-host': 'No computer has this name. Look for a mistake in the address.',
    refused: 'The computer is there, but nothing answers at this address.',
    certificate: 'The connection is not safe: the certificate can not be trusted.',
    timeout: 'No answer within ten seconds.',
    'no-network': 'This computer has no way to it now.',
    other: 'No answer.',
  } satisfies Record<Extract<AddressCheck, { outcome: 'silent' }>['why'], string>,
  withCode: (text: string, code: string) => (code === '' ? text : `${text} (${code})`),
})

export const environmentSettingsWords = inLanguage('environmentSettingsWords', {
  title: (environment: string) => `Settings of ${environment}`,
  name: 'Name',
  nameMissing: 'An environment needs a name.',
  save: 'Rename',
  renamed: (name: string) => `The environment is called ${name} now`,
  key: 'Key',
  administrators: (count: number) => `Administrators (${number(count)})`,
  administratorsTitle: 'Administrators',
  hint: 'Each of them may do everything here and in every account of the environment.',
  listLabel: 'Administrators of the environment',
  you: 'You',
  email: 'E-mail address',
  emailHint: 'Of somebody who has a login here and has verified the address.',
  add: 'Add administrator',
  addShort: 'Add',
  added: (name: string) => `${name} administers the environment now`,
  remove: 'Remove...',
  removeNamed: (name: string) => `Remove ${name} as administrator`,
  last: 'The last administrator stays. Add another one first.',
  removeTitle: (name: string) => `Remove ${name} as administrator?`,
  removeVerb: 'Remove',
  removeEffect: (name: string, accountCount: number) =>
    `${name} loses the administration, and with it every permission in ${accounts(accountCount)} that no membership gives.`,
  removeSelf:
    'That is you: these screens are closed to you at once, and another administrator has to let you in again.',
  removed: (name: string) => `${name} no longer administers the environment`,
  offline: 'Who administers the environment is asked of the server, and there is no connection now.',
})

export const roleMatrixWords = inLanguage('roleMatrixWords', {
  view: 'What is shown',
  roles: 'Roles',
  templates: 'Templates',
  title: 'What each role includes',
  hint: 'The roles are the same in every account. A template is a set of permissions that one account made for itself.',
  permission: 'Permission',
  included: 'Included',
  notIncluded: 'Not included',
  of: (held: number, all: number) => `${number(held)} of ${number(all)}`,
  billing: 'enforced by the billing system',
  custom: 'Somebody whose permissions were chosen one by one, or taken from a template, has the role Custom.',
})

export const environmentActivityWords = inLanguage('environmentActivityWords', {
  listOf: (environment: string) => `Activity of ${environment}`,
  count: (loaded: number, isMore: boolean) =>
    isMore ? `The newest ${number(loaded)}` : plural(loaded, 'entry', 'entries'),
  open: (name: string) => `Open ${name}`,
  again: 'Look again',
  empty: 'Nothing happened yet',
  emptyReason: (environment: string) => `What administrators do to ${environment} stands here.`,
  noMatchReason: 'No entry has these words, this kind and these days together.',
  offline: 'This needs a connection',
  offlineReason: 'The activity of an environment is not kept on this computer. That of each account is.',
})
