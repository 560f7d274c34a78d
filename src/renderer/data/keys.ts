import type { EventPayload, QueryName } from '../../ipc/contract.ts'

type Table = EventPayload<'replica.changed'>['tables'][number]

/** Stands where the account id would, for what belongs to none. */
export const noAccount = '*'

/**
 * The account first, so that one account's answers are dropped by their prefix and no other account's rows can be
 * taken for them; then the query, then the rest of its input.
 */
export function queryKey(name: QueryName, input: object): readonly [string, QueryName, object] {
  const { accountId, ...rest } = input as { accountId?: string }
  return [accountId ?? noAccount, name, rest]
}

const readBy: Record<Table, readonly QueryName[]> = {
  account: [
    'invitations.known',
    'search.find',
    'search.person',
    'access.who',
    'accounts.list',
    'accounts.get',
    'dashboard.get',
    'offline.summary',
    'offline.accounts',
    'dashboard.charts',
    'accounts.settings',
    'activity.inverse',
    'environments.list',
    'environments.get',
    'environments.accounts',
    'environments.applications',
    'environments.templates',
  ],
  application: [
    'invitations.known',
    'search.find',
    'access.who',
    'applications.list',
    'applications.assignable',
    'applications.impact',
    'applications.users',
    'users.list',
    'users.get',
    'users.page',
    'users.duplicates',
    'invitations.list',
    'dashboard.get',
    'outbox.list',
    'dashboard.charts',
    'environments.get',
    'environments.applications',
  ],
  accountApplication: [
    'invitations.known',
    'search.find',
    'access.who',
    'accounts.list',
    'applications.list',
    'applications.assignable',
    'applications.impact',
    'applications.users',
    'users.list',
    'users.get',
    'users.page',
    'users.duplicates',
    'dashboard.get',
    'dashboard.charts',
    'activity.inverse',
    'environments.get',
    'environments.applications',
  ],
  template: ['users.roles', 'activity.inverse', 'environments.templates', 'templates.list'],
  membership: [
    'invitations.known',
    'search.find',
    'search.person',
    'access.who',
    'accounts.list',
    'accounts.get',
    'applications.list',
    'applications.impact',
    'applications.users',
    'users.list',
    'users.get',
    'users.page',
    'users.duplicates',
    'users.roles',
    'dashboard.get',
    'dashboard.charts',
    'accounts.settings',
    'activity.inverse',
    'environments.get',
    'environments.accounts',
    'environments.applications',
  ],
  grant: [
    'access.who',
    'applications.list',
    'applications.impact',
    'applications.users',
    'users.list',
    'users.get',
    'users.page',
    'users.duplicates',
    'dashboard.get',
    'dashboard.charts',
    'activity.inverse',
    'environments.applications',
  ],
  invitation: ['invitations.known', 'search.find', 'invitations.list', 'dashboard.get', 'activity.inverse'],
  service: ['services.list', 'dashboard.get', 'dashboard.charts', 'activity.inverse'],
  activity: ['activity.list', 'dashboard.get', 'dashboard.charts', 'activity.page', 'activity.facets'],
  outbox: [
    'invitations.known',
    'bulk.receipt',
    'offline.recovery',
    'offline.summary',
    'outbox.list',
    'accounts.list',
    'accounts.get',
    'applications.list',
    'applications.users',
    'users.list',
    'users.get',
    'users.page',
    'users.duplicates',
    'invitations.list',
    'services.list',
    'accounts.settings',
    'environments.accounts',
    'templates.list',
  ],
  myInvitation: ['invitations.mine'],
  notification: ['notifications.list'],
}

/** Whether rows of these tables, in these accounts (none: all), show in the answer that has this key. */
export function isTouched(key: readonly unknown[], change: EventPayload<'replica.changed'>): boolean {
  const [account, name] = key as [string, QueryName]
  if (!change.tables.some((table) => readBy[table].includes(name))) return false
  if (account === noAccount || change.accountIds.length === 0) return true
  return (change.accountIds as string[]).includes(account)
}
