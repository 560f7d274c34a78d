import { useEffect } from 'react'
import { clockTime } from '../../../strings/format.ts'
import { portfolioWords as t } from '../../../strings/portfolio.ts'
import { portfolioTabs, type PortfolioTab as TabName, useAppStore } from '../../app/app-store.ts'
import { ReviewsTab } from '../../app/portfolio-tabs.tsx'
import { useAccounts } from '../../data/use-accounts.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useSyncStatus } from '../../data/use-session.ts'
import { later } from '../../ui/later.tsx'
import { Page } from '../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { AccountsTab } from './accounts-tab.tsx'
import { ActivityTab } from './activity-tab.tsx'
import { InvitationsTab } from './invitations-tab.tsx'
import { NoAccounts } from './no-accounts.tsx'
import styles from './portfolio.module.css'
import { PortfolioTab } from './portfolio-tab.tsx'

const AccessSearchTab = later(
  async () => (await import('./access-search/access-search-tab.tsx')).AccessSearchTab,
)

const contents = {
  portfolio: PortfolioTab,
  accounts: AccountsTab,
  access: AccessSearchTab,
  invitations: InvitationsTab,
  reviews: ReviewsTab,
  activity: ActivityTab,
} satisfies Record<TabName, unknown>

/** What concerns all accounts together. Somebody with one account is in it instead; with none there is one thing to do. */
export function PortfolioScreen({ tab }: { tab: TabName }) {
  const { data: accounts, error, refetch } = useAccounts()
  const go = useAppStore((store) => store.go)
  const openAccount = useAppStore((store) => store.openAccount)
  const only = accounts?.length === 1 ? accounts[0]?.id : undefined
  useEffect(() => {
    if (only) openAccount(only, 'dashboard')
  }, [only, openAccount])
  const Content = contents[tab]
  if (accounts === undefined && error)
    return (
      <Page title={t.title}>
        <ErrorState problem={error} onRetry={() => void refetch()} />
      </Page>
    )
  if (!accounts || only) return <Skeleton rows={10} />
  if (accounts.length === 0)
    return (
      <Page title={t.title}>
        <NoAccounts />
      </Page>
    )
  return (
    <Page title={t.title} subtitle={<Subtitle accounts={accounts.length} />}>
      <Tabs
        label={t.title}
        items={portfolioTabs.map((each) => ({ id: each, label: t.tabs[each] }))}
        selected={tab}
        onSelect={(chosen) => go({ screen: 'portfolio', tab: chosen })}
        fill
      >
        <div className={styles.content}>
          <Content />
        </div>
      </Tabs>
    </Page>
  )
}

function Subtitle({ accounts }: { accounts: number }) {
  const { syncedAt } = useSyncStatus()
  const tags = useBridgeQuery('accounts.facets', {}).data?.tags.length ?? 0
  return <>{t.subtitle(accounts, tags, syncedAt ? clockTime(new Date(syncedAt)) : null)}</>
}
