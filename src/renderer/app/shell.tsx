import type { Principal } from '@gatehouse/contract'
import { useQueryClient } from '@tanstack/react-query'
import CloudOff from 'lucide-react/icons/cloud-off'
import { memo, Suspense, useEffect, useState } from 'react'
import type { AccountItem, BootstrapProgress, ServerInfo } from '../../ipc/views.ts'
import { relativeTime } from '../../strings/format.ts'
import { offlineWords } from '../../strings/logins.ts'
import { shell, start } from '../../strings/shell.ts'
import { useBulkQuestion } from '../data/bulk-question.ts'
import { pageTime } from '../data/query-client.ts'
import { useAccounts } from '../data/use-accounts.ts'
import { useBridgeQuery } from '../data/use-bridge.ts'
import { useSyncStatus } from '../data/use-session.ts'
import type { PaletteProps } from '../features/palette/palette.tsx'
import { Switcher } from '../features/switcher/switcher.tsx'
import { SyncAnnouncer } from '../features/sync/sync-pill.tsx'
import { fetchTheRest, later } from '../ui/later.tsx'
import { Notice, Skeleton } from '../ui/states.tsx'
import { AccountScreen } from './account-screen.tsx'
import { useAround } from './actions/use-around.ts'
import { useAppStore } from './app-store.ts'
import { EarlyLetters } from './early-letters.tsx'
import { LoadingProgress } from './loading-progress.tsx'
import { isSafeMode } from './safe-mode.ts'
import styles from './shell.module.css'
import { choosePlace, isPlaceChosen } from './start-place.ts'
import { TitleBar } from './title-bar.tsx'
import { useFirstSteps } from './use-first-steps.ts'
import { useFocusInPlace } from './use-focus-in-place.ts'
import { useRememberPlace } from './use-remember-place.ts'
import { useShortcuts } from './use-shortcuts.ts'
import { useWindowTitle } from './use-window-title.ts'

const Palette = later<PaletteProps>(
  async () => (await import('../features/palette/palette.tsx')).Palette,
  EarlyLetters,
)
const PortfolioScreen = later(
  async () => (await import('../features/portfolio/portfolio-screen.tsx')).PortfolioScreen,
)
const EnvironmentScreen = later(
  async () => (await import('../features/environments/environment-screen.tsx')).EnvironmentScreen,
)
const SessionsScreen = later(
  async () => (await import('../features/sessions/sessions-screen.tsx')).SessionsScreen,
)
const MyInvitations = later(
  async () => (await import('../features/invitations/my-invitations.tsx')).MyInvitations,
)
const OutboxScreen = later(async () => (await import('../features/sync/outbox-screen.tsx')).OutboxScreen)
const OfflineScreen = later(
  async () => (await import('../features/offline/offline-screen.tsx')).OfflineScreen,
)
const SettingsScreen = later(
  async () => (await import('../features/settings/settings-screen.tsx')).SettingsScreen,
)
const RecoveryNotice = later(
  async () => (await import('../features/offline/recovery-notice.tsx')).RecoveryNotice,
)
const NotificationsDrawer = later(
  async () => (await import('../features/notifications/notifications-drawer.tsx')).NotificationsDrawer,
)
const LabelDialog = later(async () => (await import('../features/switcher/label-dialog.tsx')).LabelDialog)
const BulkInviteDrawer = later(
  async () => (await import('../features/invitations/bulk-invite-drawer.tsx')).BulkInviteDrawer,
)
const TemplatePanels = later(
  async () => (await import('../features/templates/template-panels.tsx')).TemplatePanels,
)
const CampaignDrawer = later(
  async () => (await import('../features/reviews/campaign-drawer.tsx')).CampaignDrawer,
)
const AccessPersonDrawer = later(
  async () => (await import('../features/portfolio/access-search/person-drawer.tsx')).AccessPersonDrawer,
)
const ReceiptDrawer = later(async () => (await import('../features/bulk/receipt-drawer.tsx')).ReceiptDrawer)
const BulkAssignDrawer = later(
  async () => (await import('../features/bulk/bulk-assign-drawer.tsx')).BulkAssignDrawer,
)
const BulkUnassignDrawer = later(
  async () => (await import('../features/bulk/bulk-unassign-drawer.tsx')).BulkUnassignDrawer,
)
const LeaverDrawer = later(async () => (await import('../features/people/leaver-drawer.tsx')).LeaverDrawer)
const JoinerDrawer = later(async () => (await import('../features/people/joiner-drawer.tsx')).JoinerDrawer)
const ChangesDrawer = later(
  async () => (await import('../features/access-changes/changes-drawer.tsx')).ChangesDrawer,
)
const AllChangesDrawer = later(
  async () => (await import('../features/access-changes/all-changes-drawer.tsx')).AllChangesDrawer,
)
const SafeModeBanner = later(
  async () => (await import('../features/diagnostics/safe-mode-banner.tsx')).SafeModeBanner,
)
const BulkQuestion = later(async () => (await import('../features/bulk/bulk-question.tsx')).BulkQuestion)
const ShortcutsDialog = later(async () => (await import('./shortcuts-dialog.tsx')).ShortcutsDialog)
const SignOutDialog = later(async () => (await import('./sign-out-dialog.tsx')).SignOutDialog)
const AddLoginDialog = later(async () => (await import('./add-login-dialog.tsx')).AddLoginDialog)

const noAccounts: readonly AccountItem[] = []

interface ShellProps {
  principal: Principal
  server: ServerInfo
  /** While the rest of the accounts is still being read. */
  progress: BootstrapProgress | null
  /** When this computer's copy closes unless there is contact before; null while that is far off. */
  closesAt?: string | null
}

