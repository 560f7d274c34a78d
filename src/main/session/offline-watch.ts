import type { Clock, Timers } from '../ports.ts'
import { type OfflineStanding, offlineStanding } from './offline-policy.ts'

/** Looked at this often at least: the computer may have slept, and its clock may have been set. */
const lookEveryMs = 3_600_000
/** The latest time is written this often, as each writing goes through the keychain. */
const keepEveryMs = 6 * 3_600_000

export interface WatchedCopy {
  days: number | null
  lastContactAt: string | null
  seenAt: string | null
  /** Writes down the latest time this computer has shown. */
  keep(seenAt: string): void
}

export interface OfflineWatch {
  begin(copy: WatchedCopy): void
  /** There was contact: the clock counts as right again, whatever it has shown before. */
  contact(lastContactAt: string | null): void
  policy(days: number | null): void
  standing(): OfflineStanding & Pick<WatchedCopy, 'days' | 'lastContactAt'>
  end(): void
}

/** Watches how long one copy has been without contact. `changed`: it closed, opened, or is near its end. */
export function createOfflineWatch(
  { clock, timers }: { clock: Clock; timers: Timers },
  changed: () => void,
): OfflineWatch {
  let copy: WatchedCopy | null = null
  let keptAt: string | null = null
  let callOff = (): void => {}
  let said = ''

  function standing() {
    const { days, lastContactAt, seenAt } = copy ?? { days: null, lastContactAt: null, seenAt: null }
    return { ...offlineStanding({ days, lastContactAt, seenAt, now: clock.now() }), days, lastContactAt }
  }

  function see(): void {
    if (!copy) return
    const now = clock.now().toISOString()
    if (copy.seenAt === null || now > copy.seenAt) copy.seenAt = now
    if (keptAt !== null && Math.abs(Date.parse(copy.seenAt) - Date.parse(keptAt)) < keepEveryMs) return
    keptAt = copy.seenAt
    copy.keep(copy.seenAt)
  }

  function look(): void {
    callOff()
    if (!copy) return
    see()
    const { isClosed, isNear, changesAt } = standing()
    if (copy.days !== null) {
      const untilMs = changesAt ? changesAt.getTime() - clock.now().getTime() : lookEveryMs
      callOff = timers.after(Math.max(1000, Math.min(untilMs, lookEveryMs)), look)
    }
    const now = `${isClosed} ${isNear}`
    if (now === said) return
    said = now
    changed()
  }

  return {
    standing,
    begin(watched) {
      copy = { ...watched }
      keptAt = watched.seenAt
      said = `${standing().isClosed} ${standing().isNear}`
      look()
    },
    contact(lastContactAt) {
      if (!copy || lastContactAt === null || lastContactAt === copy.lastContactAt) return
      copy.lastContactAt = lastContactAt
      copy.seenAt = clock.now().toISOString()
      look()
    },
    policy(days) {
      if (!copy || copy.days === days) return
      copy.days = days
      look()
    },
    end() {
      callOff()
      copy = null
    },
  }
}
