import { type BenchOptions, type Metric, rounded } from '../metric.ts'
import { changed, loaded, type SizeName } from './process.ts'

/** The way into the replica: a first sync, pages of changes, and what a pull costs that brings little. */
export async function benchSync({ quick }: BenchOptions): Promise<Record<string, Metric>> {
  const size: SizeName = quick ? 'firm' : 'fleet'
  const rounds = quick ? 5 : 20
  const load = await loaded(size)
  const changes = await changed(size, rounds)
  const firm = await changed('firm', rounds)
  const perSecond = (load.rows / load.total) * 1000
  const slow = (value: number, budget: number, peer: NonNullable<Metric['peer']>): Metric => ({
    value: rounded(value, 1),
    unit: 'ms',
    budget,
    worse: 'higher',
    peer,
  })
  const ratio = (many: number, few: number) => rounded(many / few)
  return {
    'sync.bootstrap': {
      value: Math.round(perSecond),
      unit: 'rows/s',
      budget: 150_000,
      worse: 'lower',
      peer: {
        rows: load.rows,
        bare_insert_rows_per_s: Math.round(load.insertFloor),
        rows_per_processor_second: Math.round(load.rows / load.cpuSeconds),
        seconds: rounded(load.total / 1000, 1),
        longest_read_meanwhile_ms: rounded(load.readDelay, 1),
      },
    },
    'sync.first_account': slow(load.firstAccount, 1_000, { usable_ms: rounded(load.usable, 1) }),
    'sync.delta.p95': slow(Math.max(changes.twenty, changes.scattered), 60, {
      twenty_accounts_ms: rounded(changes.twenty, 1),
      scattered_ms: rounded(changes.scattered, 1),
      twenty_median_ms: rounded(changes.twentyMedian, 1),
      scattered_median_ms: rounded(changes.scatteredMedian, 1),
      firm_twenty_ms: rounded(firm.twenty, 1),
    }),
    'sync.delta.read': slow(changes.readDelay, 16, { p95_ms: rounded(changes.readDelayP95, 1) }),
    'sync.cost.client': {
      value: Math.max(
        ratio(changes.emptyPage, firm.emptyPage),
        ratio(changes.autoAssignPage, firm.autoAssignPage),
      ),
      unit: 'x',
      budget: 2,
      worse: 'higher',
      peer: {
        empty_fleet_ms: rounded(changes.emptyPage),
        empty_firm_ms: rounded(firm.emptyPage),
        auto_assign_fleet_ms: rounded(changes.autoAssignPage),
        auto_assign_firm_ms: rounded(firm.autoAssignPage),
      },
    },
  }
}
