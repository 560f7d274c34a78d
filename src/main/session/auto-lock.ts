import type { LockReason, Preferences } from '../../ipc/views.ts'
import type { Timers } from '../ports.ts'

/** What the system tells about whoever sits there. */
export interface Power {
  /** Seconds since the last key or movement, in any program. */
  idleSeconds(): number
  /** The screen was locked, or the computer goes to sleep. Answers the function that ends the subscription. */
  onScreenGone(run: () => void): () => void
}

export interface AutoLockDeps {
  power: Power
  timers: Timers
  preferences(): Pick<Preferences, 'lockAfterMinutes' | 'lockOnScreenLock'>
  lock(reason: LockReason): void
}

export interface AutoLock {
  /** The preferences are others now. */
  changed(): void
  stop(): void
}

/** Looked at this often at most, however near the end is. */
const shortestMs = 1000

/**
 * Locks when nobody has been there for as long as was chosen, and together with the screen. It looks when the time
 * could be up, not before: with fifteen minutes chosen and somebody at work that is four times an hour.
 */
export function startAutoLock({ power, timers, preferences, lock }: AutoLockDeps): AutoLock {
  let callOff = (): void => {}

  function watch(): void {
    callOff()
    const { lockAfterMinutes } = preferences()
    if (lockAfterMinutes === 0) return
    const leftMs = lockAfterMinutes * 60_000 - power.idleSeconds() * 1000
    if (leftMs <= 0) {
      lock('idle')
      callOff = timers.after(lockAfterMinutes * 60_000, watch)
    } else {
      callOff = timers.after(Math.max(leftMs, shortestMs), watch)
    }
  }

  const unsubscribe = power.onScreenGone(() => {
    if (preferences().lockOnScreenLock) lock('screen')
  })
  watch()
  return {
    changed: watch,
    stop() {
      callOff()
      unsubscribe()
    },
  }
}
