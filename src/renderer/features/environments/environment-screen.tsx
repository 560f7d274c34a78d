import Layers from 'lucide-react/icons/layers'
import { Suspense } from 'react'
import type { EnvironmentDetail } from '../../../ipc/views.ts'
import { roleIn, updatedAt } from '../../../strings/common.ts'
import { environmentWords as t } from '../../../strings/environment-names.ts'
import { shell } from '../../../strings/shell.ts'
import { type EnvironmentTab, environmentTabs, useAppStore, usePanel } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useSyncStatus } from '../../data/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { EnvironmentBadge } from '../../ui/environment-badge.tsx'
import head from '../../ui/screen-head.module.css'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { AccountsTab } from './accounts-tab.tsx'
import { ActivityTab } from './activity-tab.tsx'
import { ApplicationsTab } from './applications-tab.tsx'
import styles from './environments.module.css'
import { RolesTab } from './roles-tab.tsx'
import { SettingsDrawer } from './settings-drawer.tsx'

interface EnvironmentScreenProps {
  environmentId: string
  tab: EnvironmentTab
}

/** What the administrators of an environment see and do. */
export function EnvironmentScreen({ environmentId, tab }: EnvironmentScreenProps) {
  const { data: environment, error } = useBridgeQuery('environments.get', { environmentId })
  const go = useAppStore((store) => store.go)
  if (environment && error?.code !== 'not_found') return <Environment environment={environment} tab={tab} />
  if (!error) return <Skeleton rows={8} />
  return (
    <ErrorState
      problem={error}
      action={<Button onPress={() => go({ screen: 'portfolio', tab: 'portfolio' })}>{t.gone}</Button>}
    />
  )
}

export interface OfEnvironment {
  environment: EnvironmentDetail
}

const contents = {
  accounts: AccountsTab,
  applications: ApplicationsTab,
  roles: RolesTab,
  activity: ActivityTab,
} satisfies Record<EnvironmentTab, unknown>

function Environment({ environment, tab }: OfEnvironment & { tab: EnvironmentTab }) {
  const go = useAppStore((store) => store.go)
  const settings = usePanel('environment-settings')
  const Content = contents[tab]
  return (
    <div className={head.screen}>
      <Header environment={environment} />
      <Tabs
        label={t.tabsLabel}
        items={environmentTabs.map((each) => ({ id: each, label: t.tabs[each] }))}
        selected={tab}
        onSelect={(chosen) => go({ screen: 'environment', environmentId: environment.id, tab: chosen })}
        fill
      >
        <div className={head.content}>
          <Suspense fallback={<Skeleton rows={8} />}>
            <Content environment={environment} />
          </Suspense>
        </div>
      </Tabs>
      {settings?.environmentId === environment.id && <SettingsDrawer environment={environment} />}
    </div>
  )
}

function Header({ environment }: OfEnvironment) {
  const { syncedAt } = useSyncStatus()
  const openPanel = useAppStore((store) => store.openPanel)
  const { accounts, users, applications } = environment
  return (
    <header className={head.header}>
      <span className={styles.sign} aria-hidden="true">
        <Layers size={20} />
      </span>
      <div className={head.titles}>
        <div className={head.nameLine}>
          <h1 className={head.name}>
            <bdi title={environment.name}>{environment.name}</bdi>
          </h1>
          <EnvironmentBadge kind={environment.kind} />
        </div>
        <p className={head.facts} title={environment.isPartial ? t.partial : undefined}>
          <span>{t.accounts(accounts.total)}</span>
          <span>{t.users(users)}</span>
          <span>{t.applications(applications)}</span>
          <strong>{shell.youAre(roleIn({ via: 'environment', role: null, isOwner: false }))}</strong>
          {syncedAt && <span>{updatedAt(syncedAt)}</span>}
        </p>
      </div>
      <Button onPress={() => openPanel({ kind: 'environment-settings', environmentId: environment.id })}>
        {t.settings}
      </Button>
    </header>
  )
}
