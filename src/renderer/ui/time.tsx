import { useSyncExternalStore } from 'react'
import { absoluteTime, clockTime, relativeTime, shortDate } from '../../strings/format.ts'

// One timer for every relative time on the screen.
const freshMs = 30_000
let now = Date.now()
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | null = null

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (timer === null) {
    // Fresh enough, it stays: whoever has just asked would be drawn a second time.
    if (Date.now() - now > freshMs) now = Date.now()
    timer = setInterval(() => {
      now = Date.now()
      for (const each of listeners) each()
    }, freshMs)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0 && timer !== null) {
      clearInterval(timer)
      timer = null
    }
  }
}

/** The time in milliseconds, fresh to half a minute. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now)
}

interface TimeProps {
  at: string
  /** `relative`: "3 days ago"; `date`: "4 Nov 2026"; `clock`: "09:41". The full date and time stand in the title. */
  as?: 'relative' | 'date' | 'clock' | 'full'
}

export function Time({ at, as = 'relative' }: TimeProps) {
  const moment = useNow()
  const date = new Date(at)
  const text = {
    relative: () => relativeTime(date, moment),
    date: () => shortDate(date),
    clock: () => clockTime(date),
    full: () => absoluteTime(date),
  }[as]()
  return (
    <time dateTime={at} title={absoluteTime(date)}>
      {text}
    </time>
  )
}
