import type { Problem } from '@gatehouse/contract'
import ExternalLink from 'lucide-react/icons/external-link'
import { useState } from 'react'
import { linkWords as t } from '../../../strings/links.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { Button } from '../../ui/button.tsx'
import styles from './links.module.css'

export interface SignInControl {
  start(anotherLogin: boolean): void
  cancel(): void
  isPending: boolean
  problem: Problem | null
}

/** Signing in because of a link. Nothing is accepted by it: the dialog comes back and waits for another click. */
export function useLinkSignIn(linkId: string): SignInControl {
  const openPanel = useAppStore((store) => store.openPanel)
  const [isPending, setIsPending] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  async function start(anotherLogin: boolean) {
    setIsPending(true)
    setProblem(null)
    const answer = await bridge().command('session.signIn', { linkId, anotherLogin })
    setIsPending(false)
    // A change of person closes every panel; this one belongs to the link.
    if (answer.ok) openPanel({ kind: 'invitation-link', linkId })
    else setProblem(answer.error)
  }
  return {
    start: (anotherLogin) => void start(anotherLogin),
    cancel: () => void bridge().command('session.cancelSignIn', {}),
    isPending,
    problem,
  }
}

interface SignInActionsProps {
  /** Null where the link doesn't say: both ways are offered, as for somebody without a login. */
  hasLogin: boolean | null
  signIn: SignInControl
  onClose: () => void
}

export function SignInActions({ hasLogin, signIn, onClose }: SignInActionsProps) {
  const icon = <ExternalLink size={14} aria-hidden="true" />
  if (signIn.isPending) {
    return (
      <>
        <span className={styles.hint} role="status">
          <strong>{t.waiting}</strong>
          <br />
          {t.waitingHint}
        </span>
        <Button onPress={signIn.cancel}>{t.cancelSignIn}</Button>
      </>
    )
  }
  return (
    <>
      <span className={styles.hint}>{t.signInHint}</span>
      <Button onPress={onClose}>{t.notNow}</Button>
      {hasLogin ? (
        <Button kind="primary" icon={icon} onPress={() => signIn.start(false)}>
          {t.signIn}
        </Button>
      ) : (
        <>
          <Button icon={icon} onPress={() => signIn.start(false)}>
            {t.signIn}
          </Button>
          <Button kind="primary" icon={icon} onPress={() => signIn.start(false)}>
            {t.signUp}
          </Button>
        </>
      )}
    </>
  )
}
