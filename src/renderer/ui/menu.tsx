import Check from 'lucide-react/icons/check'
import { type ReactElement, type ReactNode, useCallback, useRef, useState } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { Separator } from 'react-aria-components/Separator'
import { cx } from './class-names.ts'
import styles from './menu.module.css'

export interface MenuAction {
  id: string
  label: string
  icon?: ReactNode
  onAction: () => void
  danger?: boolean
  /** Shown beneath the label; the entry can't be chosen. */
  disabledReason?: string | null | undefined
  /** For choices of one among several: marks the one that holds. */
  isChosen?: boolean
  shortcut?: string
  /** Shown beneath the label. */
  note?: string | null
}

export type MenuEntry = MenuAction | 'separator'

interface MenuProps {
  label: string
  entries: readonly MenuEntry[]
  /** The button that opens it. */
  children: ReactElement
  /** Stands above the entries. */
  head?: ReactNode
}

/** A button with a menu. For the rows of a table take `RowMenu`: one for all of them. */
export function Menu({ label, entries, children, head }: MenuProps) {
  return (
    <MenuTrigger>
      {children}
      <Popover className={styles.popover ?? ''} offset={4} placement="bottom end">
        {head}
        <Entries label={label} entries={entries} />
      </Popover>
    </MenuTrigger>
  )
}

function Entries({
  label,
  entries,
  onChosen,
}: Omit<MenuProps, 'children' | 'head'> & { onChosen?: (entry: MenuAction) => void }) {
  return (
    <AriaMenu aria-label={label} className={styles.menu ?? ''} {...(onChosen ? { autoFocus: 'first' } : {})}>
      {entries.map((entry, index) =>
        entry === 'separator' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: separators have no identity of their own
          <Separator key={`separator-${index}`} className={styles.separator ?? ''} />
        ) : (
          <MenuItem
            key={entry.id}
            id={entry.id}
            textValue={entry.label}
            isDisabled={Boolean(entry.disabledReason)}
            onAction={() => (onChosen ? onChosen(entry) : entry.onAction())}
            className={cx(styles.item, entry.danger && styles.danger)}
          >
            {entry.icon && (
              <span className={styles.icon} aria-hidden="true">
                {entry.icon}
              </span>
            )}
            <span className={styles.text}>
              {/* With no slots the whole text is the name, so the reason is heard wherever it is seen. */}
              <span>{entry.label}</span>
              {entry.note && <span className={styles.reason}>{entry.note}</span>}
              {entry.disabledReason && <span className={styles.reason}>{entry.disabledReason}</span>}
            </span>
            {entry.isChosen && <Check size={15} aria-label="chosen" />}
            {entry.shortcut && <kbd>{entry.shortcut}</kbd>}
          </MenuItem>
        ),
      )}
    </AriaMenu>
  )
}

interface Opened {
  label: string
  entries: readonly MenuEntry[]
  area: { x: number; y: number; width: number; height: number }
  placement: 'bottom end' | 'bottom start'
  returnTo: HTMLElement | null
}

export interface RowMenuControl {
  /** `at`: the element or the point (a right click) where it opens; the focus goes back to `returnTo`. */
  open(options: {
    label: string
    entries: readonly MenuEntry[]
    at: Element | { x: number; y: number }
    returnTo?: HTMLElement | null
  }): void
  close(): void
  /** Render once, anywhere in the component that calls `useRowMenu`. */
  element: ReactNode
}

/** One menu shared by all the rows of a list. An entry acts after the menu is gone and the focus is back. */
export function useRowMenu(): RowMenuControl {
  const [opened, setOpened] = useState<Opened | null>(null)
  const anchor = useRef<HTMLSpanElement>(null)

  const close = useCallback(() => setOpened(null), [])
  const open = useCallback<RowMenuControl['open']>(({ label, entries, at, returnTo }) => {
    const area = at instanceof Element ? at.getBoundingClientRect() : { ...at, width: 1, height: 1 }
    const { x, y, width, height } = area
    const placement = at instanceof Element ? 'bottom end' : 'bottom start'
    setOpened({ label, entries, area: { x, y, width, height }, placement, returnTo: returnTo ?? null })
  }, [])

  const element = opened && (
    <>
      <span
        ref={anchor}
        className={styles.anchor}
        style={{
          left: opened.area.x,
          top: opened.area.y,
          width: opened.area.width,
          height: opened.area.height,
        }}
      />
      <Popover
        isOpen
        aria-label={opened.label}
        onOpenChange={(isOpen) => {
          if (isOpen) return
          setOpened(null)
          requestAnimationFrame(() => opened.returnTo?.focus())
        }}
        triggerRef={anchor}
        placement={opened.placement}
        offset={2}
        className={styles.popover ?? ''}
      >
        <Entries
          label={opened.label}
          entries={opened.entries}
          onChosen={(entry) => {
            setOpened(null)
            requestAnimationFrame(() => {
              opened.returnTo?.focus()
              entry.onAction()
            })
          }}
        />
      </Popover>
    </>
  )
  return { open, close, element }
}
