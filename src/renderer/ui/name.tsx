import type { ReactNode } from 'react'
import { cx } from './class-names.ts'
import styles from './name.module.css'

/** A name as somebody gave it: its own writing direction, cut off with an ellipsis, whole in the title. */
export function Name({ children, strong }: { children: string; strong?: boolean }) {
  return (
    <bdi className={cx(styles.name, strong && styles.strong)} title={children}>
      {children}
    </bdi>
  )
}

/** Two lines of a row; side by side where rows are compact. */
export function TwoLines({ first, second }: { first: ReactNode; second: ReactNode }) {
  return (
    <span className={styles.two}>
      <span className={styles.first}>{first}</span>
      <span className={styles.second}>{second}</span>
    </span>
  )
}
