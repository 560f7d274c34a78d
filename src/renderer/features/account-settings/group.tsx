import { type ReactNode, useId } from 'react'
import { cx } from '../../ui/class-names.ts'
import styles from './account-settings.module.css'

interface GroupProps {
  title: string
  danger?: boolean
  /** Buttons beneath what is said. */
  action?: ReactNode
  children: ReactNode
}

/** Settings that belong together, under one heading. */
export function Group({ title, danger, action, children }: GroupProps) {
  const id = useId()
  return (
    <section className={cx(styles.group, danger && styles.danger)} aria-labelledby={id}>
      <h2 id={id} className={styles.title}>
        {title}
      </h2>
      {children}
      {action && <div className={styles.actions}>{action}</div>}
    </section>
  )
}
