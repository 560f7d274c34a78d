import type { ReactNode } from 'react'
import styles from './figures.module.css'

/** Figures side by side; each is a button to what it counts. */
export function Figures({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={styles.figures} aria-label={label}>
      {children}
    </ul>
  )
}

export interface FigureProps {
  title: string
  value: string
  /** Beneath the value. */
  detail: ReactNode
  tone?: 'plain' | 'warning' | 'danger'
  /** Shown when pointed at: as of when it is right. */
  hint?: string | undefined
  /** Id of what says as of when it is right. */
  describedBy?: string
  onOpen: () => void
}

export function Figure({ title, value, detail, tone = 'plain', hint, describedBy, onOpen }: FigureProps) {
  return (
    <li className={styles.cell}>
      <button
        type="button"
        className={styles.figure}
        title={hint}
        aria-describedby={describedBy}
        onClick={onOpen}
      >
        <span className={styles.title}>{title}</span>
        <span className={styles.value}>{value}</span>
        <span className={styles.detail} data-tone={tone}>
          {detail}
        </span>
      </button>
    </li>
  )
}
