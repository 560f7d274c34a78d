import X from 'lucide-react/icons/x'
import type { ReactNode } from 'react'
import { tableWords as t } from '../../strings/table.ts'
import { Button, IconButton } from './button.tsx'
import styles from './selection-bar.module.css'

interface SelectionBarProps {
  count: number
  onClear: () => void
  /** Of the chosen rows, those that the filter hides now. */
  hidden?: number
  /** "Select all 5,000 matching": how many there are, and what chooses them; left out where all are chosen. */
  all?: { count: number; onSelect: () => void } | undefined
  /** What can be done with all that is chosen: buttons. */
  children: ReactNode
}

/** Stands under a list as long as rows of it are chosen: how many, and what can be done with them. */
export function SelectionBar({ count, onClear, hidden = 0, all, children }: SelectionBarProps) {
  return (
    <>
      {/* Always there, so that the first choice is heard too. */}
      <span role="status" className="visually-hidden">
        {count > 0 && t.selected(count)}
      </span>
      {count > 0 && (
        <div role="toolbar" aria-label={t.bar} className={styles.bar} data-selection-bar>
          <span className={styles.count}>
            <strong>{t.selected(count)}</strong>
            {hidden > 0 && <span className={styles.hidden}>{t.hidden(hidden)}</span>}
          </span>
          {all && count < all.count && (
            <Button kind="link" onPress={all.onSelect}>
              {t.selectAllMatching(all.count)}
            </Button>
          )}
          <span className={styles.actions}>{children}</span>
          <IconButton label={t.clear} icon={<X size={16} aria-hidden="true" />} onPress={onClear} />
        </div>
      )}
    </>
  )
}
