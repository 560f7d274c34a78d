import {
  cloneElement,
  type ReactElement,
  type ReactNode,
  type Ref,
  useCallback,
  useRef,
  useState,
} from 'react'
import { later } from './later.tsx'
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
  shortcut?: string | null
  /** Shown beneath the label. */
  note?: string | null
}

export type MenuEntry = MenuAction | 'separator'

const MenuPopover = later(async () => (await import('./menu-popover.tsx')).MenuPopover)

interface ButtonProps {
  ref?: Ref<HTMLButtonElement>
  onPress?: () => void
  onKeyDown?: (event: { key: string; preventDefault(): void; continuePropagation(): void }) => void
  'aria-haspopup'?: 'menu'
  'aria-expanded'?: boolean
}

interface MenuProps {
  label: string
  entries: readonly MenuEntry[]
  /** The button that opens it, one of React Aria's. */
  children: ReactElement<ButtonProps>
  /** Stands above the entries. */
  head?: ReactNode
}

/** A button with a menu. For the rows of a table take `useRowMenu`: one for all of them. */
export function Menu({ label, entries, children, head }: MenuProps) {
  const [isOpen, setOpen] = useState(false)
  const trigger = useRef<HTMLButtonElement>(null)
  return (
    <>
      {cloneElement(children, {
        ref: trigger,
        onPress: () => setOpen(true),
        onKeyDown: (event) => {
          if (event.key !== 'ArrowDown') return event.continuePropagation()
          event.preventDefault()
          setOpen(true)
        },
        'aria-haspopup': 'menu',
        'aria-expanded': isOpen,
      })}
      {isOpen && (
        <MenuPopover
          label={label}
          entries={entries}
          head={head}
          trigger={trigger}
          placement="bottom end"
          onClose={() => closeWith(setOpen, trigger.current)}
          onChosen={(entry) => closeWith(setOpen, trigger.current, entry)}
        />
      )}
    </>
  )
}

/** An entry acts after the menu is gone and the focus is back: what it opens gives the focus back to the same place. */
function closeWith(
  setOpen: (isOpen: false) => void,
  returnTo: HTMLElement | null,
  chosen?: MenuAction,
): void {
  setOpen(false)
  requestAnimationFrame(() => {
    returnTo?.focus()
    chosen?.onAction()
  })
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

/** One menu shared by all the rows of a list. */
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
      <MenuPopover
        label={opened.label}
        entries={opened.entries}
        trigger={anchor}
        placement={opened.placement}
        onClose={() => closeWith(close, opened.returnTo)}
        onChosen={(entry) => closeWith(close, opened.returnTo, entry)}
      />
    </>
  )
  return { open, close, element }
}
