import type { EventPayload } from '../../ipc/contract.ts'
import type { Touched } from '../../replica/port.ts'
import type { Timers } from '../ports.ts'

/** While rows stream in, the screens are told this often at most. */
const pauseMs = 60

/**
 * Tells at once what changed, and gathers what changes right after it into one event, so that a first sync of a
 * million rows isn't a thousand refetches.
 */
export function createReplicaChanges(
  timers: Timers,
  emit: (payload: EventPayload<'replica.changed'>) => void,
): (touched: Touched) => void {
  let gathered: Touched | null = null
  let pausing = false

  function release(): void {
    pausing = false
    if (!gathered) return
    const payload = gathered
    gathered = null
    tell(payload)
  }
  function tell(touched: Touched): void {
    pausing = true
    timers.after(pauseMs, release)
    emit(touched)
  }

  return (touched) => {
    if (touched.tables.length === 0) return
    if (pausing) gathered = gathered ? merge(gathered, touched) : touched
    else tell(touched)
  }
}

/** No accounts means all of them, and all and some are all. */
export function merge(a: Touched, b: Touched): Touched {
  const isAll = a.accountIds.length === 0 || b.accountIds.length === 0
  return {
    tables: [...new Set([...a.tables, ...b.tables])],
    accountIds: isAll ? [] : [...new Set([...a.accountIds, ...b.accountIds])],
    revision: Math.max(a.revision, b.revision),
  }
}
