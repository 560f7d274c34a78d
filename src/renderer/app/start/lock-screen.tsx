import ExternalLink from 'lucide-react/icons/external-link'
import Lock from 'lucide-react/icons/lock'
import { type ReactNode, useEffect } from 'react'
import type { SessionState } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { lockWords as t } from '../../../strings/logins.ts'
import { bridge } from '../../data/bridge.ts'
import { useCommand } from '../../data/use-bridge.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { useAppStore } from '../app-store.ts'
import { SignOutDialog } from '../sign-out-dialog.tsx'
import { OtherLogins } from './other-logins.tsx'
import styles from './start.module.css'
import { StartFrame } from './start-frame.tsx'

type LockedState = Extract<SessionState, { state: 'locked' }>

/** Whose lock it is, why, and the ways to open it. Nothing of any account is known here. */
export function LockScreen({ session }: { session: LockedState }) {
  const { who, server, reason, offline, waiting, attention, signingIn, problem } = session
  const unlock = useCommand('session.unlock')
  const openPanel = useAppStore((store) => store.openPanel)
  const refusal = problem ?? unlock.error
  useEffect(() => {
    document.title = `${offline ? t.closedTitle : t.title} - ${words.appName}`
  }, [offline])

  return (
    <StartFrame>
      <section className={styles.card} aria-labelledby="lock-title">
        <h1 id="lock-title" className={styles.title}>
          <span className={styles.lockTitle}>
            <Lock size={18} aria-hidden="true" />
            {offline ? t.closedTitle : t.title}
          </span>
        </h1>
        <p className={styles.who}>
          <strong>
            <bdi>{who.name}</bdi>
          </strong>
          <bdi>{who.email}</bdi>
          <bdi>{server.name}</bdi>
        </p>
        {signingIn ? (
          <SigningIn />
        ) : (
          <>
            {refusal && <ErrorState problem={refusal} inline />}
            {offline ? (
              <TooLong days={offline.days} lastContactAt={offline.lastContactAt} />
            ) : (
              reason !== 'offline-too-long' && <p className={styles.text}>{t.reasons[reason]}</p>
            )}
            {waiting > 0 && <p className={styles.text}>{t.unsent(waiting)}</p>}
            {attention > 0 && <p className={styles.text}>{t.attention(attention)}</p>}
            <Ways session={session} unlock={unlock} />
          </>
        )}
      </section>
      {!signingIn && offline && <OtherLogins />}
      {!signingIn && (
        <div className={styles.others}>
          <Button kind="link" onPress={() => openPanel({ kind: 'sign-out' })}>
            {t.signOut}
          </Button>
        </div>
      )}
      <SignOutDialog waiting={waiting} attention={attention} />
    </StartFrame>
  )
}

function TooLong({ days, lastContactAt }: { days: number; lastContactAt: string }) {
  return (
    <>
      <p className={styles.text}>{t.tooLong(days)}</p>
      <p className={styles.text}>
        {t.lastContact}: <Time at={lastContactAt} as="full" />. {t.tooLongHint}
      </p>
    </>
  )
}

function SigningIn() {
  return (
    <>
      <div className={styles.waiting} role="status">
        <span className={styles.pulse} aria-hidden="true" />
        <strong>{t.waiting}</strong>
      </div>
      <p className={styles.text}>{t.waitingHint}</p>
      <div className={styles.actions}>
        <Button autoFocus onPress={() => bridge().command('session.cancelSignIn', {})}>
          {words.cancel}
        </Button>
      </div>
    </>
  )
}

interface WaysProps {
  session: LockedState
  unlock: ReturnType<typeof useCommand<'session.unlock'>>
}

function Ways({ session: { opensBy, offline }, unlock }: WaysProps) {
  const way = (by: 'keychain' | 'sign-in', text: string, isFirst: boolean): ReactNode => (
    <Button
      key={by}
      autoFocus={isFirst}
      {...(isFirst ? { kind: 'primary' as const } : {})}
      isPending={unlock.isPending && unlock.variables.by === by}
      onPress={() => unlock.mutate({ by })}
      {...(by === 'sign-in' ? { icon: <ExternalLink size={15} aria-hidden="true" /> } : {})}
    >
      {text}
    </Button>
  )
  const isSignIn = opensBy === 'sign-in'
  const byKeychain = offline ? t.connect : isSignIn ? t.withoutConnection : t.unlock
  const bySignIn = isSignIn ? t.signIn : t.signInInstead
  const ways = isSignIn
    ? [way('sign-in', bySignIn, true), way('keychain', byKeychain, false)]
    : [way('keychain', byKeychain, true), way('sign-in', bySignIn, false)]
  return (
    <>
      <div className={styles.actions}>{ways}</div>
      {!offline && <p className={styles.text}>{t.protects[opensBy]}</p>}
    </>
  )
}
