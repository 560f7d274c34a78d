import type { Principal } from '@gatehouse/contract'
import CloudOff from 'lucide-react/icons/cloud-off'
import { lazy, Suspense } from 'react'
import type { AccountItem, BootstrapProgress, ServerInfo } from '../../ipc/views.ts'
import { relativeTime } from '../../strings/format.ts'
import { offlineWords } from '../../strings/logins.ts'
import { shell, start } from '../../strings/shell.ts'
import { useBridgeQuery } from '../data/use-bridge.ts'
import { usePreferences, useSyncStatus } from '../data/use-session.ts'
import { Palette } from '../features/palette/palette.tsx'
import { Switcher } from '../features/switcher/switcher.tsx'
import { SyncAnnouncer } from '../features/sync/sync-pill.tsx'
import { Notice, Skeleton } from '../ui/states.tsx'
import { AccountScreen } from './account-screen.tsx'
import { AddLoginDialog } from './add-login-dialog.tsx'
import { useAppStore, usePanel } from './app-store.ts'
import { LoadingProgress } from './loading-progress.tsx'
import styles from './shell.module.css'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { SignOutDialog } from './sign-out-dialog.tsx'
import { TitleBar } from './title-bar.tsx'
import { useFocusInPlace } from './use-focus-in-place.ts'
import { useShortcuts } from './use-shortcuts.ts'
import { useStartPlace } from './use-start-place.ts'
import { useWindowTitle } from './use-window-title.ts'

const PortfolioScreen = lazy(async () => ({
  default: (await import('../features/portfolio/portfolio-screen.tsx')).PortfolioScreen,
}))
const EnvironmentScreen = lazy(async () => ({
  default: (await import('../features/environments/environment-screen.tsx')).EnvironmentScreen,
}))
const SessionsScreen = lazy(async () => ({
  default: (await import('../features/sessions/sessions-screen.tsx')).SessionsScreen,
}))
const MyInvitations = lazy(async () => ({
  default: (await import('../features/invitations/my-invitations.tsx')).MyInvitations,
}))
const LabelDialog = lazy(async () => ({
  default: (await import('../features/switcher/label-dialog.tsx')).LabelDialog,
}))
const OutboxScreen = lazy(async () => ({
  default: (await import('../features/sync/outbox-screen.tsx')).OutboxScreen,
}))
const OfflineScreen = lazy(async () => ({
  default: (await import('../features/offline/offline-screen.tsx')).OfflineScreen,
}))
const RecoveryNotice = lazy(async () => ({
  default: (await import('../features/offline/recovery-notice.tsx')).RecoveryNotice,
}))
const SettingsScreen = lazy(async () => ({
  default: (await import('../features/settings/settings-screen.tsx')).SettingsScreen,
}))
interface ShellProps {
  principal: Principal
  server: ServerInfo
  /** While the rest of the accounts is still being read. */
  progress: BootstrapProgress | null
  /** When this computer's copy closes unless there is contact before; null while that is far off. */
  closesAt?: string | null
}

export function Shell({ principal, server, progress, closesAt }: ShellProps) {
  const { preferences } = usePreferences()
  const { data: accounts } = useBridgeQuery('accounts.list', {})
  const isNavigationOpen = useAppStore((store) => store.isNavigationOpen)
  const palette = usePanel('palette')
  const label = usePanel('label')
  const { waiting, attention } = useSyncStatus()
  const isReady = useStartPlace(accounts)
  useWindowTitle(accounts)
  useShortcuts(preferences)
  useFocusInPlace()

  return (
    <div className={styles.shell} data-navigation-open={isNavigationOpen || undefined}>
      <a href="#main" className={styles.skip}>
        {shell.skipToMain}
      </a>
      <TitleBar principal={principal} server={server} />
      <nav className={styles.navigation} aria-label={shell.regions.navigation} data-region>
        <Switcher accounts={accounts ?? []} isLoading={accounts === undefined} />
        {progress && (
          <div className={styles.progress}>
            <LoadingProgress label={start.loadingTitle} progress={progress} />
          </div>
        )}
      </nav>
      <main id="main" className={styles.main} tabIndex={-1} data-region>
        {closesAt && <ClosesSoon at={closesAt} />}
        {progress && (
          <div className={styles.progressAbove}>
            <LoadingProgress label={start.loadingTitle} progress={progress} />
          </div>
        )}
        <Recovered />
        <Suspense fallback={<Skeleton rows={8} />}>
          {isReady && <PlaceInView server={server} principal={principal} accounts={accounts ?? []} />}
        </Suspense>
      </main>
      {palette && <Palette initialText={palette.text} accounts={accounts ?? []} />}
      {label && (
        <Suspense>
          <LabelDialog />
        </Suspense>
      )}
      <ShortcutsDialog />
      <SignOutDialog waiting={waiting} attention={attention} />
      <AddLoginDialog server={server} />
      <SyncAnnouncer />
    </div>
  )
}

interface PlaceInViewProps extends Pick<ShellProps, 'server' | 'principal'> {
  accounts: readonly AccountItem[]
}

function PlaceInView({ server, principal, accounts }: PlaceInViewProps) {
  const place = useAppStore((store) => store.place)
  switch (place.screen) {
    case 'account':
      return (
        <AccountScreen
          key={place.accountId}
          accountId={place.accountId}
          item={accounts.find((account) => account.id === place.accountId)}
          tab={place.tab}
        />
      )
    case 'portfolio':
      return <PortfolioScreen tab={place.tab} />
    case 'environment':
      return (
        <EnvironmentScreen key={place.environmentId} environmentId={place.environmentId} tab={place.tab} />
      )
    case 'sessions':
      return <SessionsScreen />
    case 'my-invitations':
      return <MyInvitations />
    case 'outbox':
      return <OutboxScreen />
    case 'offline':
      return <OfflineScreen />
    case 'settings':
      return <SettingsScreen server={server} principal={principal} />
  }
}

/** What became of a copy that could not be used any more stands over every screen until it was seen. */
function Recovered() {
  const { data } = useBridgeQuery('offline.recovery', {})
  const isThere = useAppStore((store) => store.place.screen === 'offline')
  if (!data?.recovery || isThere) return null
  return (
    <Suspense>
      <div className={styles.notice}>
        <RecoveryNotice recovery={data.recovery} />
      </div>
    </Suspense>
  )
}

/** The deployment lets the copy be read for so many days without contact, and they are nearly over. */
function ClosesSoon({ at }: { at: string }) {
  return (
    <div className={styles.notice} role="status">
      <Notice tone="warning" icon={<CloudOff size={16} />}>
        {offlineWords.closesSoon(relativeTime(new Date(at), Date.now()))}
      </Notice>
    </div>
  )
}
