import { describe, expect, it } from 'vitest'
import type { Release, UpdateFailure, UpdateNotice, UpdateState } from '../../ipc/views.ts'
import { silentLogger } from '../ports.ts'
import { fakeTime, settled } from '../testing/fake-time.ts'
import type { Answer, Asked, Found, UpdateEngine } from './engine.ts'
import { createUpdateMemory, type UpdateNotes, updateNotesSchema } from './memory.ts'
import { createUpdates, firstCheckMs, nextCheckMs } from './updates.ts'

const release: Release = { version: '1.5.0', releasedAt: null, notes: 'Faster.', bytes: 1000 }
const newer: Answer<Found> = { ok: true, value: { kind: 'newer', release } }
const newest: Answer<Found> = { ok: true, value: { kind: 'none', why: 'newest' } }
const refused = (reason: UpdateFailure) => ({ ok: false, reason }) as const

function world({ version = '1.4.0', isUpdatable = true, notes = {} as Partial<UpdateNotes> } = {}) {
  const time = fakeTime()
  const did: string[] = []
  const states: UpdateState[] = []
  const notices: UpdateNotice[] = []
  const now = {
    found: newest,
    loaded: { ok: true, value: null } as Answer<null>,
    isOnline: true,
    isIntact: true,
    restarts: true,
    unsent: 0,
    preferences: { updates: { channel: 'stable' as 'stable' | 'beta', download: true } },
    asked: [] as Asked[],
    finish: null as ((answer: Answer<null>) => void) | null,
    holdsDownload: false,
  }
  const engine: UpdateEngine = {
    async check(asked) {
      did.push('check')
      now.asked.push(asked)
      return now.found
    },
    async download(onPercent) {
      did.push('download')
      onPercent(50)
      if (!now.holdsDownload) return now.loaded
      return new Promise((resolve) => {
        now.finish = resolve
      })
    },
    cancel() {
      did.push('cancel')
      now.finish?.(refused('cancelled'))
    },
    isIntact: async () => now.isIntact,
    restart() {
      did.push('restart')
      return now.restarts
    },
    installOnQuit() {
      did.push('install')
      return true
    },
  }
  let kept: UpdateNotes = { ...updateNotesSchema.parse({}), ...notes }
  const store = {
    updateNotes: () => kept,
    setUpdateNotes(next: UpdateNotes) {
      kept = next
    },
  }
  const memory = createUpdateMemory(store, () => '018f0000-0000-7000-8000-000000000001')
  const updates = createUpdates({
    version,
    engine: isUpdatable ? engine : null,
    unavailable: isUpdatable ? null : 'from-source',
    memory,
    preferences: () => now.preferences,
    isOnline: () => now.isOnline,
    unsent: () => now.unsent,
    async closeData() {
      did.push('close data')
    },
    startAgain: () => did.push('start again'),
    clock: time.clock,
    timers: time.timers,
    random: () => 0.5,
    log: silentLogger,
    on: { changed: ({ state }) => states.push(state), notice: (notice) => notices.push(notice) },
  })
  return { updates, time, now, did, states, notices, memory, state: () => updates.view().state }
}

const hour = 60 * 60 * 1000

describe('when versions are looked for', () => {
  it('some minutes after the start, then every few hours, not at the same moment everywhere', async () => {
    const { updates, time, did } = world()
    updates.start()
    await time.advance(firstCheckMs.from)
    expect(did).toEqual([])
    await time.advance(firstCheckMs.to - firstCheckMs.from)
    expect(did).toEqual(['check'])
    await time.advance(nextCheckMs.from - 10 * 60_000)
    expect(did).toHaveLength(1)
    await time.advance(nextCheckMs.to - nextCheckMs.from)
    expect(did).toHaveLength(2)
  })

  it('not without a network, and without a word about it', async () => {
    const { updates, time, now, did, states, notices } = world()
    now.isOnline = false
    updates.start()
    await time.advance(2 * hour)
    expect(did).toEqual([])
    expect([...states, ...notices]).toEqual([])
    now.isOnline = true
    await time.advance(hour)
    expect(did).toEqual(['check'])
  })

  it('a server that is away is asked more and more rarely, and nobody is told', async () => {
    const { updates, time, now, did, state } = world()
    now.found = refused('unreachable')
    updates.start()
    await time.advance(48 * hour)
    const inTwoDays = did.length
    expect(inTwoDays).toBeGreaterThan(8)
    expect(inTwoDays).toBeLessThan(20)
    expect(state()).toEqual({ kind: 'idle', found: 'nothing-yet', older: null })
    now.found = newest
    await time.advance(8 * hour)
    expect(state()).toMatchObject({ kind: 'idle', found: 'newest' })
  })

  it('what looks like an attack is told, although nobody asked', async () => {
    const { updates, time, now, did, state } = world()
    now.found = refused('unsigned')
    updates.start()
    await time.advance(firstCheckMs.to)
    expect(state()).toEqual({ kind: 'failed', reason: 'unsigned', release: null })
    expect(did).toEqual(['check'])
  })

  it('never where this installation is updated by others', async () => {
    const { updates, time, did } = world({ isUpdatable: false })
    updates.start()
    await updates.check()
    await updates.restart()
    await updates.beforeQuit()
    await time.advance(48 * hour)
    expect(did).toEqual([])
    expect(updates.view()).toMatchObject({ unavailable: 'from-source', state: { kind: 'idle' } })
  })
})

