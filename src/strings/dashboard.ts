import { dayLabel, number, percent, plural } from './format.ts'
import { inLanguage } from './language.ts'

export const dashboardWords = inLanguage('dashboardWords', {
  figures: 'Figures',
  activeUsers: 'Active users, 30 days',
  ofUsers: (total: number) => `of ${plural(total, 'user', 'users')}`,
  applications: 'Applications',
  inactive: (count: number) => (count === 0 ? 'all integrated' : `${number(count)} not integrated yet`),
  auto: 'Auto-assigned',
  autoParts: (environment: number, account: number) =>
    `${number(environment)} environment · ${number(account)} account`,
  invitations: 'Invitations pending',
  oldest: (age: string) => `oldest sent ${age}`,
  noneWaiting: 'none waiting',
  notSeen: 'No sign-in, 90 days',
  usersToReview: (count: number) =>
    count === 0 ? 'everyone was here' : count === 1 ? 'user to look at' : 'users to look at',
  suspended: (count: number) => plural(count, 'user suspended', 'users suspended'),
  services: 'Products & services',
  renewals: (count: number) =>
    count === 0 ? 'no renewal in 30 days' : `${plural(count, 'renewal', 'renewals')} in 30 days`,
  agents: (count: number) => plural(count, 'agent', 'agents'),
  noWayInTitle: 'Nobody gets in without naming an application',
  noWayIn:
    'This account has neither a default nor an auto-assigned application. Who signs in without an application id ends on the error page.',
  fixAssign: 'Choose an application to auto-assign',
  fixAsk: 'Ask the owner or an admin to auto-assign an application.',
  activityTitle: 'Activity a day, 30 days',
  activitySentence: (days: readonly { day: string; count: number }[]) => {
    const total = days.reduce((sum, day) => sum + day.count, 0)
    const top = days.reduce(
      (best, day) => (day.count > best.count ? day : best),
      days[0] ?? { day: '', count: 0 },
    )
    if (total === 0) return 'Activity a day over the last 30 days: nothing happened.'
    return `Activity a day over the last 30 days: ${plural(total, 'entry', 'entries')} in all, the most on ${dayLabel(top.day)} with ${number(top.count)}.`
  },
  day: 'Day',
  entries: 'Entries',
  useTitle: 'Who can open what',
  useSentence: (rows: readonly { name: string; withAccess: number; activeUsers: number }[]) =>
    rows.length === 0
      ? 'No application is assigned.'
      : `Users with access, of active users: ${rows.map((row) => `${row.name} ${number(row.withAccess)} of ${number(row.activeUsers)}`).join(', ')}.`,
  useLegend: 'users with access, of active users',
  application: 'Application',
  withAccess: 'With access',
  ofActive: 'Active users',
  share: (part: number, all: number) => percent(part, all),
  owner: (name: string) => `Owner: ${name}`,
  noOwner: 'No owner',
  open: (what: string) => `${what}: open the list`,
  asOf: (time: string) => `Figures as read at ${time}`,
})