export function Shell({ principal, server, progress, closesAt }: ShellProps) {
  const { data: accounts } = useAccounts()
  const isNavigationOpen = useAppStore((store) => store.isNavigationOpen)
  const isAsked = useBulkQuestion((store) => store.question !== null)
  const isReady = useFirstPlace(principal.userId)
  // What is opened next is there by then, without standing in the way of the first frame.
  useEffect(() => (isReady ? fetchTheRest() : undefined), [isReady])

  return (
    <div className={styles.shell} data-navigation-open={isNavigationOpen || undefined}>
      <InPlace accounts={accounts} isReady={isReady} />
      <a href="#main" className={styles.skip}>
        {shell.skipToMain}
      </a>
      <TitleBar principal={principal} server={server} />
      <nav className={styles.navigation} aria-label={shell.regions.navigation} data-region>
        <Switcher accounts={accounts ?? noAccounts} isLoading={accounts === undefined} />
        {progress && (
          <div className={styles.progress}>
            <LoadingProgress label={start.loadingTitle} progress={progress} />
          </div>
        )}
      </nav>
      <main id="main" className={styles.main} tabIndex={-1} data-region>
        {isSafeMode && (
          <div className={styles.notice}>
            <SafeModeBanner />
          </div>
        )}
        {closesAt && <ClosesSoon at={closesAt} />}
        {progress && (
          <div className={styles.progressAbove}>
            <LoadingProgress label={start.loadingTitle} progress={progress} />
          </div>
        )}
        <Recovered />
        <Suspense fallback={<Skeleton rows={8} />}>
          {isReady ? (
            <PlaceInView server={server} principal={principal} accounts={accounts ?? noAccounts} />
          ) : (
            <Skeleton rows={8} />
          )}
        </Suspense>
      </main>
      <Panels accounts={accounts ?? noAccounts} server={server} />
      {isAsked && <BulkQuestion />}
      <SyncAnnouncer />
    </div>
  )
}

/** Whether the first place is chosen; where the window began without one, it is chosen now. */
function useFirstPlace(userId: string): boolean {
  const client = useQueryClient()
  const [isReady, setReady] = useState(() => isPlaceChosen(userId))
  useEffect(() => {
    // Whatever that failed at: all accounts can be shown without it.
    if (!isReady)
      void choosePlace(client, pageTime, userId)
        .finally(() => setReady(true))
        .catch(() => {})
  }, [client, userId, isReady])
  return isReady
}

interface InPlaceProps {
  accounts: readonly AccountItem[] | undefined
  isReady: boolean
}

/** What follows the place without drawing any of it, apart so that a switch doesn't draw the whole window anew. */
function InPlace({ accounts, isReady }: InPlaceProps) {
  useRememberPlace(isReady)
  useWindowTitle(accounts)
  useShortcuts(useAround(accounts ?? noAccounts))
  useFocusInPlace()
  useFirstSteps()
  return null
}

/** What lies over the place and belongs to none in particular. */
function Panels({ accounts, server }: { accounts: readonly AccountItem[]; server: ServerInfo }) {
  const panel = useAppStore((store) => store.panel)
  const { waiting, attention } = useSyncStatus()
  switch (panel?.kind) {
    case 'palette':
      return <Palette initialText={panel.text} accounts={accounts} />
    case 'label':
      return <LabelDialog />
    case 'access-person':
      return <AccessPersonDrawer key={panel.userId} userId={panel.userId} />
    case 'receipt':
      return <ReceiptDrawer key={panel.batchId} batchId={panel.batchId} />
    case 'bulk-assign':
      return <BulkAssignDrawer accountIds={panel.accountIds} />
    case 'bulk-unassign':
      return <BulkUnassignDrawer accountIds={panel.accountIds} />
    case 'bulk-invite':
      return <BulkInviteDrawer />
    case 'review-campaign':
      return <CampaignDrawer accountIds={panel.accountIds} found={panel.found} />
    case 'leaver':
      return <LeaverDrawer userId={panel.userId} />
    case 'joiner':
      return <JoinerDrawer userId={panel.userId} />
    case 'access-changes':
      return <ChangesDrawer key={panel.accountId} accountId={panel.accountId} />
    case 'all-access-changes':
      return <AllChangesDrawer />
    case 'templates':
    case 'template':
      return <TemplatePanels />
    case 'notifications':
      return <NotificationsDrawer />
    case 'shortcuts':
      return <ShortcutsDialog />
    case 'sign-out':
      return <SignOutDialog waiting={waiting} attention={attention} />
    case 'add-login':
      return <AddLoginDialog server={server} />
    default:
      return null
  }
}

interface PlaceInViewProps extends Pick<ShellProps, 'server' | 'principal'> {
  accounts: readonly AccountItem[]
}

const PlaceInView = memo(function PlaceInView({ server, principal, accounts }: PlaceInViewProps) {
  const place = useAppStore((store) => store.place)
  switch (place.screen) {
    case 'account':
      return (
        <AccountScreen
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
      return <SettingsScreen server={server} principal={principal} item={place.item ?? null} />
  }
})

/** What became of a copy that could not be used any more stands over every screen until it was seen. */
function Recovered() {
  const { data } = useBridgeQuery('offline.recovery', {})
  const isThere = useAppStore((store) => store.place.screen === 'offline')
  if (!data?.recovery || isThere) return null
  return (
    <div className={styles.notice}>
      <RecoveryNotice recovery={data.recovery} />
    </div>
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
