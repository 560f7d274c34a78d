import { fail, ok, problem, type Result } from '@gatehouse/contract'
import type {
  Preferences,
  Release,
  UpdateFailure,
  UpdateNotice,
  UpdateState,
  UpdatesView,
} from '../../ipc/views.ts'
import { updateRefusals } from '../../strings/updates.ts'
import type { Clock, Logger, Random, Timers } from '../ports.ts'
import type { Found, UpdateEngine, UpdateMemory } from './engine.ts'

const minute = 60_000
const hour = 60 * minute
/** A start has other things to do, and thousands of computers start at nine. */
export const firstCheckMs = { from: 3 * minute, to: 10 * minute } as const
export const nextCheckMs = { from: 4 * hour, to: 6 * hour } as const
/** Without a network nothing is asked; this long until it is looked for again. */
const offlineMs = 15 * minute
const firstRetryMs = 10 * minute

/** What may be the network's doing, and is over by itself: not worth a word where nobody asked. */
const passing: readonly UpdateFailure[] = ['offline', 'unreachable', 'server', 'redirected', 'cancelled']

export interface UpdatesDeps {
  version: string
  /** Null where this installation can't be updated from within. */
  engine: UpdateEngine | null
  unavailable: UpdatesView['unavailable']
  memory: UpdateMemory
  preferences(): Pick<Preferences, 'updates'>
  isOnline(): boolean
  /** Changes that no server has yet. */
  unsent(): number
  /** The local copy is closed in good order; nothing works any more from here on. */
  closeData(): Promise<void>
  /** Starts this program again, as it is. */
  startAgain(): void
  clock: Clock
  timers: Timers
  random: Random
  log: Logger
  on: { changed(view: UpdatesView): void; notice(notice: UpdateNotice): void }
}

export interface Updates {
  view(): UpdatesView
  /** Looks for versions from time to time from here on. */
  start(): void
  /** Asked for by the user. */
  check(): Promise<void>
  download(): Promise<void>
  goBack(): Result<null>
  restart(): Promise<void>
  preferencesChanged(): void
  /** The program ends and its data is closed: what is ready is installed. */
  beforeQuit(): Promise<void>
}

/**
 * Newer versions of this program: looked for now and then, loaded in the background where the user lets it, and
 * installed when the user ends the program or restarts it. It never restarts by itself.
 */
