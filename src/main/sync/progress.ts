import type { BootstrapProgress } from '../../ipc/views.ts'
import type { BootstrapStep, CutBootstrap, ReplicaState } from '../../replica/port.ts'
import type { Clock } from '../ports.ts'

export const noProgress: BootstrapProgress = {
  accountsDone: 0,
  accountsTotal: 0,
  rowsDone: 0,
  rowsTotal: 0,
  usable: false,
  secondsLeft: null,
  paused: false,
}

/** What can be said of a bootstrap before anything of it has come since the start of the program. */
export function progressOf({ usable, cutBootstrap, loadingStopped }: ReplicaState): BootstrapProgress {
  return {
    ...noProgress,
    accountsDone: cutBootstrap?.complete.length ?? 0,
    accountsTotal: cutBootstrap?.accounts ?? 0,
    usable,
    paused: loadingStopped,
  }
}

/** Nothing is said of the time that is left before this much was watched. */
const watchedMs = 2000
/** The rate is looked at no more often than this, as rows come in bursts. */
const sampleMs = 500
/** What is longer ago than this counts little for the rate. */
const memoryMs = 5000
/** Between two pieces of one stream: a longer silence is a computer that slept or a clock that was set. */
const longestGapMs = 120_000

/**
 * How far one stream of a bootstrap is. The time left is what the remaining rows take at the rate of the last seconds;
 * null until that can be said. The clock may be set meanwhile: the rate is then found anew.
 */
export function createProgress(clock: Clock, cut: CutBootstrap | null) {
  let progress: BootstrapProgress = noProgress
  let since = { at: clock.now().getTime(), rows: 0 }
  let watched = 0
  let rowsPerMs: number | null = null

  function sample(): void {
    const at = clock.now().getTime()
    const gap = at - since.at
    if (gap >= 0 && gap < sampleMs) return
    if (gap > 0 && gap <= longestGapMs) {
      const rate = (progress.rowsDone - since.rows) / gap
      const weight = 1 - Math.exp(-gap / memoryMs)
      rowsPerMs = rowsPerMs === null ? rate : rowsPerMs + (rate - rowsPerMs) * weight
      watched += gap
    } else {
      rowsPerMs = null
      watched = 0
    }
    since = { at, rows: progress.rowsDone }
  }

  function secondsLeft(): number | null {
    const rows = progress.rowsTotal - progress.rowsDone
    if (rowsPerMs === null || rowsPerMs <= 0 || watched < watchedMs || rows < 0) return null
    return Math.ceil(rows / rowsPerMs / 1000)
  }

  return {
    /** After some more of its lines. */
    after({ start, accounts, rows, usable }: BootstrapStep): BootstrapProgress {
      if (start) {
        const complete = start.resumed && cut ? cut.complete.length : 0
        progress = {
          ...noProgress,
          accountsDone: complete,
          accountsTotal: start.accounts + complete,
          rowsTotal: start.rows,
          usable: start.resumed,
        }
        since = { at: clock.now().getTime(), rows: 0 }
      }
      progress = {
        ...progress,
        accountsDone: progress.accountsDone + accounts,
        rowsDone: progress.rowsDone + rows,
        usable: progress.usable || usable,
      }
      sample()
      progress = { ...progress, secondsLeft: secondsLeft() }
      return progress
    },
  }
}
