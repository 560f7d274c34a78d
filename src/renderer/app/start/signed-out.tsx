import type { Problem } from '@gatehouse/contract'
import ExternalLink from 'lucide-react/icons/external-link'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import type { ServerInfo } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { settingsWords, start } from '../../../strings/shell.ts'
import { bridge } from '../../data/bridge.ts'
import { useBridgeQuery, useCommand } from '../../data/use-bridge.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState, Notice } from '../../ui/states.tsx'
import { useAppStore } from '../app-store.ts'
import { OtherLogins } from './other-logins.tsx'
import styles from './start.module.css'
import { StartFrame } from './start-frame.tsx'

interface SignedOutProps {
  server: ServerInfo
  signingIn: boolean
  problem: Problem | null
}

export function SignedOut({ server, signingIn, problem }: SignedOutProps) {
  const signIn = useCommand('session.signIn')
  const forget = useCommand('server.forget')
  const openPanel = useAppStore((store) => store.openPanel)
  const { data: info } = useBridgeQuery('app.info', {})
  const refusal = forget.error ?? problem ?? signIn.error

  async function openAgain() {
    await bridge().command('session.cancelSignIn', {})
    signIn.mutate({})
  }

  return (
    <StartFrame>
      <section className={styles.card} aria-labelledby="sign-in-title">
        <h1 id="sign-in-title" className={styles.title}>
          {start.signInTo(server.name)}
        </h1>
        {signingIn ? (
          <>
            <div className={styles.waiting} role="status">
              <span className={styles.pulse} aria-hidden="true" />
              <strong>{start.finish}</strong>
            </div>
            <p className={styles.text}>{start.finishHint}</p>
            <div className={styles.actions}>
              <Button autoFocus onPress={() => bridge().command('session.cancelSignIn', {})}>
                {words.cancel}
              </Button>
              <Button onPress={openAgain}>{start.openAgain}</Button>
            </div>
          </>
        ) : (
          <>
            {refusal && <ErrorState problem={refusal} inline />}
            <p className={styles.text}>{start.signInIntro}</p>
            {info?.keychain === 'plain-text' && (
              <Notice tone="warning" icon={<TriangleAlert size={16} />}>
                {settingsWords.plainTextKeychain}
              </Notice>
            )}
            <Button
              kind="primary"
              autoFocus
              onPress={() => signIn.mutate({})}
              icon={<ExternalLink size={15} aria-hidden="true" />}
            >
              {start.signIn}
            </Button>
          </>
        )}
        <p className={styles.text}>
          <bdi>{server.address}</bdi>
        </p>
      </section>
      {!signingIn && <OtherLogins />}
      {!signingIn && (
        <div className={styles.others}>
          <Button kind="link" onPress={() => openPanel({ kind: 'paste-link' })}>
            {start.haveInvitation}
          </Button>
          <Button kind="link" onPress={() => forget.mutate({})}>
            {start.anotherServer}
          </Button>
        </div>
      )}
    </StartFrame>
  )
}
