import { number, plural } from './format.ts'
import { inLanguage } from './language.ts'

export const dashboardWords = inLanguage('dashboardWords', {
  figures: 'Figures',
  activeUsers: 'Active users, 30 days',
  ofUsers: (total: number) => `of ${plural(total, 'user', 'users')}`,
  suspended: (count: number) => plural(count, 'user suspended', 'users suspended'),
  applications: 'Applications active',
  inactive: (count: number) => (count === 0 ? 'all integrated' : `${number(count)} inactive`),
  ofApplications: (total: number) => `of ${number(total)}`,
  auto: 'Auto-assigned',
  autoParts: (environment: number, account: number) =>
    `${number(environment)} environment · ${number(account)} account`,
  invitations: 'Invitations pending',
  oldest: (age: string) => `oldest sent ${age}`,
  noneWaiting: 'none waiting',
  notSeen: 'Not active, 90 days',
  usersToReview: (count: number) =>
    count === 0 ? 'everyone was here' : count === 1 ? 'user to look at' : 'users to look at',
  ending: 'Temporary access',
  endingIn: (count: number) =>
    count === 0 ? 'none ends in 30 days' : `${number(count)} ${count === 1 ? 'ends' : 'end'} in 30 days`,
  services: 'Renewals, 30 days',
  ofServices: (active: number) => `of ${plural(active, 'service', 'services')}`,
  nextRenewal: (day: string) => `next on ${day}`,
  noWayInTitle: 'Nobody gets in without naming an application',
  noWayIn:
    'This account has neither a default nor an auto-assigned application. Who signs in without an application id ends on the error page.',
  fixAssign: 'Choose an application to auto-assign',
  fixAsk: 'Ask the owner or an admin to auto-assign an application.',
  owner: (name: string) => `Owner: ${name}`,
  noOwner: 'No owner',
  asOf: (time: string) => `Figures as read at ${time}`,
  suspendedTitle: 'Your access is suspended',
  suspendedReason: (account: string) =>
    `You are still a user of ${account}, but see nothing of it for now. Ask its owner to end the suspension.`,
})
