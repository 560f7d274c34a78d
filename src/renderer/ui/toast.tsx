import { lazy, Suspense, useSyncExternalStore } from 'react'
import { UNSTABLE_ToastQueue as ToastQueue } from 'react-aria-components/Toast'

export interface Notification {
  title: string
  detail?: string | undefined
  tone?: 'plain' | 'problem'
  /** Of what went wrong, to be copied and passed on. */
  reference?: string | undefined
  /** Until it is closed, as a problem does. */
  stays?: boolean
  /** Offered for ten seconds, by the button and by Ctrl+Z. */
  undo?: (() => void) | undefined
  /** Opens where more of it is told. */
  more?: { label: string; onPress: () => void } | undefined
}

const undoMs = 10_000
const plainMs = 6_000

/** For the region alone; everything else calls `notify`. */
export const queue = new ToastQueue<Notification>({ maxVisibleToasts: 3 })

/** Says what was done. A problem stays until it is closed. Answers the function that takes it off the screen. */
export function notify(notification: Notification): () => void {
  const stays = notification.stays || notification.tone === 'problem'
  const key = queue.add(notification, stays ? {} : { timeout: notification.undo ? undoMs : plainMs })
  return () => queue.close(key)
}

/** Undoes what the newest notification with an "Undo" says. False when there is none. */
export function undoNewest(): boolean {
  const newest = queue.visibleToasts.find((toast) => toast.content.undo)
  if (!newest) return false
  queue.close(newest.key)
  newest.content.undo?.()
  return true
}

export function clearNotifications(): void {
  queue.clear()
}

const Region = lazy(async () => ({ default: (await import('./toast-region.tsx')).Region }))

export function Toasts() {
  const isNeeded = useSyncExternalStore(
    (listener) => queue.subscribe(listener),
    () => queue.visibleToasts.length > 0,
  )
  return <Suspense>{isNeeded && <Region />}</Suspense>
}
