import Check from 'lucide-react/icons/check'
import type { ReactNode, RefObject } from 'react'
import { Menu as AriaMenu, MenuItem } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { Separator } from 'react-aria-components/Separator'
import { words } from '../../strings/common.ts'
import { cx } from './class-names.ts'
import styles from './menu.module.css'
import type { MenuAction, MenuEntry } from './menu.tsx'

export interface MenuPopoverProps {
  label: string
  entries: readonly MenuEntry[]
  /** Stands above the entries. */
  head?: ReactNode
  trigger: RefObject<Element | null>
  placement: 'bottom end' | 'bottom start'
  onClose: () => void
  onChosen: (entry: MenuAction) => void
}

/** The open menu. Fetched with the first of them, or before. */
export function MenuPopover({
  label,
  entries,
  head,
  trigger,
  placement,
  onClose,
  onChosen,
}: MenuPopoverProps) {
  return (
    <Popover
      isOpen
      aria-label={label}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      triggerRef={trigger}
      placement={placement}
      offset={3}
      className={styles.popover ?? ''}
    >
      {head}
      <AriaMenu aria-label={label} className={styles.menu ?? ''} autoFocus="first">
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
              onAction={() => onChosen(entry)}
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
              {entry.isChosen && <Check size={15} aria-label={words.chosen} />}
              {entry.shortcut && <kbd>{entry.shortcut}</kbd>}
            </MenuItem>
          ),
        )}
      </AriaMenu>
    </Popover>
  )
}
