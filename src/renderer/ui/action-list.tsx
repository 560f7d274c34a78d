import { useVirtualizer } from '@tanstack/react-virtual'
import type { ReactNode } from 'react'
import styles from './action-list.module.css'
import { Button } from './button.tsx'
import { useRoving } from './use-roving.ts'

export interface LineAction {
  label: string
  /** With what and for whom; a screen reader hears this instead of the label. */
  fullLabel: string
  onPress: () => void
  disabledReason?: string | null | undefined
}

export interface ActionLine {
  id: string
  title: ReactNode
  detail?: ReactNode
  /** Beneath or beside the text, as there is room. */
  badges?: ReactNode
  action: LineAction
}

interface ActionListProps {
  label: string
  lines: readonly ActionLine[]
  /** Fills the height and scrolls by itself; otherwise as high as its lines. */
  fill?: boolean
}

const lineHeight = 56
const virtualFrom = 60

/**
 * Lines with one button each. The list is one tab stop, arrows move from button to button; a button that can't be
 * pressed keeps the focus and says why. Of a long list only the lines in view are built.
 */
export function ActionList({ label, lines, fill }: ActionListProps) {
  const isVirtual = Boolean(fill) && lines.length > virtualFrom
  const roving = useRoving({
    count: lines.length,
    reveal: isVirtual ? (index) => virtualizer.scrollToIndex(index) : undefined,
  })
  const virtualizer = useVirtualizer({
    count: isVirtual ? lines.length : 0,
    getScrollElement: () => roving.container.current,
    estimateSize: () => lineHeight,
    overscan: 6,
  })
  const shown = isVirtual
    ? virtualizer.getVirtualItems().map(({ index, start }) => ({ index, start }))
    : lines.map((_, index) => ({ index, start: null }))

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows move between the buttons inside
    <div
      ref={roving.container}
      className={fill ? styles.scroller : styles.frame}
      onKeyDown={roving.onKeyDown}
    >
      <ul
        aria-label={label}
        className={styles.list}
        style={isVirtual ? { blockSize: virtualizer.getTotalSize() } : undefined}
      >
        {shown.map(({ index, start }) => {
          const line = lines[index]
          if (!line) return null
          return (
            <li
              key={line.id}
              className={styles.line}
              aria-setsize={lines.length}
              aria-posinset={index + 1}
              data-placed={start === null ? undefined : true}
              style={start === null ? undefined : { transform: `translateY(${start}px)` }}
            >
              <div className={styles.text}>
                <span className={styles.title}>{line.title}</span>
                {line.detail && <span className={styles.detail}>{line.detail}</span>}
              </div>
              {line.badges && <div className={styles.badges}>{line.badges}</div>}
              <LineButton
                action={line.action}
                index={index}
                isCurrent={index === roving.current}
                onFocus={() => roving.setCurrent(index)}
              />
            </li>
          )
        })}
      </ul>
    </div>
  )
}

interface LineButtonProps {
  action: LineAction
  index: number
  isCurrent: boolean
  onFocus: () => void
}

function LineButton({ action, index, isCurrent, onFocus }: LineButtonProps) {
  return (
    <Button
      size="small"
      className={styles.button}
      data-entry={index}
      excludeFromTabOrder={!isCurrent}
      aria-label={action.fullLabel}
      disabledReason={action.disabledReason}
      onPress={action.onPress}
      onFocus={onFocus}
    >
      {action.label}
    </Button>
  )
}
