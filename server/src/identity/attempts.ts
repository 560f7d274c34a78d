import type { Clock } from '../clock.ts'

export interface AttemptLimit {
  /** How many are allowed within the window. */
  max: number
  windowMs: number
}

export interface Attempts {
  /** Milliseconds to wait before the next one; 0 when it may go on. */
  waitMs(key: string): number
  count(key: string): void
  forget(key: string): void
}

const mostKeys = 50_000

/** Counts attempts per key in a sliding window, in this process's memory. */
export function createAttempts(clock: Clock, limit: AttemptLimit): Attempts {
  const times = new Map<string, number[]>()

  function recent(key: string): number[] {
    const since = clock.now().getTime() - limit.windowMs
    return (times.get(key) ?? []).filter((time) => time > since)
  }

  return {
    waitMs(key) {
      const kept = recent(key)
      const oldest = kept[kept.length - limit.max]
      return oldest === undefined ? 0 : oldest + limit.windowMs - clock.now().getTime()
    },
    count(key) {
      const kept = [...recent(key), clock.now().getTime()].slice(-limit.max)
      // Taken out and put in again, so that the map's order is that of the latest attempt.
      times.delete(key)
      times.set(key, kept)
      if (times.size > mostKeys) times.delete(times.keys().next().value as string)
    },
    forget: (key) => void times.delete(key),
  }
}
