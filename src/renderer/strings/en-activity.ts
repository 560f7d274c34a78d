import type { Activity } from '@gatehouse/contract'
import { number, plural } from './format.ts'

export const activityWords = {
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
} as const

/** What the fields of a change are called. One without a name here is only of use to a program and is left out. */
export const activityFields: Record<string, string> = {
  autoAssign: 'Auto-assigned',
  onDisable: 'Access that it gave',
  grants: 'Grants removed with it',
  grantsMade: 'Grants made from it',
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
}

export const onDisableWords: Record<string, string> = { drop: 'Dropped', keep: 'Kept by grants' }

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
    case 'user.signed_in':
      return '{actor} signed in'
  }
}
