import { roleNames } from './common.ts'
import { number, plural, shortDate } from './format.ts'
import { inLanguage } from './language.ts'

type Role = keyof typeof roleNames | null

/** What happened, as a line of the list and as the system shows it. */
export const notificationWords = inLanguage('notificationWords', {
  title: 'Notifications',
  open: (unread: number) =>
    unread === 0 ? 'Notifications' : `Notifications, ${plural(unread, 'unread', 'unread')}`,
  markAllRead: 'Mark all as read',
  unread: 'New',
  empty: {
    title: 'Nothing new',
    reason: 'Invitations, access that is given or taken, what ends soon and refused changes are told here.',
    action: 'Choose what is told',
  },
  refusedLine: (count: number) => `${plural(count, 'change was', 'changes were')} refused`,
  refusedDetail: 'They wait for your decision.',
  heading: {
    invitation: (account: string) => `You are invited to ${account}`,
    'access-given': (account: string) => `You have access to ${account}`,
    'access-changed': (account: string) => `Your access to ${account} changed`,
    'access-suspended': (account: string) => `Your access to ${account} is suspended`,
    'access-resumed': (account: string) => `Your access to ${account} is active again`,
    'access-taken': (account: string) => `Your access to ${account} has ended`,
    'application-given': (application: string) => `You can open ${application}`,
    'application-taken': (application: string) => `You can no longer open ${application}`,
    'membership-ends': (account: string) => `Your access to ${account} ends soon`,
    'invitation-ends': (account: string) => `The invitation to ${account} lapses soon`,
    'review-mine': (account: string) => `An access review of ${account} is yours to decide`,
    'review-due': (account: string) => `Your access review of ${account} is due soon`,
    'review-overdue': (account: string) => `Your access review of ${account} is overdue`,
    'review-second': (account: string) => `An access review of ${account} waits for your signature`,
    'review-returned': (account: string) => `Your access review of ${account} was given back to you`,
    'review-recorded': (account: string) => `The access review of ${account} is signed and recorded`,
    'review-refused': (account: string) => `Not all that was revoked in ${account} went through`,
  },
  invitedAs: (by: string, role: Role) => `${by} invites you as ${role ? roleNames[role] : ''}.`,
  role: (role: Role) => (role ? `You are ${roleNames[role]}.` : 'You administer its environment.'),
  roleChanged: (before: Role, role: Role) =>
    `${before ? roleNames[before] : 'No role'} before, ${role ? roleNames[role] : 'no role'} now.`,
  permissions: (given: number, taken: number) =>
    `${plural(given, 'permission', 'permissions')} more, ${number(taken)} fewer.`,
  suspendedDetail: 'Ask its owner, if that surprises you.',
  resumedDetail: 'You can work in it again.',
  takenDetail: 'Nothing of it is kept on this computer.',
  inAccount: (account: string) => `In ${account}.`,
  review: (title: string) => `${title}.`,
  reviewDue: (title: string, iso: string) => `${title}, due ${shortDate(new Date(iso))}.`,
  reviewRefused: (title: string) => `${title}: changes that follow from it were refused.`,
  endsAt: (iso: string) => `It ends on ${shortDate(new Date(iso))}.`,
  lapsesAt: (iso: string) => `Answer until ${shortDate(new Date(iso))}.`,
  /** For the system, where names aren't to be shown, or there are many. */
  hidden: 'Something new in Gatehouse',
  hiddenDetail: 'Open it to see what.',
  several: (count: number) => `${plural(count, 'new notification', 'new notifications')}`,
  severalDetail: 'Open Gatehouse to see them.',
  tray: {
    open: 'Open Gatehouse',
    quit: 'Quit',
    tip: (status: string) => `Gatehouse - ${status}`,
  },
  badge: (count: number) => plural(count, 'thing waits for you', 'things wait for you'),
  settings: {
    title: 'Notifications',
    hint: 'Told in the list, and by the computer while another window is in front.',
    kinds: {
      invitations: 'Invitations to me',
      access: 'Access given to me or taken from me',
      expiry: 'What ends soon: my access, invitations to me',
      reviews: 'Access reviews that are mine to decide or to sign',
      refused: 'Changes that were refused',
    },
    names: 'Show names outside the window',
    namesHint: 'Otherwise only that there is something new.',
    background: 'Stay in the background when the window is closed',
    backgroundHint: 'Gatehouse goes on syncing and telling, and is opened again by its icon.',
  },
})
