import type { Timers } from '../ports.ts'

/** Without a picture by then, because there is no window or because it hangs, the work has to begin all the same. */
export const longestMs = 3000

/** The end of a start: what a picture doesn't need waits for it, as there is little to compute with until then. */
export interface Calm {
  begun: Promise<void>
  begin(): void
}

export function createCalm(timers: Timers): Calm {
  const { promise, resolve } = Promise.withResolvers<void>()
  const callOff = timers.after(longestMs, resolve)
  return {
    begun: promise,
    begin() {
      callOff()
      resolve()
    },
  }
}
