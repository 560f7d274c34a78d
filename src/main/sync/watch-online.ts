import type { Timers } from '../ports.ts'

/** While there is a network. A short loss in between ends by the stream of pokes, which comes back by itself. */
export const lookWhileOnlineMs = 15_000
/** While there is none: nothing else tells that it is back, and the user is waiting for it. */
export const lookWhileOfflineMs = 3000

/** Calls back when the network is back. The system tells nobody, so it is looked at, more often while it is gone. */
export function watchOnline(timers: Timers, isOnline: () => boolean, back: () => void): void {
  let online = isOnline()
  function look(): void {
    const now = isOnline()
    if (now && !online) back()
    online = now
    timers.after(now ? lookWhileOnlineMs : lookWhileOfflineMs, look)
  }
  timers.after(online ? lookWhileOnlineMs : lookWhileOfflineMs, look)
}
