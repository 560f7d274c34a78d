import type { PortfolioTab } from '../../app/app-store.ts'
import { AccountsTab } from './accounts-tab.tsx'

/** What concerns all accounts together. */
export function PortfolioScreen(_props: { tab: PortfolioTab }) {
  return <AccountsTab />
}
