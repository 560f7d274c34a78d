import { useVirtualizer } from '@tanstack/react-virtual'
import ChevronRight from 'lucide-react/icons/chevron-right'
import { useId, useMemo, useState } from 'react'
import type { ActivityItem } from '../../../ipc/views.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { useRowHeight } from '../../ui/density.ts'
import { Time } from '../../ui/time.tsx'
import { useRoving } from '../../ui/use-roving.ts'
import styles from './activity.module.css'
import { ActivityDetails } from './activity-details.tsx'
import { activityParts } from './activity-in-words.ts'

interface ActivityListProps {
  accountId: string
  label: string
  entries: readonly ActivityItem[]
  scroll: { top: number; onScroll: (top: number) => void }
}

/** One line an entry; Enter or a click opens what changed. Only the lines in view are built. */
export function ActivityList({ accountId, label, entries, scroll }: ActivityListProps) {
  const rowHeight = useRowHeight()
  const [opened, setOpened] = useState<string | null>(null)
  const applications = useApplicationNames(accountId)
  const roving = useRoving({ count: entries.length, reveal: (index) => virtualizer.scrollToIndex(index) })
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => roving.container.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => entries[index]?.id ?? index,
    initialOffset: scroll.top,
    overscan: 8,
  })
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows move between the buttons inside
    <div
      ref={roving.container}
      className={styles.scroller}
      onKeyDown={roving.onKeyDown}
      onScroll={(event) => scroll.onScroll(event.currentTarget.scrollTop)}
    >
      <ol aria-label={label} className={styles.list} style={{ blockSize: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const entry = entries[index]
          if (!entry) return null
          return (
            <li
              key={entry.id}
              ref={virtualizer.measureElement}
              data-index={index}
              aria-setsize={entries.length}
              aria-posinset={index + 1}
              className={styles.entry}
              style={{ transform: `translateY(${start}px)` }}
            >
              <Entry
                entry={entry}
                index={index}
                isCurrent={index === roving.current}
                isOpen={entry.id === opened}
                applications={applications}
                onToggle={() => setOpened(entry.id === opened ? null : entry.id)}
                onFocus={() => roving.setCurrent(index)}
              />
            </li>
          )
        })}
      </ol>
    </div>
  )
}

interface EntryProps {
  entry: ActivityItem
  index: number
  isCurrent: boolean
  isOpen: boolean
  applications: ReadonlyMap<string, string>
  onToggle: () => void
  onFocus: () => void
}

function Entry({ entry, index, isCurrent, isOpen, applications, onToggle, onFocus }: EntryProps) {
  const detailsId = useId()
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
        <span className={styles.device}>{entry.device}</span>
        <span className={styles.when}>
          <Time at={entry.at} />
        </span>
      </button>
      {isOpen && <ActivityDetails id={detailsId} entry={entry} applications={applications} />}
    </>
  )
}

function useApplicationNames(accountId: string): ReadonlyMap<string, string> {
  const applications = useBridgeQuery('applications.list', { accountId, type: 'application' }).data
  const agents = useBridgeQuery('applications.list', { accountId, type: 'agent' }).data
  return useMemo(
    () => new Map([...(applications ?? []), ...(agents ?? [])].map(({ id, name }) => [id, name])),
    [applications, agents],
  )
}
