import type { Clock, Logger } from '../ports.ts'
import type { CrashReports } from './crash-reports.ts'

/** So many errors of the page are written down in a minute; what throws in a circle would fill the log. */
export const mostInAMinute = 20

export interface PageError {
  kind: 'error' | 'rejection' | 'crash'
  name: string
  frames: readonly string[]
}

interface PageErrorsDeps {
  clock: Clock
  log: Logger
  crashes: Pick<CrashReports, 'write'>
  newId(): string
}

/** Writes down what went wrong in the page. Whatever runs there could say anything, so it says little and not often. */
export function createPageErrors({ clock, log, crashes, newId }: PageErrorsDeps) {
  let began = 0
  let count = 0

  function isTooMany(): boolean {
    const now = clock.now().getTime()
    if (now - began >= 60_000 || now < began) {
      if (count > mostInAMinute)
        log.warn('errors of the page were left out', { count: count - mostInAMinute })
      began = now
      count = 0
    }
    count += 1
    return count > mostInAMinute
  }

  return {
    note({ kind, name, frames }: PageError): string | null {
      if (isTooMany()) return null
      const reason = nameOf(name)
      const places = frames.map((frame) => frame.trim()).filter((frame) => frame.startsWith('at '))
      if (kind === 'crash') return crashes.write({ kind: 'page', reason, frames: places })
      const reference = newId()
      log.error('an error in the page', { kind, name: reason, reference, at: places.slice(0, 4).join(' < ') })
      return reference
    },
  }
}

/** As classes of errors are called; anything else is no name of one. */
function nameOf(text: string): string {
  return /^[A-Za-z][A-Za-z0-9]{0,59}$/.test(text) ? text : 'unknown'
}
