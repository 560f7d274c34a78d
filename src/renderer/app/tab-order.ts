import type { AccountDetail, Tab } from '../../ipc/views.ts'

export const tabOrder: readonly Tab[] = [
  'dashboard',
  'applications',
  'agents',
  'users',
  'invitations',
  'services',
  'activity',
  'settings',
]

const needed: Partial<Record<Tab, AccountDetail['permissions'][number]>> = {
  applications: 'applications.view',
  agents: 'applications.view',
  users: 'users.view',
  invitations: 'users.view',
  services: 'services.view',
  activity: 'activity.view',
}

/** Whether the principal may see this part of an account at all. */
export function isTabPermitted(tab: Tab, account: Pick<AccountDetail, 'permissions'>): boolean {
  const permission = needed[tab]
  return !permission || account.permissions.includes(permission)
}