export function createUpdates(deps: UpdatesDeps): Updates {
  const { engine, memory, log, clock, timers } = deps
  let state: UpdateState = { kind: 'idle', found: 'nothing-yet', older: null }
  let checkedAt: string | null = null
  let channel = deps.preferences().updates.channel
  let failures = 0
  let callOff = () => {}

  const view = (): UpdatesView => ({
    version: deps.version,
    channel: deps.preferences().updates.channel,
    unavailable: deps.unavailable,
    checkedAt,
    state,
  })

  function become(next: UpdateState): void {
    state = next
    deps.on.changed(view())
  }

  function failed(reason: UpdateFailure, release: Release | null, quietly: UpdateState | null): void {
    log.warn('no update', { reason, asked: quietly === null })
    become(quietly && passing.includes(reason) ? quietly : { kind: 'failed', reason, release })
  }

  const isBusy = () => state.kind === 'checking' || state.kind === 'downloading'

  /** `quietly`: nobody asked, so what passes by itself is not told. Answers whether the server had an answer. */
  async function look(quietly: boolean, goBack = false): Promise<boolean> {
    if (!engine || isBusy() || state.kind === 'ready') return true
    const before = state
    const of = channel
    become({ kind: 'checking' })
    const answer = await engine.check({ channel: of, goBack })
    if (of !== channel) {
      become({ kind: 'idle', found: 'nothing-yet', older: null })
      return look(quietly)
    }
    if (!answer.ok) {
      failed(answer.reason, null, quietly ? before : null)
      return false
    }
    checkedAt = clock.now().toISOString()
    await take(answer.value, quietly, goBack)
    return true
  }

  async function take(found: Found, quietly: boolean, goBack: boolean): Promise<void> {
    if (found.kind === 'older') return become({ kind: 'idle', found: 'older', older: found.version })
    if (found.kind === 'none') return become({ kind: 'idle', found: found.why, older: null })
    const { release } = found
    log.info('a newer version was found', { version: release.version })
    become({ kind: 'available', release })
    if (goBack || deps.preferences().updates.download) await load(release, quietly)
    else if (quietly) tellOnce('available', release.version)
  }

  async function load(release: Release, quietly: boolean): Promise<void> {
    if (!engine || state.kind === 'downloading') return
    const before: UpdateState = { kind: 'available', release }
    const of = channel
    become({ kind: 'downloading', release, percent: 0 })
    const answer = await engine.download((percent) => {
      if (state.kind !== 'downloading' || state.percent === percent) return
      become({ kind: 'downloading', release, percent: Math.min(100, percent) })
    })
    if (of !== channel) {
      become({ kind: 'idle', found: 'nothing-yet', older: null })
      await look(quietly)
    } else if (!answer.ok) failed(answer.reason, release, quietly ? before : null)
    else {
      log.info('a newer version is ready', { version: release.version })
      become({ kind: 'ready', release })
      tellOnce('ready', release.version)
    }
  }

  const told = new Set<string>()
  function tellOnce(kind: UpdateNotice['kind'], version: string): void {
    if (told.has(`${kind} ${version}`)) return
    told.add(`${kind} ${version}`)
    deps.on.notice({ kind, version })
  }

  function lookIn({ from, to }: { from: number; to: number }): void {
    callOff()
    callOff = timers.after(Math.round(from + deps.random() * (to - from)), () => void lookNow())
  }

  async function lookNow(): Promise<void> {
    if (!deps.isOnline()) return lookIn({ from: offlineMs, to: 2 * offlineMs })
    failures = (await look(true)) ? 0 : failures + 1
    const retry = Math.min(firstRetryMs * 2 ** (failures - 1), nextCheckMs.from)
    lookIn(failures === 0 ? nextCheckMs : { from: retry, to: 2 * retry })
  }

  /** Whether what was being installed when the program ended is what runs now. */
  function lookBack(): void {
    const installing = memory.installing()
    if (installing === null) return
    memory.setInstalling(null)
    if (installing === deps.version) tellOnce('updated', installing)
    else {
      failed('not-installed', null, null)
      tellOnce('not-installed', installing)
    }
  }

  /** What lies on the disk may not be what was loaded: others may have written there since. */
  async function isStillIntact(release: Release): Promise<boolean> {
    if (await engine?.isIntact()) return true
    failed('damaged', release, null)
    return false
  }

  return {
    view,
    start() {
      if (!engine) return
      lookBack()
      lookIn(firstCheckMs)
    },
    async check() {
      if (!engine) return
      if (!deps.isOnline() && !isBusy() && state.kind !== 'ready') return failed('offline', null, null)
      if (await look(false)) failures = 0
    },
    async download() {
      if (state.kind === 'available') await load(state.release, false)
      else if (state.kind === 'failed') await look(false)
    },
    goBack() {
      if (state.kind !== 'idle' || state.older === null) return ok(null)
      if (deps.unsent() > 0)
        return fail(problem('validation', { detail: updateRefusals.unsent(deps.unsent()) }))
      void look(false, true)
      return ok(null)
    },
    async restart() {
      if (!engine || state.kind !== 'ready') return
      const { release } = state
      if (!(await isStillIntact(release))) return
      memory.setInstalling(release.version)
      log.info('restarting into a newer version', { version: release.version })
      await deps.closeData()
      if (!engine.restart()) deps.startAgain()
    },
    preferencesChanged() {
      const next = deps.preferences().updates.channel
      if (next === channel) return
      channel = next
      if (state.kind === 'downloading') engine?.cancel()
      if (isBusy() || !engine) return
      // What is ready belongs to the channel that was left, and is not installed any more.
      become({ kind: 'idle', found: 'nothing-yet', older: null })
      void look(true)
    },
    async beforeQuit() {
      callOff()
      if (!engine || state.kind !== 'ready') return
      const { release } = state
      if (!(await isStillIntact(release))) return
      memory.setInstalling(release.version)
      engine.installOnQuit()
    },
  }
}
