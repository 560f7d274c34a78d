import type { EventPayload } from '../../ipc/contract.ts'
import type { Touched } from '../../replica/port.ts'
import type { Timers } from '../ports.ts'

/** While rows stream in, the screens are told this often at most. */
const pauseMs = 120

export interface ReplicaChanges {
  /** Made here by the user: told at once. */
  local(touched: Touched): void
  /** Came by sync: told at once when it is the first for a while, else gathered with those that follow. */
  synced(touched: Touched): void
}

/** Turns what writes touched into events, so that a first sync of a million rows isn't a thousand refetches. */
export function createReplicaChanges(
  timers: Timers,
  emit: (payload: EventPayload<'replica.changed'>) => void,
): ReplicaChanges {
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

  return {
    local(touched) {
      if (touched.tables.length > 0) emit(touched)
    },
    synced(touched) {
      if (touched.tables.length === 0) return
      if (pausing) gathered = gathered ? merge(gathered, touched) : touched
      else tell(touched)
    },
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
