import type { Problem } from '@gatehouse/contract'
import { backoff } from './backoff.ts'
import type { SyncDeps } from './ports.ts'

interface Pause {
  failures: number
  /** From Retry-After, not from our own guess. */
  named: boolean
  /** By the clock on the wall, which goes on while the computer sleeps. */
  endsAt: number
  /** Null: it is over, and its failures still count. */
  callOff: (() => void) | null
}

export interface Pauses<Key> {
  isOn(key: Key): boolean
  /** As long as the problem names, or a guess that grows with each failure. */
  begin(key: Key, problem: Pick<Problem, 'retryAfterMs'>): void
  /** It went well: the next failure is the first one again. */
  forget(key: Key): void
  /** Pauses that were guesses end; one that the server named is kept until its time is over. */
  endGuesses(): void
  stop(): void
}

/**
 * Pauses between tries. They run by timers and not by the clock, so that a clock that is wrong, or that is set
 * meanwhile, makes none of them longer. `over`: one has ended by itself.
 */
export function createPauses<Key>(
  { timers, clock, random }: Pick<SyncDeps, 'timers' | 'clock' | 'random'>,
  over: () => void,
): Pauses<Key> {
  const pauses = new Map<Key, Pause>()

  function end(pause: Pause): void {
    pause.callOff?.()
    pause.callOff = null
  }

  return {
    isOn: (key) => pauses.get(key)?.callOff != null,
    begin(key, { retryAfterMs }) {
      const before = pauses.get(key)
      if (before) end(before)
      const failures = (before?.failures ?? 0) + 1
      const wait = retryAfterMs ?? backoff(failures, random)
      const pause: Pause = {
        failures,
        named: retryAfterMs !== undefined,
        endsAt: clock.now().getTime() + wait,
        callOff: null,
      }
      pause.callOff = timers.after(wait, () => {
        pause.callOff = null
        over()
      })
      pauses.set(key, pause)
    },
    forget(key) {
      const pause = pauses.get(key)
      if (pause) end(pause)
      pauses.delete(key)
    },
    endGuesses() {
      const now = clock.now().getTime()
      for (const pause of pauses.values()) if (!pause.named || now >= pause.endsAt) end(pause)
    },
    stop() {
      for (const pause of pauses.values()) end(pause)
    },
  }
}