describe('a newer version', () => {
  it('is loaded in the background, told once, and never restarts the program', async () => {
    const { updates, time, now, did, states, notices, state } = world()
    now.found = newer
    updates.start()
    await time.advance(48 * hour)
    expect(states.map(({ kind }) => kind)).toEqual([
      'checking',
      'available',
      'downloading',
      'downloading',
      'ready',
    ])
    expect(states.at(3)).toEqual({ kind: 'downloading', release, percent: 50 })
    expect(state()).toEqual({ kind: 'ready', release })
    expect(notices).toEqual([{ kind: 'ready', version: '1.5.0' }])
    expect(did).toEqual(['check', 'download'])
  })

  it('is only told of where the user does not want it loaded', async () => {
    const { updates, time, now, did, notices, state } = world()
    now.found = newer
    now.preferences = { updates: { channel: 'stable', download: false } }
    updates.start()
    await time.advance(24 * hour)
    expect(did).not.toContain('download')
    expect(state()).toEqual({ kind: 'available', release })
    expect(notices).toEqual([{ kind: 'available', version: '1.5.0' }])
    await updates.download()
    expect(state()).toEqual({ kind: 'ready', release })
  })

  it('is installed when the user restarts, after the local copy was closed', async () => {
    const { updates, now, did, memory } = world()
    now.found = newer
    await updates.check()
    await updates.restart()
    expect(did.slice(2)).toEqual(['close data', 'restart'])
    expect(memory.installing()).toBe('1.5.0')
  })

  it('the program starts again as it is where the version could not be installed', async () => {
    const { updates, now, did } = world()
    now.found = newer
    now.restarts = false
    await updates.check()
    await updates.restart()
    expect(did.slice(2)).toEqual(['close data', 'restart', 'start again'])
  })

  it('is installed when the user quits', async () => {
    const { updates, now, did } = world()
    now.found = newer
    await updates.check()
    await updates.beforeQuit()
    expect(did.at(-1)).toBe('install')
  })

  it('is not installed where the file is no longer what was loaded', async () => {
    const { updates, now, did, state } = world()
    now.found = newer
    now.isIntact = false
    await updates.check()
    await updates.beforeQuit()
    expect(did).not.toContain('install')
    expect(state()).toEqual({ kind: 'failed', reason: 'damaged', release })
    await updates.restart()
    expect(did).not.toContain('restart')
  })

  it('nothing is installed while nothing is ready', async () => {
    const { updates, did } = world()
    await updates.check()
    await updates.restart()
    await updates.beforeQuit()
    expect(did).toEqual(['check'])
  })

  it('a failed download is told to who asked, and can be tried again', async () => {
    const { updates, now, state } = world()
    now.found = newer
    now.loaded = refused('unreachable')
    await updates.check()
    expect(state()).toEqual({ kind: 'failed', reason: 'unreachable', release })
    now.loaded = { ok: true, value: null }
    await updates.check()
    expect(state()).toEqual({ kind: 'ready', release })
  })
})

describe('after the program ended for a newer version', () => {
  it('says that it runs', () => {
    const { updates, notices, memory } = world({ version: '1.5.0', notes: { installing: '1.5.0' } })
    updates.start()
    expect(notices).toEqual([{ kind: 'updated', version: '1.5.0' }])
    expect(memory.installing()).toBeNull()
  })

  it('says that it does not', () => {
    const { updates, notices, state } = world({ notes: { installing: '1.5.0' } })
    updates.start()
    expect(notices).toEqual([{ kind: 'not-installed', version: '1.5.0' }])
    expect(state()).toEqual({ kind: 'failed', reason: 'not-installed', release: null })
  })
})

describe('asked for by the user', () => {
  it('says that there is no connection', async () => {
    const { updates, now, did, state } = world()
    now.isOnline = false
    await updates.check()
    expect(state()).toEqual({ kind: 'failed', reason: 'offline', release: null })
    expect(did).toEqual([])
  })

  it('is done once, however often it is asked for at a time', async () => {
    const { updates, did } = world()
    await Promise.all([updates.check(), updates.check(), updates.check()])
    expect(did).toEqual(['check'])
  })
})

describe('another kind of versions', () => {
  it('is looked for at once, and what was ready of the other is not installed', async () => {
    const { updates, now, did, state } = world()
    now.found = newer
    await updates.check()
    expect(state().kind).toBe('ready')
    now.found = newest
    now.preferences = { updates: { channel: 'beta', download: true } }
    updates.preferencesChanged()
    await settled()
    expect(now.asked.at(-1)).toEqual({ channel: 'beta', goBack: false })
    await updates.beforeQuit()
    expect(did).not.toContain('install')
  })

  it('ends a download of the other', async () => {
    const { updates, now, did, state } = world()
    now.found = newer
    now.holdsDownload = true
    const checking = updates.check()
    await settled()
    expect(state().kind).toBe('downloading')
    now.found = newest
    now.preferences = { updates: { channel: 'beta', download: true } }
    updates.preferencesChanged()
    await checking
    expect(did).toEqual(['check', 'download', 'cancel', 'check'])
    expect(state()).toMatchObject({ kind: 'idle', found: 'newest' })
  })

  it('going back to an older one is the user’s decision, and not while changes wait to be sent', async () => {
    const { updates, now, state } = world({ version: '1.5.0-beta.1' })
    now.found = { ok: true, value: { kind: 'older', version: '1.4.0' } }
    await updates.check()
    expect(state()).toEqual({ kind: 'idle', found: 'older', older: '1.4.0' })
    now.unsent = 2
    const waiting = updates.goBack()
    expect(waiting.ok || waiting.error.detail).toMatch(/2 changes were not sent yet/)
    expect(now.asked).toHaveLength(1)
    now.unsent = 0
    now.found = { ok: true, value: { kind: 'newer', release: { ...release, version: '1.4.0' } } }
    expect(updates.goBack().ok).toBe(true)
    await settled()
    expect(now.asked.at(-1)).toEqual({ channel: 'stable', goBack: true })
    expect(state()).toMatchObject({ kind: 'ready', release: { version: '1.4.0' } })
  })
})
