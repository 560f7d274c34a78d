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
    'search.find',
    'access.who',
    'accounts.list',
    'accounts.get',
    'dashboard.get',
    'offline.summary',
    'offline.accounts',
  ],
  application: [
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
  ],
  accountApplication: [
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
  ],
  template: ['users.roles'],
  membership: [
    'search.find',
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
  ],
  invitation: ['search.find', 'invitations.list', 'dashboard.get'],
  service: ['services.list', 'dashboard.get'],
  activity: ['activity.list', 'dashboard.get'],
  outbox: [
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
  ],
  myInvitation: ['invitations.mine'],
}

/** Whether rows of these tables, in these accounts (none: all), show in the answer that has this key. */
export function isTouched(key: readonly unknown[], change: EventPayload<'replica.changed'>): boolean {
  const [account, name] = key as [string, QueryName]
  if (!change.tables.some((table) => readBy[table].includes(name))) return false
  if (account === noAccount || change.accountIds.length === 0) return true
  return (change.accountIds as string[]).includes(account)
}
