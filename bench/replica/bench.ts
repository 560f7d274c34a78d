import { sizes } from '../fleet/sizes.ts'
import { countRows } from '../fleet/text.ts'
import { createFleet } from '../fleet/world.ts'
import { bytesOf } from '../machine.ts'
import { type BenchOptions, type Metric, rounded } from '../metric.ts'
import { asked, changed, replicaFile, type SizeName } from './process.ts'

/** What the replica costs who looks and who types: in its own threads, encrypted, at the size of a fleet. */
export async function benchReplica({ quick }: BenchOptions): Promise<Record<string, Metric>> {
  const size: SizeName = quick ? 'firm' : 'fleet'
  const ours = await asked(size, quick)
  const firm = await asked('firm', quick)
  const writes = await changed(size, quick ? 5 : 20)
  const bytes = bytesOf(await replicaFile(size))
  const rows = countRows(createFleet(sizes[size]))
  const { memberships, assignments } = sizes[size]
  const slow = (value: number, budget: number, peer: NonNullable<Metric['peer']>): Metric => ({
    value: rounded(value),
    unit: 'ms',
    budget,
    worse: 'higher',
    peer,
  })
  return {
    'switch.db.p95': slow(ours.switch, 1, {
      thread_hop_ms: rounded(ours.queries.hop),
      firm_ms: rounded(firm.switch),
      largest_answer_kb: rounded(ours.queries.largestSwitch, 1),
    }),
    'search.engine.p95': slow(ours.search, 12, {
      raw_scan_ms: rounded(ours.scan),
      firm_ms: rounded(firm.search),
    }),
    'access.who.p95': slow(ours.who, 1, { firm_ms: rounded(firm.who) }),
    'access.filter.p95': slow(ours.access.filter, 10, {
      firm_ms: rounded(firm.access.filter),
      next_piece_ms: rounded(ours.access.piece),
      ready_ms: rounded(ours.access.ready),
      longest_answer_meanwhile_ms: rounded(ours.access.longestMeanwhile),
    }),
    'start.database': slow(ours.firstAccount, 15, {
      firm_ms: rounded(firm.firstAccount),
      all_accounts_listed_ms: rounded(ours.open),
      with_its_threads_ms: rounded(ours.fromNothing),
      accounts_list_warm_ms: rounded(ours.queries.accountsList),
    }),
    'write.local.p95': slow(writes.writeShown, 50, {
      answered_ms: rounded(writes.write),
      disk_flush_ms: rounded(writes.flush),
    }),
    'replica.bytes_per_row': {
      value: rounded(bytes / rows, 1),
      unit: 'bytes',
      budget: 100,
      worse: 'higher',
      peer: {
        rows,
        megabytes: Math.round(bytes / 2 ** 20),
        of_memberships_and_assignments: rounded(bytes / (memberships + assignments), 1),
      },
    },
    'replica.rss': {
      value: Math.round(ours.memory),
      unit: 'MB',
      budget: 220,
      worse: 'higher',
      peer: {
        firm_mb: Math.round(firm.memory),
        with_access_search_mb: Math.round(ours.memoryWithAccess),
      },
    },
  }
}
