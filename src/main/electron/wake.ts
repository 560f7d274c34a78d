import { net, powerMonitor } from 'electron'
import type { Timers } from '../ports.ts'

const lookEveryMs = 3000

/** Calls back when the computer wakes or its network comes back. Electron has no event for the latter, so it is looked at. */
export function onWake(timers: Timers, woke: () => void): void {
  powerMonitor.on('resume', woke)
  let online = net.isOnline()
  function look(): void {
    const now = net.isOnline()
    if (now && !online) woke()
    online = now
    timers.after(lookEveryMs, look)
  }
  look()
}
