/**
 * How long the proofs run, which `npm run test:long` says by these variables: how many runs (of a short test's own
 * number when it isn't said), from which seed, and for how many minutes at most.
 */
export interface Length {
  runs: number
  seed: number
  /** Milliseconds after which a long run ends well with what it has done; null for a short one. */
  budgetMs: number | null
  /** Look for the shortest schedule that fails. */
  shrink: boolean
}

export function lengthOf(runs: number, environment: NodeJS.ProcessEnv = process.env): Length {
  const { PROOF_RUNS, PROOF_SEED, PROOF_MINUTES } = environment
  return {
    runs: PROOF_RUNS ? Number(PROOF_RUNS) : runs,
    // The same schedules in every short run: what fails there was broken by a change. A long run draws others.
    seed: PROOF_SEED ? Number(PROOF_SEED) : 1,
    budgetMs: PROOF_MINUTES ? Number(PROOF_MINUTES) * 60_000 : null,
    shrink: environment.PROOF_SHRINK === '1',
  }
}

/** What somebody types to see the same again. */
export function replayOf({ runs, seed }: Length): string {
  return `To play the same again: PROOF_SEED=${seed} PROOF_RUNS=${runs} npx vitest run --project integration <this file>`
}

/** Numbers below a bound, the same ones for the same seed (mulberry32). */
export function drawFrom(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}
