import type { Clock, Timers } from '../ports.ts'

export interface FakeTime {
  clock: Clock
  timers: Timers
  /** Moves on, and runs what became due on the way, each at its own time. */
  advance(milliseconds: number): Promise<void>
  /** The computer sleeps for so long: what became due meanwhile runs once, when it wakes. */
  sleep(milliseconds: number): Promise<void>
  /** The clock is set back; timers, which go by time that passes, are not. */
  setBack(milliseconds: number): void
  /** Milliseconds until each waiting timer, soonest first. */
  waiting(): number[]
}

/** Time that stands still until a test moves it. */
export function fakeTime(start = '2026-03-02T09:00:00.000Z'): FakeTime {
  let now = Date.parse(start)
  let timers: { at: number; run: () => void }[] = []
  return {
    clock: { now: () => new Date(now) },
    timers: {
      after(milliseconds, run) {
        const timer = { at: now + milliseconds, run }
        timers.push(timer)
        return () => {
          timers = timers.filter((other) => other !== timer)
        }
      },
    },
    async advance(milliseconds) {
      const end = now + milliseconds
      for (;;) {
        const due = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (!due) break
        now = Math.max(now, due.at)
        timers = timers.filter((other) => other !== due)
        due.run()
        await settled()
      }
      now = end
      await settled()
    },
    async sleep(milliseconds) {
      now += milliseconds
      await this.advance(0)
    },
    setBack(milliseconds) {
      now -= milliseconds
      timers = timers.map(({ at, run }) => ({ at: at - milliseconds, run }))
    },
    waiting: () => timers.map(({ at }) => at - now).sort((a, b) => a - b),
  }
}

/** Until everything that hangs on resolved promises alone has run. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve))
}
