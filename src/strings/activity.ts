import type { Activity } from '@gatehouse/contract'
import { number, plural } from './format.ts'
import { inLanguage } from './language.ts'

export const activityWords = inLanguage('activityWords', {
  listOf: (account: string) => `Activity of ${account}`,
  find: 'Find in the activity',
  count: (count: number) => plural(count, 'entry', 'entries'),
  countFound: (count: number, all: number) => `${number(count)} of ${plural(all, 'entry', 'entries')}`,
  filterByKind: 'Kind',
  kinds: {
    all: 'Everything',
    application: 'Applications',
    grant: 'Grants',
    invitation: 'Invitations',
    user: 'Users and permissions',
    service: 'Products & services',
    account: 'The account itself',
    'sign-in': 'Sign-ins',
  },
  filterByPerson: 'Person',
  anyPerson: 'Everybody',
  person: (name: string, count: number) => `${name} (${number(count)})`,
  filterByApplication: 'Application',
  anyApplication: 'Every application',
  moreFilters: 'Filters',
  filtersOn: (count: number) => `Filters (${number(count)})`,
  from: 'From',
  to: 'To',
  wrongDays: 'The first day is after the last.',
  clearAll: 'Clear all',
  filterPanel: 'Narrow the activity down',
  change: 'What changed',
  field: 'Field',
  before: 'Before',
  after: 'After',
  nothing: 'Nothing',
  noFields: 'Nothing else was recorded.',
  when: 'When',
  device: 'Device',
  noDevice: 'Not on a named device',
  reference: 'Reference of the change',
  account: 'Account',
  notHereYet: 'Being read...',
  open: {
    user: (name: string) => `Open ${name}`,
    application: (name: string) => `Open ${name}`,
    invitation: 'Open the invitation',
    service: 'Open Products & services',
    account: 'Open the settings',
  },
  undo: 'Undo this',
  undoLabel: (sentence: string) => `Undo: ${sentence}`,
  undone: (sentence: string) => `Taken back: ${sentence}`,
  changedSince: 'It was changed again since, so it can not be taken back from here.',
  empty: {
    title: 'Nothing has happened yet',
    reason: (account: string) => `Whatever somebody changes in ${account} is listed here, with who and when.`,
  },
  nothingFound: 'Nothing matches',
  nothingFoundReason: 'The filter looks at people, names, addresses and devices.',
  refresh: 'Sync now',
  since: (date: string) => `This computer holds activity since ${date}. Older entries come with an export.`,
  export: 'Export',
  exportMenu: 'Export the activity',
  exportAs: {
    csv: 'As a table (CSV)...',
    json: 'As data (JSON)...',
  },
  exportNote: (count: number) => `${plural(count, 'entry', 'entries')} by the filter`,
  exported: (count: number) => `${plural(count, 'entry', 'entries')} written`,
  exportedFrom: {
    server: 'All of it, as the server has it.',
    'this-computer': 'Without a connection: what is on this computer. Older entries may be missing.',
  },
  yes: 'Yes',
  no: 'No',
})

/** What stands in an exported file. */
export const activityFileWords = inLanguage('activityFileWords', {
  file: (account: string, day: string) => `activity ${account} ${day}`,
  account: 'Account',
  asOf: 'As of',
  source: 'Source',
  sources: { server: 'Server', 'this-computer': 'This computer' },
  filter: 'Filter',
  noFilter: 'None',
  text: (text: string) => `Words: ${text}`,
  kind: (kind: string) => `Kind: ${kind}`,
  person: (name: string) => `Person: ${name}`,
  application: (name: string) => `Application: ${name}`,
  from: (day: string) => `From ${day}`,
  to: (day: string) => `To ${day}`,
  entries: 'Entries',
  columns: {
    at: 'Time (UTC)',
    actor: 'Who',
    what: 'What',
    action: 'Action',
    target: 'Of what',
    field: 'Before and after',
    device: 'Device',
    reference: 'Reference',
  },
  change: (field: string, before: string, after: string) => `${field}: ${before} -> ${after}`,
})

/** What the fields of a change are called. One without a name here is only of use to a program and is left out. */
export const activityFields: Record<string, string> = inLanguage('activityFields', {
  autoAssign: 'Auto-assigned',
  onDisable: 'Access that it gave',
  grants: 'Grants removed with it',
  grantsMade: 'Grants made from it',
  accountApplicationsMade: 'Accounts that keep it as their own',
  defaultApplication: 'Default application',
  isDefault: 'Default application',
  isDeleted: 'Deleted for all accounts',
  key: 'Key',
  description: 'Description',
  type: 'Type',
  applicationUrl: 'Application URL',
  loginUrl: 'Login URL',
  logoUrl: 'Logo',
  userName: 'User',
  role: 'Role',
  applicationIds: 'Applications',
  expiresAt: 'Expires',
  email: 'Address',
  status: 'State',
  message: 'Message',
  anyAddress: 'Any login may accept it',
  membershipEndsAt: 'Access ends',
  name: 'Name',
  reference: 'Reference',
  plan: 'Plan',
  reason: 'Reason',
  productName: 'Product',
  label: 'Label',
  renewsAt: 'Renews',
  permission: 'Shown to users with',
  permissions: 'Permissions',
  endsAt: 'Ends',
  owner: 'Owner',
  previousOwnerRole: 'Role of the owner until then',
  previousOwnerPermissions: 'Permissions of the owner until then',
})

