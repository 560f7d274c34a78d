import type { ReactNode } from 'react'
import styles from './badge.module.css'
import { cx } from './class-names.ts'

export type Tone = 'neutral' | 'accent' | 'teal' | 'success' | 'warning' | 'danger'

export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={cx(styles.badge, styles[tone])}>{children}</span>
}

/**
 * A state by shape and text, so that colour is never all there is: `on` a full disc, `off` a ring, `waiting` half a
 * disc, `stopped` a square.
 */
export function StatusDot({
  shape,
  children,
}: {
  shape: 'on' | 'off' | 'waiting' | 'stopped'
  children: ReactNode
}) {
  return (
    <span className={styles.status}>
      <span className={cx(styles.dot, styles[shape])} aria-hidden="true" />
      {children}
    </span>
  )
}

/** Stands on whatever a change made here is still on its way to the server. */
export function WaitingMark({ children }: { children: ReactNode }) {
  return (
    <span className={styles.waitingMark}>
      <span className={cx(styles.dot, styles.waiting)} aria-hidden="true" />
      {children}
    </span>
  )
}
