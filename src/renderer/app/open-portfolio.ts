import type { AccessFilter, AccountFilter, AnyActivityFilter, InvitationFilter } from '../../ipc/views.ts'
import { noAccount } from '../data/keys.ts'
import { useViewStore } from '../data/view-store.ts'
import { type PortfolioTab, useAppStore } from './app-store.ts'

/** How the lists over all accounts are sorted, as their tables say it. */
interface Sort {
  by: string
  descending: boolean
}

function open(tab: PortfolioTab, filters: Record<string, unknown>): void {
  useViewStore.getState().update(noAccount, (view) => ({
    filters: { ...view.filters, ...filters },
    scroll: { ...view.scroll, [tab]: 0 },
  }))
  useAppStore.getState().go({ screen: 'portfolio', tab })
}

/**
 * To a list over all accounts, narrowed down to what a figure counted: it opens with its filter set as if the person had
 * done it, so that they see what it is and can widen it.
 */
export const openPortfolio = {
  accounts: (filter: Partial<AccountFilter>, sort?: Sort) =>
    open('accounts', { accounts: filter, ...(sort && { 'accounts sort': sort }) }),
  invitations: (filter: Partial<InvitationFilter>) => open('invitations', { invitations: filter }),
  access: (filter: Partial<AccessFilter>, sort: Sort) =>
    open('access', { access: filter, 'access sort': sort }),
  activity: (filter: Partial<AnyActivityFilter>) => open('activity', { activity: filter }),
}
