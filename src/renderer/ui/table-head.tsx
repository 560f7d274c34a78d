import ArrowDown from 'lucide-react/icons/arrow-down'
import ArrowUp from 'lucide-react/icons/arrow-up'
import { useEffect, useRef } from 'react'
import { words } from '../../strings/common.ts'
import { tableWords as t } from '../../strings/table.ts'
import { cx } from './class-names.ts'
import styles from './table.module.css'
import { type Column, nextSort, type Sort } from './table-columns.ts'

interface TableHeadProps<Row> {
  columns: readonly Column<Row>[]
  hasMenu: boolean
  /** Null: nothing can be chosen. */
  chosen: 'all' | 'some' | 'none' | null
  count: number
  onToggleAll: () => void
  sort: (Sort & { onChange: (sort: Sort) => void }) | undefined
}

export function TableHead<Row>({ columns, hasMenu, chosen, count, onToggleAll, sort }: TableHeadProps<Row>) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {chosen && (
          <td className={styles.checkCell}>
            <AllBox chosen={chosen} count={count} onToggle={onToggleAll} />
          </td>
        )}
        {columns.map((column, position) => {
          const isSorted = sort?.by === column.id
          return (
            <th
              key={column.id}
              scope="col"
              // A narrow column may cut its word off.
              title={column.hideHeader ? undefined : column.header}
              className={cx(column.align === 'end' && styles.end, position === 0 && styles.nameCell)}
              aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
            >
              {column.hideHeader ? (
                <span className="visually-hidden">{column.header}</span>
              ) : sort && column.sortable ? (
                <button
                  type="button"
                  className={styles.sortButton}
                  onClick={() => sort.onChange(nextSort(column, sort))}
                >
                  <span className={styles.headerText}>{column.header}</span>
                  {isSorted && <SortMark descending={sort.descending} />}
                </button>
              ) : (
                column.header
              )}
            </th>
          )
        })}
        {hasMenu && (
          <th scope="col" className={styles.menuCell}>
            <span className="visually-hidden">{words.actions}</span>
          </th>
        )}
      </tr>
    </thead>
  )
}

function SortMark({ descending }: { descending: boolean }) {
  const Arrow = descending ? ArrowDown : ArrowUp
  return <Arrow size={13} aria-hidden="true" className={styles.sortMark} />
}

function AllBox({
  chosen,
  count,
  onToggle,
}: {
  chosen: 'all' | 'some' | 'none'
  count: number
  onToggle: () => void
}) {
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (box.current) box.current.indeterminate = chosen === 'some'
  }, [chosen])
  return (
    <label className={styles.check}>
      <input
        ref={box}
        type="checkbox"
        aria-label={t.selectAll(count)}
        checked={chosen === 'all'}
        onChange={onToggle}
      />
    </label>
  )
}
