import type { Random } from '../ports.ts'

/**
 * Milliseconds before try number `failures + 1`: anything between nothing and a bound that doubles from a second up
 * to the cap. The whole span is drawn from, so that clients cut off together don't come back together.
 */
export function backoff(failures: number, random: Random, capMs = 60_000): number {
  return Math.round(random() * Math.min(capMs, 1000 * 2 ** Math.min(failures - 1, 20)))
}
