import { useVirtualizer } from '@tanstack/react-virtual'
import ChevronRight from 'lucide-react/icons/chevron-right'
import { type ReactNode, useEffect, useId, useState } from 'react'
import type { ActivityItem } from '../../../ipc/views.ts'
import { activityWords as t } from '../../../strings/activity.ts'
import { activityParts } from '../../../strings/activity-in-words.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { useRowHeight } from '../../ui/density.ts'
import { Time } from '../../ui/time.tsx'
import { useRoving } from '../../ui/use-roving.ts'
import styles from './activity.module.css'
import { ActivityDetails } from './activity-details.tsx'

/** An entry, of one account or of several. */
export type ActivityEntry = Omit<ActivityItem, 'id'> & { id: string }

/** Entries by their place; one that is still on its way is undefined. An array is such a thing. */
export interface ActivityRows<Entry extends ActivityEntry> {
  readonly length: number
  at(index: number): Entry | undefined
}

export interface ActivityListProps<Entry extends ActivityEntry> {
  label: string
  rows: ActivityRows<Entry>
  scroll: { top: number; onScroll: (top: number) => void }
  /** What application ids are called; unknown ones are counted. */
  applications?: ReadonlyMap<string, string>
  /** Where it happened, for a list over several accounts. */
  placeOf?: (entry: Entry) => { id: string; name: string } | null
  /** What can be done from an entry that is open: where it leads, how it is taken back. */
  actionsOf?: (entry: Entry) => ReactNode
  /** Which entries are in view: for rows that come in windows. */
  onRange?: (first: number, last: number) => void
}

const noNames: ReadonlyMap<string, string> = new Map()

/** One line an entry; Enter or a click opens what changed. Only the lines in view are built. */
export function ActivityList<Entry extends ActivityEntry>(props: ActivityListProps<Entry>) {
  const { label, rows, scroll, onRange } = props
  const rowHeight = useRowHeight()
  const [opened, setOpened] = useState<string | null>(null)
  const roving = useRoving({ count: rows.length, reveal: (index) => virtualizer.scrollToIndex(index) })
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => roving.container.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows.at(index)?.id ?? index,
    initialOffset: scroll.top,
    overscan: 8,
  })
  const items = virtualizer.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => onRange?.(first, last), [onRange, first, last])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows move between the buttons inside
    <div
      ref={roving.container}
      className={styles.scroller}
      onKeyDown={roving.onKeyDown}
      onScroll={(event) => scroll.onScroll(event.currentTarget.scrollTop)}
    >
      <ol aria-label={label} className={styles.list} style={{ blockSize: virtualizer.getTotalSize() }}>
        {items.map(({ index, start, key }) => {
          const entry = rows.at(index)
          return (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              className={styles.entry}
              style={{ transform: `translateY(${start}px)` }}
            >
              {entry ? (
                <Entry
                  {...props}
                  entry={entry}
                  index={index}
                  isCurrent={index === roving.current}
                  isOpen={entry.id === opened}
                  onToggle={() => setOpened(entry.id === opened ? null : entry.id)}
                  onFocus={() => roving.setCurrent(index)}
                />
              ) : (
                <span className={styles.coming}>{t.notHereYet}</span>
              )}
            </li>
          )
        })}
      </ol>
    </div>
  )
}

interface EntryProps<Entry extends ActivityEntry>
  extends Pick<ActivityListProps<Entry>, 'applications' | 'placeOf' | 'actionsOf'> {
  entry: Entry
  index: number
  isCurrent: boolean
  isOpen: boolean
  onToggle: () => void
  onFocus: () => void
}

function Entry<E extends ActivityEntry>(props: EntryProps<E>) {
  const { entry, index, isCurrent, isOpen, onToggle, onFocus } = props
  const detailsId = useId()
  const place = props.placeOf?.(entry)
  return (
    <>
      <button
        type="button"
        className={styles.line}
        data-entry={index}
        tabIndex={isCurrent ? 0 : -1}
        aria-expanded={isOpen}
        aria-controls={isOpen ? detailsId : undefined}
        onClick={onToggle}
        onFocus={onFocus}
      >
        <ChevronRight size={15} aria-hidden="true" className={styles.chevron} />
        <Avatar name={entry.actorName} size={24} round />
        <span className={styles.sentence}>
          {activityParts(entry).map(({ text, isName }, part) =>
            isName ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence never move
              <bdi key={part} className={styles.name}>
                {text}
              </bdi>
            ) : (
              text
            ),
          )}
        </span>
        {place && (
          <bdi className={styles.place} title={place.name}>
            {place.name}
          </bdi>
        )}
        {!props.placeOf && <span className={styles.device}>{entry.device}</span>}
        <span className={styles.when}>
          <Time at={entry.at} />
        </span>
      </button>
      {isOpen && (
        <ActivityDetails
          id={detailsId}
          entry={entry}
          applications={props.applications ?? noNames}
          actions={props.actionsOf?.(entry)}
        />
      )}
    </>
  )
}
