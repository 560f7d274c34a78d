import { bytesOf } from '../machine.ts'
import type { BenchOptions, Metric } from '../metric.ts'
import { rounded } from '../metric.ts'
import { asked, changed, loaded, replicaFile } from '../replica/process.ts'
import { type Measured, type PeerResult, peerNames, runPeers, type SizeName } from './run.ts'

const minute = 60_000
/** Those in which to be ahead of everybody is what is asked for; loading and deltas are shown beside them. */
const disciplines = ['open', 'switch', 'search', 'who', 'disk', 'memory'] as const
const shown = [...disciplines, 'load', 'delta'] as const
type Discipline = (typeof shown)[number]

/**
 * The replica against what a team would take instead, on the same data in the same run. A peer counts at the largest
 * size that it held, against the replica at that size.
 */
export async function benchPeers({ quick }: BenchOptions): Promise<Record<string, Metric>> {
  const wanted: SizeName[] = quick ? ['firm'] : ['firm', 'tenth', 'fleet']
  const limits = quick
    ? { load: minute / 2, ask: minute / 2, quick }
    : { load: 5 * minute, ask: 4 * minute, quick }
  const ours = {} as Record<SizeName, Measured>
  for (const size of wanted) ours[size] = await measureOurs(size, quick)
  const peers = await runPeers(wanted, limits)
  const compared = peerNames.map((name) => ({ name, ...largest(peers[name], wanted) }))
  const ahead = disciplines.filter((discipline) =>
    compared.every(({ size, figures }) => figures === null || better(ours[size], figures, discipline)),
  )
  const peer: NonNullable<Metric['peer']> = {}
  for (const size of wanted) {
    peer[`Gatehouse at ${size}`] = inWords(ours[size])
    for (const name of peerNames) {
      const result = peers[name][size]
      peer[`${name} at ${size}`] = typeof result === 'object' ? inWords(result) : (result ?? null)
      if (typeof result === 'object' && !agree(ours[size], result)) peer[`${name} at ${size} differs`] = 'yes'
    }
  }
  peer['ahead in'] = ahead.join(', ')
  for (const { name, size, figures } of compared) {
    if (!figures) continue
    const behind = shown.filter((discipline) => !better(ours[size], figures, discipline))
    if (behind.length > 0) peer[`behind ${name} at ${size} in`] = behind.join(', ')
  }
  return {
    peers: { value: ahead.length, unit: 'of 6', budget: disciplines.length, worse: 'lower', peer },
  }
}

async function measureOurs(size: SizeName, quick: boolean): Promise<Measured> {
  const load = await loaded(size)
  const answers = await asked(size, quick)
  const changes = await changed(size, quick ? 5 : 20)
  return {
    ...answers,
    load: load.total,
    delta: changes.twenty,
    disk: bytesOf(await replicaFile(size)),
  }
}

function largest(
  result: PeerResult,
  sizes: readonly SizeName[],
): { size: SizeName; figures: Measured | null } {
  for (const size of sizes.toReversed()) {
    const figures = result[size]
    if (typeof figures === 'object') return { size, figures }
  }
  return { size: 'firm', figures: null }
}

function better(ours: Measured, theirs: Measured, discipline: Discipline): boolean {
  const [own, other] = [ours[discipline], theirs[discipline]]
  return own !== null && (other === null || own < other)
}

/** The same answers to the same questions: else something is compared that isn't the same. */
function agree(a: Measured, b: Measured): boolean {
  return a.sums.users === b.sums.users && a.sums.who === b.sums.who
}

function inWords(figures: Measured): string {
  const ms = (value: number) => `${rounded(value, value < 10 ? 2 : 0)} ms`
  return [
    `open ${ms(figures.open)}`,
    `ready ${ms(figures.ready)}`,
    `switch ${ms(figures.switch)}`,
    `search ${ms(figures.search)}`,
    `who ${ms(figures.who)}`,
    `disk ${rounded(figures.disk / 1e6, 1)} MB`,
    `memory ${figures.memory === null ? 'unknown' : `${Math.round(figures.memory)} MB`}`,
    `load ${ms(figures.load)}`,
    `delta ${ms(figures.delta)}`,
  ].join(', ')
}
