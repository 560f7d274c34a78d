import { net, powerMonitor } from 'electron'
import type { Timers } from '../ports.ts'
import { watchOnline } from '../sync/watch-online.ts'

/** Calls back when the computer wakes or its network comes back. */
export function onWake(timers: Timers, woke: () => void): void {
  powerMonitor.on('resume', woke)
  watchOnline(timers, () => net.isOnline(), woke)
}
