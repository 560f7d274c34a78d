import type { Activity } from '@gatehouse/contract'
import { number, plural } from './format.ts'
import { inLanguage } from './language.ts'

export const activityWords = inLanguage('activityWords', {
  listOf: (account: string) => `Activity of ${account}`,
  find: 'Find in the activity',
  count: (count: number) => plural(count, 'entry', 'entries'),
  countFound: (count: number, all: number) => `${number(count)} of ${plural(all, 'entry', 'entries')}`,
  filterByKind: 'Show',
  kinds: {
    all: 'Everything',
    application: 'Applications',
    grant: 'Grants',
    invitation: 'Invitations',
    user: 'Users and sign-ins',
  },
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
  empty: {
    title: 'Nothing has happened yet',
    reason: (account: string) => `Whatever somebody changes in ${account} is listed here, with who and when.`,
  },
  nothingFound: 'Nothing matches',
  nothingFoundReason: 'The filter looks at people, names, addresses and devices.',
  refresh: 'Sync now',
  yes: 'Yes',
  no: 'No',
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

/** `{actor}`, `{target}` and `{user}` stand for names. */
export function activityTemplate(activity: Pick<Activity, 'action' | 'before' | 'after'>): string {
  const hasUser = typeof (activity.after ?? activity.before)?.userName === 'string'
  switch (activity.action) {
    case 'application.assigned':
      return activity.after?.autoAssign === true
        ? '{actor} assigned {target} to every user of the account'
        : '{actor} assigned {target} to the account'
    case 'application.unassigned':
      return '{actor} unassigned {target} from the account'
    case 'application.auto_assign_enabled':
      return '{actor} enabled auto-assignment of {target}'
    case 'application.auto_assign_disabled':
      return '{actor} disabled auto-assignment of {target}'
    case 'grant.added':
      return hasUser ? '{actor} granted {target} to {user}' : '{actor} granted {target} to a user'
    case 'grant.removed':
      return hasUser
        ? '{actor} took the grant of {target} from {user}'
        : '{actor} took the grant of {target} from a user'
    case 'invitation.sent':
      return '{actor} invited {target}'
    case 'invitation.resent':
      return '{actor} sent the invitation of {target} again'
    case 'invitation.edited':
      return '{actor} changed the invitation of {target}'
    case 'invitation.link_copied':
      return '{actor} copied a link of the invitation of {target}'
    case 'invitation.revoked':
      return '{actor} revoked the invitation of {target}'
    case 'invitation.accepted':
      return '{actor} accepted the invitation sent to {target}'
    case 'invitation.declined':
      return '{actor} declined the invitation sent to {target}'
    case 'membership.added':
      return '{target} became a user of the account'
    case 'account.created':
      return '{actor} created the account {target}'
    case 'invitation.expired':
      return 'The invitation of {target} expired'
    case 'invitation.requested':
      return '{actor} asked for a new invitation of {target}'
    case 'membership.edited':
      return '{actor} changed what {target} may do'
    case 'membership.end_changed':
      return typeof activity.after?.endsAt === 'string'
        ? '{actor} set a day on which the access of {target} ends'
        : '{actor} let the access of {target} last'
    case 'membership.suspended':
      return '{actor} suspended {target}'
    case 'membership.resumed':
      return '{actor} ended the suspension of {target}'
    case 'membership.removed':
      return '{actor} removed {target} from the account'
    case 'membership.ended':
      return 'The temporary access of {target} ended'
    case 'ownership.transferred':
      return '{actor} made {target} the owner of the account'
    case 'template.created':
      return '{actor} made the template {target}'
    case 'template.edited':
      return '{actor} changed the template {target}'
    case 'template.deleted':
      return '{actor} deleted the template {target}'
    case 'service.added':
      return '{actor} added {target}'
    case 'service.edited':
      return '{actor} changed {target}'
    case 'service.removed':
      return '{actor} removed {target}'
    case 'account.edited':
      return '{actor} changed the account {target}'
    case 'account.suspended':
      return '{actor} suspended the account {target}'
    case 'account.resumed':
      return '{actor} ended the suspension of the account {target}'
    case 'account.closed':
      return '{actor} closed the account {target}'
    case 'account.reopened':
      return '{actor} opened the account {target} again'
    case 'account.deleted':
      return '{actor} deleted the account {target}'
    case 'application.created':
      return '{actor} created the application {target}'
    case 'application.edited':
      return '{actor} changed the application {target}'
    case 'application.activated':
      return '{actor} marked {target} as integrated'
    case 'application.deactivated':
      return '{actor} made {target} inactive'
    case 'application.default_set':
      return '{actor} made {target} the default application'
    case 'application.default_cleared':
      return '{actor} ended {target} being the default application'
    case 'application.deleted':
      return '{actor} deleted the application {target}'
    case 'environment.created':
      return '{actor} created the environment {target}'
    case 'environment.edited':
      return '{actor} changed the environment {target}'
    case 'administrator.added':
      return '{actor} made {target} an administrator'
    case 'administrator.removed':
      return '{actor} ended {target} being an administrator'
    case 'user.signed_in':
      return '{actor} signed in'
  }
}
