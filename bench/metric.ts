/** One measured figure. `budget` is a limit in the metric's own sense: `worse` says on which side of it is bad. */
export interface Metric {
  value: number
  unit: string
  budget: number
  worse: 'higher' | 'lower'
  /** What else was measured in the same run, for comparison on a noisy machine. */
  peer?: Record<string, number>
}

export type Bench = () => Promise<Record<string, Metric>>

export function isWithin({ value, budget, worse }: Metric): boolean {
  return worse === 'higher' ? value <= budget : value >= budget
}

/** The value below which 95 of 100 samples lie. */
export function p95(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? Number.NaN
}

/** Milliseconds that `work` takes. */
export function timed(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}
