import { Component, type ReactNode } from 'react'
import { words } from '../../strings/common.ts'
import { crash } from '../../strings/shell.ts'
import { Button } from '../ui/button.tsx'
import { CopyText } from '../ui/copy-text.tsx'
import { useAppStore } from './app-store.ts'
import { noteError } from './page-errors.ts'
import styles from './start/start.module.css'
import { StartFrame } from './start/start-frame.tsx'

interface CrashGuardState {
  hasStopped: boolean
  /** Under which it stands in the log, once main has written it there. */
  reference: string | null
}

/** A fault in a screen must not leave an empty window: says what happened and offers the ways on. */
export class CrashGuard extends Component<{ children: ReactNode }, CrashGuardState> {
  override state: CrashGuardState = { hasStopped: false, reference: null }

  static getDerivedStateFromError(): Partial<CrashGuardState> {
    return { hasStopped: true }
  }

  override componentDidCatch(error: unknown): void {
    void noteError('crash', error).then((reference) => this.setState({ reference }))
  }

  override render(): ReactNode {
    const { hasStopped, reference } = this.state
    if (!hasStopped) return this.props.children
    const { openPanel } = useAppStore.getState()
    return (
      <StartFrame>
        <div className={styles.card} role="alert">
          <h1 className={styles.title}>{crash.title}</h1>
          <p className={styles.text}>{crash.advice}</p>
          {reference !== null && (
            <CopyText label={words.reference} text={reference} copy={words.copyReference} />
          )}
          <Button kind="primary" autoFocus onPress={() => window.location.reload()}>
            {crash.reload}
          </Button>
          <div className={styles.others}>
            <Button kind="link" onPress={() => openPanel({ kind: 'diagnostics' })}>
              {crash.diagnostics}
            </Button>
            <Button kind="link" onPress={() => openPanel({ kind: 'safe-mode' })}>
              {crash.safeMode}
            </Button>
          </div>
        </div>
      </StartFrame>
    )
  }
}
