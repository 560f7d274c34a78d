import { backoff } from './backoff.ts'
import type { SyncDeps } from './ports.ts'

/** Also how long it takes at most to notice that a server is back. */
const longestPauseMs = 15_000
/** A stream that was open for so long was a good one. What lets streams open and cuts them at once is no better than none. */
const steadyMs = 30_000

export interface PokeListener {
  start(): void
  /** Don't wait out the pause. */
  retryNow(): void
  stop(): void
}

export interface PokeHooks {
  /** Connected, or told that there is something: pull. */
  poked(): void
  /** The stream broke or can't be had. */
  lost(): void
}

/** Keeps one stream of pokes open, and opens it again with growing pauses when it breaks. */
export function createPokeListener(
  { api, timers, random }: Pick<SyncDeps, 'api' | 'timers' | 'random'>,
  hooks: PokeHooks,
): PokeListener {
  let stopped = true
  let failures = 0
  let open: AbortController | null = null
  let callOff: (() => void) | null = null
  let callOffSteady = (): void => {}

  async function listen(): Promise<void> {
    const abort = new AbortController()
    open = abort
    const ended = await api.events(
      'sync.events',
      {},
      {
        open: () => {
          callOffSteady = timers.after(steadyMs, () => {
            failures = 0
          })
          hooks.poked()
        },
        event: hooks.poked,
      },
      abort.signal,
    )
    open = null
    callOffSteady()
    if (stopped) return
    // A server that ends the stream in good order is shutting down or shedding load: come back, but not at once.
    failures += 1
    hooks.lost()
    const wait =
      (ended.ok ? undefined : ended.error.retryAfterMs) ?? backoff(failures, random, longestPauseMs)
    callOff = timers.after(wait, () => {
      callOff = null
      void listen()
    })
  }

  return {
    start() {
      if (!stopped) return
      stopped = false
      void listen()
    },
    retryNow() {
      if (stopped || !callOff) return
      callOff()
      callOff = null
      void listen()
    },
    stop() {
      stopped = true
      callOff?.()
      callOff = null
      callOffSteady()
      open?.abort()
    },
  }
}
