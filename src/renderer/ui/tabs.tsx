import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { cx } from './class-names.ts'
import styles from './tabs.module.css'

export interface TabItem<Id extends string> {
  id: Id
  label: string
  /** A number beside the label; its meaning is in `countLabel`. */
  count?: number
  countLabel?: string
}

interface TabsProps<Id extends string> {
  label: string
  items: readonly TabItem<Id>[]
  selected: Id
  onSelect: (id: Id) => void
  /** What the selected tab shows. */
  children: ReactNode
  /** The panel fills what is left of the height and lays out a column. */
  fill?: boolean
}

const tabbable = 'a[href], button:not([disabled]), input, select, textarea, [tabindex="0"]'

/** One tab stop for all tabs; arrows go from one to the next and show it at once. */
export function Tabs<Id extends string>({ label, items, selected, onSelect, children, fill }: TabsProps<Id>) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const panel = useRef<HTMLDivElement>(null)

  /** A panel with nothing in it to go to is gone to itself, so that it can be scrolled and read. */
  function admitFocus() {
    if (panel.current) panel.current.tabIndex = panel.current.querySelector(tabbable) ? -1 : 0
  }
  useLayoutEffect(admitFocus)

  function onKeyDown(event: KeyboardEvent) {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    if (event.key === 'Tab') admitFocus()
    const target = targetOf(
      event,
      items.findIndex((item) => item.id === selected),
      items.length,
    )
    const item = target === null ? undefined : items[target]
    if (!item) return
    event.preventDefault()
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[target ?? 0]?.focus()
    onSelect(item.id)
  }

  return (
    <div className={cx(styles.tabs, fill && styles.fill)}>
      <div ref={list} role="tablist" aria-label={label} className={styles.list} onKeyDown={onKeyDown}>
        {items.map((item) => {
          const isSelected = item.id === selected
          return (
            <button
              key={item.id}
              type="button"
              role="tab"
              id={`${id}-${item.id}`}
              aria-selected={isSelected}
              aria-controls={isSelected ? `${id}-panel` : undefined}
              tabIndex={isSelected ? 0 : -1}
              className={styles.tab}
              onClick={() => onSelect(item.id)}
            >
              {item.label}
              {item.count ? (
                <span className={styles.count}>
                  {item.count}
                  {item.countLabel && <span className="visually-hidden"> {item.countLabel}</span>}
                </span>
              ) : null}
            </button>
          )
        })}
      </div>
      <div
        key={selected}
        ref={panel}
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${selected}`}
        className={cx(styles.panel, fill && styles.fill)}
      >
        {children}
      </div>
    </div>
  )
}

/** Where a key leads to, round at both ends; null for a key of no use here. */
function targetOf(event: KeyboardEvent, current: number, count: number): number | null {
  const forwards = event.currentTarget.matches(':dir(rtl)') ? 'ArrowLeft' : 'ArrowRight'
  const backwards = forwards === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight'
  switch (event.key) {
    case forwards:
      return (current + 1) % count
    case backwards:
      return (current - 1 + count) % count
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}
