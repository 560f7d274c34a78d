import type { Tab, UserFilter, UserSort } from '../../ipc/views.ts'
import { useViewStore } from '../data/view-store.ts'
import { useAppStore } from './app-store.ts'

/** Which services a list shows: all, those of one status, or those that renew within 30 days. */
export type ServiceShown = 'any' | 'active' | 'suspended' | 'cancelled' | 'soon'

function open(accountId: string, tab: Tab, filters: Record<string, unknown>): void {
  useViewStore.getState().update(accountId, (view) => ({
    filters: { ...view.filters, ...filters },
    scroll: {},
  }))
  useAppStore.getState().go({ screen: 'account', accountId, tab })
}

/**
 * To a list of an account, narrowed down to what a figure counted: the list opens with its filter set as if the person
 * had done it, so that they see what it is and can widen it.
 */
export const openList = {
  users: (accountId: string, filter: Partial<UserFilter>) => open(accountId, 'users', { users: filter }),
  /** Those who were active in the last 30 days; who was active last stands first. */
  usersByActivity: (accountId: string) =>
    open(accountId, 'users', {
      users: { status: 'active', unseen: 'seen-30' } satisfies Partial<UserFilter>,
      'users sort': { by: 'lastActive', descending: true } satisfies UserSort,
    }),
  applications: (accountId: string, filter: { status?: 'active'; level?: 'environment' | 'account' }) =>
    open(accountId, 'applications', {
      applications: { text: '', status: 'any', level: 'any', ...filter },
      // With several levels in view those that belong together stand together.
      ...(filter.status || filter.level
        ? {}
        : { 'applications sort': { by: 'assignment', descending: false } }),
    }),
  pendingInvitations: (accountId: string) =>
    open(accountId, 'invitations', { invitations: { text: '', status: 'pending' } }),
  services: (accountId: string, show: ServiceShown) =>
    open(accountId, 'services', { services: { text: '', show } }),
  activity: (accountId: string) => open(accountId, 'activity', { activity: undefined }),
}
