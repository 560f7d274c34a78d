import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ChangesPage } from '@gatehouse/contract'
import { createPages } from '../fleet/changes.ts'
import { bootstrapFile } from '../fleet/files.ts'
import { worldNow } from '../fleet/ids.ts'
import { askedOf } from '../fleet/questions.ts'
import { sizes } from '../fleet/sizes.ts'
import { createFleet } from '../fleet/world.ts'
import { type PageServer, runInBrowser, servePage } from './browser.ts'
import type { Figures } from './measure.ts'
import { runElectronStore } from './node.ts'
import type { BrowserPeer } from './page.ts'

export type SizeName = keyof typeof sizes

/** What a peer, or the replica, came to at one size. Milliseconds, bytes of disk, megabytes of memory. */
export interface Measured extends Figures {
  load: number
  delta: number
  disk: number
  memory: number | null
}

/** Milliseconds that a peer is given, before it counts as not holding so much. */
export interface Limits {
  load: number
  ask: number
  /** Fewer samples. */
  quick: boolean
}

export const peerNames = [
  'Dexie',
  'RxDB',
  'PouchDB',
  'TanStack DB',
  'Query persister',
  'electron-store',
] as const
export type PeerName = (typeof peerNames)[number]

/** By size; a text says why there are no figures. */
export type PeerResult = Partial<Record<SizeName, Measured | string>>

const folder = import.meta.dirname

/** Their packages aren't among the project's own: they are put beside this file when somebody asks for peers. */
export function installPeers(): void {
  const wanted = readFileSync(join(folder, 'package-lock.json'), 'utf8')
  const stamp = join(folder, 'node_modules/.installed')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.error('bench: installing the peers ...')
  const { status } = spawnSync(
    'npm',
    ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' },
  )
  if (status !== 0) throw new Error('the peers could not be installed')
  writeFileSync(stamp, wanted)
}

/** Rows of a size against those of the smallest, for a guess whether it's worth trying. */
const growth = (size: SizeName) => sizes[size].memberships / sizes.firm.memberships

/**
 * Every peer at every size, the smallest first. A larger one is tried where the smaller one was held and the time for
 * loading, if it only grew with the rows, would be within the limit.
 */
export async function runPeers(
  wanted: readonly SizeName[],
  limits: Limits,
): Promise<Record<PeerName, PeerResult>> {
  installPeers()
  const server = await servePage()
  const results = Object.fromEntries(peerNames.map((name) => [name, {}])) as Record<PeerName, PeerResult>
  try {
    for (const size of wanted) {
      const work = await workOf(size, limits)
      server.offer(work.bootstrap)
      for (const name of peerNames) {
        results[name][size] = hopeless(results[name], size, limits) ?? (await attempt(server, name, work))
        console.error(`bench: ${name} at ${size}: ${describe(results[name][size])}`)
      }
    }
  } finally {
    await server.close()
  }
  return results
}

async function workOf(size: SizeName, limits: Limits) {
  const fleet = createFleet(sizes[size])
  const pages = createPages(fleet, 1)
  return {
    bootstrap: await bootstrapFile(sizes[size]),
    questions: askedOf(fleet, worldNow, limits.quick),
    pages: Array.from({ length: limits.quick ? 3 : 8 }, (): ChangesPage => pages.next('twenty', 1_000)),
    limits,
  }
}

function hopeless(before: PeerResult, size: SizeName, limits: Limits): string | null {
  for (const smaller of ['tenth', 'firm'] as const) {
    const known = smaller === size ? undefined : before[smaller]
    if (known === undefined) continue
    if (typeof known === 'string') return `not tried, as it failed at ${smaller}`
    const guess = (known.load * growth(size)) / growth(smaller)
    if (guess > limits.load)
      return `not tried, as loading would take about ${Math.ceil(guess / 60_000)} minutes`
  }
  return null
}

async function attempt(
  server: PageServer,
  name: PeerName,
  work: Awaited<ReturnType<typeof workOf>>,
): Promise<Measured | string> {
  try {
    if (name === 'electron-store') return await runElectronStore(work.bootstrap, work)
    return await runInBrowser(server, name satisfies BrowserPeer, work)
  } catch (error) {
    return `failed: ${error instanceof Error ? firstLine(error.message) : String(error)}`
  }
}

const firstLine = (text: string) => (text.split('\n')[0] ?? '').replace('page.evaluate: ', '').slice(0, 160)

function describe(result: Measured | string | undefined): string {
  if (typeof result !== 'object') return result ?? ''
  return `loaded in ${Math.round(result.load)} ms, opened in ${Math.round(result.open)} ms`
}
