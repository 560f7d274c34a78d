import { lazy, Suspense, useEffect, useLayoutEffect, useRef } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { locale } from '../../strings/format.ts'
import { start } from '../../strings/shell.ts'
import { bridge } from '../data/bridge.ts'
import { usePreference, useSession } from '../data/use-session.ts'
import { useViewStore } from '../data/view-store.ts'
import { DensityContext } from '../ui/density.ts'
import { clearNotifications, Toasts } from '../ui/toast.tsx'
import { usePainted } from '../ui/use-painted.ts'
import { useAppStore, usePanel } from './app-store.ts'
import { CrashGuard } from './crash-guard.tsx'
import { Shell } from './shell.tsx'
import { StartFrame } from './start/start-frame.tsx'
import { leavePlace } from './start-place.ts'
import { useTheme } from './theme.ts'

const InvitationLinkDialog = lazy(async () => ({
  default: (await import('../features/links/invitation-link-dialog.tsx')).InvitationLinkDialog,
}))
const LoadingScreen = lazy(async () => ({
  default: (await import('./start/loading-screen.tsx')).LoadingScreen,
}))
const LockScreen = lazy(async () => ({ default: (await import('./start/lock-screen.tsx')).LockScreen }))
const FirstStart = lazy(async () => ({ default: (await import('./start/first-start.tsx')).FirstStart }))
const SignedOut = lazy(async () => ({ default: (await import('./start/signed-out.tsx')).SignedOut }))
const PasteLinkDialog = lazy(async () => ({
  default: (await import('../features/links/paste-link-dialog.tsx')).PasteLinkDialog,
}))

const DiagnosticsDialog = lazy(async () => ({
  default: (await import('../features/diagnostics/diagnostics-dialog.tsx')).DiagnosticsDialog,
}))
const SafeModeDialog = lazy(async () => ({
  default: (await import('../features/diagnostics/safe-mode-dialog.tsx')).SafeModeDialog,
}))

export function App() {
  const { theme, density } = usePreference((preferences) => ({
    theme: preferences.theme,
    density: preferences.density,
  }))
  useTheme({ theme, density })
  return (
    // The parts' own words in the language of ours, whatever the machine speaks.
    <I18nProvider locale={locale()}>
      <DensityContext value={density}>
        <CrashGuard>
          <Screen />
          <LinkPanels />
          <Toasts />
        </CrashGuard>
        {/* Beside the guard: a screen that stopped offers them. */}
        <CarePanels />
        <Drawn />
      </DensityContext>
    </I18nProvider>
  )
}

/** The one screen that fits where the session stands. */
function Screen() {
  const session = useSession()
  const principalId = 'principal' in session ? session.principal?.userId : undefined
  // Whoever comes next starts fresh: no drafts, no open panel and no message of the person before.
  const before = useRef<string | undefined>(undefined)
  // Before the effects of what is drawn for whoever comes.
  useLayoutEffect(() => {
    if (before.current !== undefined && before.current !== principalId) {
      useViewStore.getState().forgetAll()
      leavePlace()
      clearNotifications()
    }
    before.current = principalId
  }, [principalId])

  switch (session.state) {
    case 'starting':
      return (
        <StartFrame>
          <p role="status">{start.starting}</p>
        </StartFrame>
      )
    case 'no-server':
      return (
        <Suspense>
          <FirstStart suggestion={session.suggestion} problem={session.problem} />
        </Suspense>
      )
    case 'signed-out':
      return (
        <Suspense>
          <SignedOut server={session.server} signingIn={session.signingIn} problem={session.problem} />
        </Suspense>
      )
    case 'loading':
      return session.progress.usable && session.principal ? (
        <Shell principal={session.principal} server={session.server} progress={session.progress} />
      ) : (
        <Suspense>
          <LoadingScreen progress={session.progress} problem={session.problem} />
        </Suspense>
      )
    case 'signed-in':
      return <Shell {...session} progress={null} />
    case 'locked':
      return (
        <Suspense>
          <LockScreen session={session} />
        </Suspense>
      )
  }
}

/** Says that the first picture stands: main has put off for it what it could. */
function Drawn() {
  const isPainted = usePainted('first')
  useEffect(() => {
    if (isPainted) void bridge().command('app.drawn', {})
  }, [isPainted])
  return null
}

/** Invitation links can arrive signed in or out, so their dialogs lie over every screen. */
function LinkPanels() {
  const link = usePanel('invitation-link')
  const paste = usePanel('paste-link')
  return (
    <Suspense>
      {link && <InvitationLinkDialog key={link.linkId} linkId={link.linkId} />}
      {paste && <PasteLinkDialog />}
    </Suspense>
  )
}

/** Help is needed signed in or out, and where nothing else works. */
function CarePanels() {
  const panel = useAppStore((store) => store.panel?.kind)
  useEffect(() => {
    const handle = requestIdleCallback(async () => (await import('./tell-crash.ts')).tellCrash())
    return () => cancelIdleCallback(handle)
  }, [])
  return (
    <Suspense>
      {panel === 'diagnostics' && <DiagnosticsDialog />}
      {panel === 'safe-mode' && <SafeModeDialog />}
    </Suspense>
  )
}
