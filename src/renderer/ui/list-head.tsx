import type { ReactNode } from 'react'
import styles from './list-head.module.css'
import { SearchField } from './search-field.tsx'

interface ListHeadProps {
  /** What the filter looks for; also its name. */
  find: string
  filter: string
  onFilter: (filter: string) => void
  /** How many there are, in words; said politely when it changes. */
  count?: string | undefined
  /** More ways to narrow the list. */
  children?: ReactNode
  /** Buttons at the other end. */
  actions?: ReactNode
}

/** What stands above a list: its filter, how many it shows, and what can be done. */
export function ListHead({ find, filter, onFilter, count, children, actions }: ListHeadProps) {
  return (
    <div className={styles.head}>
      <SearchField label={find} value={filter} onChange={onFilter} isListFilter className={styles.filter} />
      {children}
      <span role="status" className={styles.count}>
        {count}
      </span>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
