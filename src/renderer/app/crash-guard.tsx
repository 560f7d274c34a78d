import { Component, type ReactNode } from 'react'
import { crash } from '../../strings/shell.ts'
import { Button } from '../ui/button.tsx'
import { CopyText } from '../ui/copy-text.tsx'
import styles from './start/start.module.css'
import { StartFrame } from './start/start-frame.tsx'

interface CrashGuardState {
  /** What the window broke on, or null while it works. */
  message: string | null
}

/** A fault in a screen must not leave an empty window: says what happened and offers the way back. */
export class CrashGuard extends Component<{ children: ReactNode }, CrashGuardState> {
  override state: CrashGuardState = { message: null }

  static getDerivedStateFromError(error: unknown): CrashGuardState {
    return { message: error instanceof Error ? error.message : String(error) }
  }

  override render(): ReactNode {
    const { message } = this.state
    if (message === null) return this.props.children
    return (
      <StartFrame>
        <div className={styles.card} role="alert">
          <h1 className={styles.title}>{crash.title}</h1>
          <p className={styles.text}>{crash.advice}</p>
          <CopyText label={crash.details} text={message} />
          <Button kind="primary" autoFocus onPress={() => window.location.reload()}>
            {crash.reload}
          </Button>
        </div>
      </StartFrame>
    )
  }
}