export const onDisableWords: Record<string, string> = inLanguage('onDisableWords', {
  drop: 'Dropped',
  keep: 'Kept by grants',
})

/**
 * What happened, by action. `{actor}`, `{target}` and `{user}` stand for names. Where there are two, `known` is for what
 * was recorded with something more: the user of a grant, for everybody, with an end.
 */
export const activityTemplates = inLanguage('activityTemplates', {
  'application.assigned': {
    known: '{actor} assigned {target} to every user of the account',
    plain: '{actor} assigned {target} to the account',
  },
  'application.unassigned': '{actor} unassigned {target} from the account',
  'application.auto_assign_enabled': '{actor} enabled auto-assignment of {target}',
  'application.auto_assign_disabled': '{actor} disabled auto-assignment of {target}',
  'grant.added': { known: '{actor} granted {target} to {user}', plain: '{actor} granted {target} to a user' },
  'grant.removed': {
    known: '{actor} took the grant of {target} from {user}',
    plain: '{actor} took the grant of {target} from a user',
  },
  'invitation.sent': '{actor} invited {target}',
  'invitation.resent': '{actor} sent the invitation of {target} again',
  'invitation.edited': '{actor} changed the invitation of {target}',
  'invitation.link_copied': '{actor} copied a link of the invitation of {target}',
  'invitation.revoked': '{actor} revoked the invitation of {target}',
  'invitation.accepted': '{actor} accepted the invitation sent to {target}',
  'invitation.declined': '{actor} declined the invitation sent to {target}',
  'membership.added': '{target} became a user of the account',
  'account.created': '{actor} created the account {target}',
  'invitation.expired': 'The invitation of {target} expired',
  'invitation.requested': '{actor} asked for a new invitation of {target}',
  'membership.edited': '{actor} changed what {target} may do',
  'membership.end_changed': {
    known: '{actor} set a day on which the access of {target} ends',
    plain: '{actor} let the access of {target} last',
  },
  'membership.suspended': '{actor} suspended {target}',
  'membership.resumed': '{actor} ended the suspension of {target}',
  'membership.removed': '{actor} removed {target} from the account',
  'membership.ended': 'The temporary access of {target} ended',
  'ownership.transferred': '{actor} made {target} the owner of the account',
  'template.created': '{actor} made the template {target}',
  'template.edited': '{actor} changed the template {target}',
  'template.deleted': '{actor} deleted the template {target}',
  'service.added': '{actor} added {target}',
  'service.edited': '{actor} changed {target}',
  'service.removed': '{actor} removed {target}',
  'account.edited': '{actor} changed the account {target}',
  'account.suspended': '{actor} suspended the account {target}',
  'account.resumed': '{actor} ended the suspension of the account {target}',
  'account.closed': '{actor} closed the account {target}',
  'account.reopened': '{actor} opened the account {target} again',
  'account.deleted': '{actor} deleted the account {target}',
  'application.created': '{actor} created the application {target}',
  'application.edited': '{actor} changed the application {target}',
  'application.activated': '{actor} marked {target} as integrated',
  'application.deactivated': '{actor} made {target} inactive',
  'application.default_set': '{actor} made {target} the default application',
  'application.default_cleared': '{actor} ended {target} being the default application',
  'application.deleted': '{actor} deleted the application {target}',
  'environment.created': '{actor} created the environment {target}',
  'environment.edited': '{actor} changed the environment {target}',
  'administrator.added': '{actor} made {target} an administrator',
  'administrator.removed': '{actor} ended {target} being an administrator',
  'user.signed_in': '{actor} signed in',
})

/** The sentence for an action, with names still to be put in. */
export function activityTemplate(activity: Pick<Activity, 'action' | 'before' | 'after'>): string {
  const template: string | { known: string; plain: string } = activityTemplates[activity.action]
  if (typeof template === 'string') return template
  return saysMore(activity) ? template.known : template.plain
}

function saysMore({ action, before, after }: Pick<Activity, 'action' | 'before' | 'after'>): boolean {
  if (action === 'application.assigned') return after?.autoAssign === true
  if (action === 'membership.end_changed') return typeof after?.endsAt === 'string'
  return typeof (after ?? before)?.userName === 'string'
}
