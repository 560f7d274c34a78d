import { type ReactNode, useEffect, useRef } from 'react'
import type { OutboxItem } from '../../../ipc/views.ts'
import { syncWords } from '../../../strings/sync.ts'
import { BatchLine } from './batch-line.tsx'
import { gathered } from './batches-in-outbox.ts'
import { OutboxLine } from './outbox-line.tsx'
import styles from './sync.module.css'

/**
 * Changes in words, the refused ones first: they need a decision. What waits for one of them stands under it. When a
 * row goes, the focus goes to the row in its place; `empty` is shown when none is left.
 */
export function OutboxList({ items, empty }: { items: readonly OutboxItem[]; empty?: ReactNode }) {
  const { frame, leave } = useFocusAfterLeaving(items)
  const refused = items.filter((item) => item.state === 'refused')
  const roots = new Set(refused.map(({ mutationId }) => mutationId))
  const heldBy = (root: string) => items.filter((item) => item.heldBy === root)
  const others = items.filter(
    (item) => item.state !== 'refused' && !(item.heldBy !== null && roots.has(item.heldBy)),
  )
  return (
    <div ref={frame} tabIndex={-1} className={styles.frame}>
      {items.length === 0 && empty}
      {items.length > 0 && (
        <ul className={styles.items} aria-label={syncWords.title}>
          {gathered([...refused, ...others]).map((entry) => {
            if (entry.kind === 'batch')
              return <BatchLine key={`${entry.batchId} ${entry.state}`} {...entry} />
            const { item } = entry
            const held = heldBy(item.mutationId)
            return (
              <OutboxLine key={item.mutationId} item={item} onLeave={leave}>
                {held.length > 0 && (
                  <div className={styles.held}>
                    <p>{syncWords.holds(held.length)}</p>
                    <ul>
                      {held.map((waiting) => (
                        <OutboxLine key={waiting.mutationId} item={waiting} onLeave={leave} />
                      ))}
                    </ul>
                  </div>
                )}
              </OutboxLine>
            )
          })}
        </ul>
      )}
    </div>
  )
}

/** `leave` is called by a row that is about to go, or to become another one. */
function useFocusAfterLeaving(items: readonly OutboxItem[]) {
  const frame = useRef<HTMLDivElement>(null)
  const left = useRef<number | null>(null)
  const rows = () => [...(frame.current?.querySelectorAll<HTMLElement>('[data-change]') ?? [])]

  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again whenever the rows are others
  useEffect(() => {
    if (left.current === null) return
    const now = rows()
    const next = now[Math.min(left.current, now.length - 1)] ?? frame.current
    left.current = null
    next?.focus()
  }, [items])

  return {
    frame,
    leave(mutationId: string) {
      left.current = rows().findIndex((row) => row.dataset.change === mutationId)
    },
  }
}
