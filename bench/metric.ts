/** One measured figure. `budget` is a limit in the metric's own sense: `worse` says on which side of it is bad. */
export interface Metric {
  value: number
  unit: string
  budget: number
  worse: 'higher' | 'lower'
  /** What else was measured in the same run, for comparison on a noisy machine. */
  peer?: Record<string, number | string | null>
}

export interface BenchOptions {
  /** Smaller worlds and fewer samples: the whole suite within five minutes, for a look while working. */
  quick: boolean
}

export type Bench = (options: BenchOptions) => Promise<Record<string, Metric>>

export function isWithin({ value, budget, worse }: Metric): boolean {
  return worse === 'higher' ? value <= budget : value >= budget
}

/** The value below which 95 of 100 samples lie. */
export function p95(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? Number.NaN
}

export function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

export function rounded(value: number, digits = 2): number {
  return Math.round(value * 10 ** digits) / 10 ** digits
}

/** Milliseconds that `work` takes. */
export function timed(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}
