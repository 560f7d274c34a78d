import { useVirtualizer } from '@tanstack/react-virtual'
import Check from 'lucide-react/icons/check'
import { type ReactNode, type RefObject, useImperativeHandle } from 'react'
import { Name } from './name.tsx'
import styles from './pick-list.module.css'
import { useRoving } from './use-roving.ts'

export interface PickItem {
  id: string
  label: string
  hint?: string | undefined
  /** Stands at the end of the line. */
  mark?: ReactNode
  /** Can't be chosen: shown as it is, ticked. */
  isFixed?: boolean | undefined
}

export interface PickSection {
  id: string
  /** Left out: no header. */
  title?: string
  items: readonly PickItem[]
}

interface PickListProps {
  label: string
  sections: readonly PickSection[]
  selected: ReadonlySet<string>
  onToggle: (id: string) => void
  /** Moves the focus into the list, for the filter above it. */
  control?: RefObject<{ focusFirst(): void } | null>
}

type Line = { kind: 'title'; id: string; title: string } | { kind: 'item'; id: string; item: PickItem }

const itemHeight = 50
const titleHeight = 34

/** Several choices out of many: one tab stop, arrows move, Space ticks. Only the lines in view are built. */
export function PickList({ label, sections, selected, onToggle, control }: PickListProps) {
  const lines = sections.flatMap(linesOf)
  const roving = useRoving({
    count: lines.length,
    canReach: (index) => isChoice(lines[index]),
    reveal: (index) => virtualizer.scrollToIndex(index),
  })
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => roving.container.current,
    estimateSize: (index) => (lines[index]?.kind === 'title' ? titleHeight : itemHeight),
    getItemKey: (index) => lines[index]?.id ?? index,
    overscan: 6,
  })
  useImperativeHandle(control, () => ({
    focusFirst: () => roving.current >= 0 && roving.focus(lines.findIndex(isChoice)),
  }))

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset can't scroll and be measured
    <div
      ref={roving.container}
      role="group"
      aria-label={label}
      className={styles.list}
      onKeyDown={roving.onKeyDown}
    >
      <div className={styles.all} style={{ blockSize: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start, size }) => {
          const line = lines[index]
          if (!line) return null
          const place = { transform: `translateY(${start}px)`, blockSize: size }
          if (line.kind === 'title') {
            return (
              <h3 key={line.id} className={styles.title} style={place}>
                {line.title}
              </h3>
            )
          }
          const { item } = line
          if (item.isFixed) {
            return (
              <div key={line.id} className={styles.line} style={place} data-fixed>
                <Tick isOn />
                <ItemText item={item} />
              </div>
            )
          }
          return (
            <label key={line.id} className={styles.line} style={place}>
              <input
                type="checkbox"
                className="visually-hidden"
                data-entry={index}
                tabIndex={index === roving.current ? 0 : -1}
                checked={selected.has(item.id)}
                onChange={() => onToggle(item.id)}
                onFocus={() => roving.setCurrent(index)}
              />
              <Tick isOn={selected.has(item.id)} />
              <ItemText item={item} />
            </label>
          )
        })}
      </div>
    </div>
  )
}

function linesOf(section: PickSection): Line[] {
  const items = section.items.map((item): Line => ({ kind: 'item', id: item.id, item }))
  if (!section.title || items.length === 0) return items
  return [{ kind: 'title', id: `title-${section.id}`, title: section.title }, ...items]
}

function isChoice(line: Line | undefined): boolean {
  return line?.kind === 'item' && !line.item.isFixed
}

function Tick({ isOn }: { isOn: boolean }) {
  return (
    <span className={styles.tick} data-on={isOn || undefined} aria-hidden="true">
      {isOn && <Check size={12} strokeWidth={3} />}
    </span>
  )
}

function ItemText({ item }: { item: PickItem }) {
  return (
    <>
      <span className={styles.text}>
        <Name>{item.label}</Name>
        {item.hint && <span className={styles.hint}>{item.hint}</span>}
      </span>
      {item.mark && <span className={styles.mark}>{item.mark}</span>}
    </>
  )
}
