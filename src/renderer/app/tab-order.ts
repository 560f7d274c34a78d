import type { AccountDetail, Tab } from '../../ipc/views.ts'

export const tabOrder: readonly Tab[] = [
  'dashboard',
  'applications',
  'agents',
  'users',
  'invitations',
  'services',
  'reviews',
  'activity',
  'settings',
]

type Permission = AccountDetail['permissions'][number]

/** Any one of them opens the tab. */
const needed: Partial<Record<Tab, readonly Permission[]>> = {
  applications: ['applications.view'],
  agents: ['applications.view'],
  users: ['users.view'],
  invitations: ['users.view'],
  // Who manages services sees all of them.
  services: ['services.view', 'services.manage'],
  reviews: ['reviews.view'],
  activity: ['activity.view'],
}

/** Whether the principal may see this part of an account at all. */
export function isTabPermitted(tab: Tab, account: Pick<AccountDetail, 'permissions'>): boolean {
  return needed[tab]?.some((permission) => account.permissions.includes(permission)) ?? true
}
