import type { Problem } from '@gatehouse/contract'
import CircleAlert from 'lucide-react/icons/circle-alert'
import SearchX from 'lucide-react/icons/search-x'
import type { ReactNode } from 'react'
import { words } from '../../strings/common.ts'
import { explain } from '../../strings/problems.ts'
import { Button } from './button.tsx'
import { cx } from './class-names.ts'
import { CopyText } from './copy-text.tsx'
import styles from './states.module.css'

interface EmptyStateProps {
  title: string
  /** Why there is nothing. */
  reason: ReactNode
  /** The one thing to do about it. */
  action?: ReactNode
  icon?: ReactNode
}

export function EmptyState({ title, reason, action, icon }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      {icon && (
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
      )}
      <p className={styles.title}>{title}</p>
      <p className={styles.reason}>{reason}</p>
      {action}
    </div>
  )
}

interface NothingFoundProps {
  title: string
  reason: string
  onClear: () => void
}

/** A list that has rows, but none that the filter lets through. */
export function NothingFound({ title, reason, onClear }: NothingFoundProps) {
  return (
    <EmptyState
      icon={<SearchX size={22} />}
      title={title}
      reason={reason}
      action={<Button onPress={onClear}>{words.clearFilter}</Button>}
    />
  )
}

interface ErrorStateProps {
  problem: Problem
  onRetry?: (() => void) | undefined
  /** Beside a form or in a drawer, rather than in place of a screen. */
  inline?: boolean
  action?: ReactNode
}

/** What happened, what to do, and the reference to quote when asking for help. */
export function ErrorState({ problem, onRetry, inline, action }: ErrorStateProps) {
  const { title, advice } = explain(problem)
  return (
    <div role="alert" className={cx(styles.error, inline && styles.inline)}>
      <CircleAlert size={18} aria-hidden="true" className={styles.alert} />
      <div className={styles.errorText}>
        <p className={styles.title}>{title}</p>
        <p className={styles.reason}>{advice}</p>
        {problem.reference && (
          <CopyText label={words.reference} text={problem.reference} copy={words.copyReference} />
        )}
        {(onRetry || action) && (
          <div className={styles.actions}>
            {onRetry && <Button onPress={onRetry}>{words.tryAgain}</Button>}
            {action}
          </div>
        )}
      </div>
    </div>
  )
}

/** Grey rows in place of a list that is on its way. Shows after 200 ms, so that quick answers never flicker. */
export function Skeleton({ rows = 6 }: { rows?: number }) {
  return (
    <div className={styles.skeleton} aria-busy="true">
      <span className="visually-hidden">{words.loading}</span>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical bars
        <span key={index} className={styles.bar} style={{ inlineSize: `${92 - ((index * 17) % 40)}%` }} />
      ))}
    </div>
  )
}

/** A band across a screen that says something true of all of it. */
export function Notice({
  tone = 'neutral',
  icon,
  children,
  action,
}: {
  tone?: 'neutral' | 'warning' | 'danger'
  icon?: ReactNode
  children: ReactNode
  action?: ReactNode
}) {
  return (
    <div className={cx(styles.notice, styles[`notice-${tone}`])}>
      {icon && (
        <span className={styles.noticeIcon} aria-hidden="true">
          {icon}
        </span>
      )}
      <div className={styles.noticeText}>{children}</div>
      {action}
    </div>
  )
}
