// electron-updater as it is shipped, against a server on this computer: nothing here stands in for it but the app around.
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { UpdateChannel } from '../../ipc/views.ts'
import { silentLogger, type Timers } from '../ports.ts'
import { createElectronUpdaterEngine } from './electron-updater-engine.ts'
import type { UpdateEngine, UpdateMemory } from './engine.ts'
import { createUpdateMemory, type UpdateNotes, updateNotesSchema } from './memory.ts'
import { trustedKeys, type UpdateKey } from './signature.ts'
import {
  newKey,
  type ReleaseAsked,
  type SignedHow,
  startUpdateServer,
  type UpdateServer,
} from './testing/update-server.ts'

const now = new Date('2026-03-02T09:00:00.000Z')
const hour = 60 * 60 * 1000
const day = 24 * hour
const key = newKey()

let server: UpdateServer
let folder: string
let memory: UpdateMemory

beforeEach(async () => {
  server = await startUpdateServer()
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-updates-'))
  process.env.APPIMAGE = join(folder, 'Gatehouse.AppImage')
  await writeFile(process.env.APPIMAGE, 'the version before', { mode: 0o755 })
  let notes: UpdateNotes = updateNotesSchema.parse({})
  const store = {
    updateNotes: () => notes,
    setUpdateNotes(next: UpdateNotes) {
      notes = next
    },
  }
  memory = createUpdateMemory(store, () => '018f0000-0000-7000-8000-000000000001')
})

afterEach(async () => {
  delete process.env.APPIMAGE
  await server.stop()
  await rm(folder, { recursive: true })
})

/** Time-outs as they are; what only waits before it tries again doesn't wait. */
const timers: Timers = {
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds > 10_000 ? milliseconds : 1)
    return () => clearTimeout(timer)
  },
}

interface Around {
  version?: string
  keys?: readonly UpdateKey[]
  isPackaged?: boolean
}

function engineOf({ version = '1.4.0', keys = [key.public], isPackaged = true }: Around = {}) {
  const ends: string[] = []
  const config = join(folder, 'app-update.yml')
  const engine = createElectronUpdaterEngine({
    adapter: {
      version,
      name: 'gatehouse',
      isPackaged,
      appUpdateConfigPath: config,
      userDataPath: folder,
      baseCachePath: join(folder, 'cache'),
      whenReady: () => writeFile(config, 'updaterCacheDirName: gatehouse-updater\n'),
      relaunch: () => ends.push('relaunch'),
      quit: () => ends.push('quit'),
      onQuit: () => {},
    },
    source: { address: server.address, keys: trustedKeys(keys, isPackaged) },
    platform: 'linux',
    arch: 'x64',
    fetch,
    clock: { now: () => now },
    timers,
    memory,
    startWhenEnded: (file) => ends.push(`start ${file}`),
    log: silentLogger,
  })
  return Object.assign(engine, { ends })
}

const issued = new Date(now.getTime() - hour)
const release = (asked: ReleaseAsked & Partial<SignedHow>) =>
  server.release({ keys: [key], issued, ...asked })

const stable = { channel: 'stable' as UpdateChannel, goBack: false }
const check = (engine: UpdateEngine, asked = stable) => engine.check(asked)
const refused = (reason: string) => ({ ok: false, reason })
const none = (why: string) => ({ ok: true, value: { kind: 'none', why } })

/** Whatever the updater keeps of what it loads. */
async function loadedFiles(): Promise<string[]> {
  const pending = join(folder, 'cache/gatehouse-updater/pending')
  return existsSync(pending) ? readdir(pending) : []
}

async function expectNothingInstalled(): Promise<void> {
  expect(await loadedFiles()).toEqual([])
  expect(await readFile(process.env.APPIMAGE ?? '', 'utf8')).toBe('the version before')
}

describe('a newer version', () => {
  it('is found with its notes as plain text, loaded, and is what was signed', async () => {
    const content = randomBytes(300_000)
    release({ version: '1.5.0', content, notes: 'Faster.\n<script>alert(1)</script><b>Safer</b>\u202e' })
    const engine = engineOf()
    expect(await check(engine)).toEqual({
      ok: true,
      value: {
        kind: 'newer',
        release: {
          version: '1.5.0',
          releasedAt: '2026-03-01T10:00:00.000Z',
          notes: 'Faster.\nalert(1)Safer',
          bytes: 300_000,
        },
      },
    })
    expect(server.asked, 'nothing is loaded that nobody asked for').toEqual([
      'latest-linux.yml',
      'latest-linux.yml.sig',
    ])
    const percents: number[] = []
    expect(await engine.download((percent) => percents.push(percent))).toEqual({ ok: true, value: null })
    expect(percents.at(-1)).toBe(100)
    const kept = join(folder, 'cache/gatehouse-updater/pending/Gatehouse-1.5.0.AppImage')
    expect(await readFile(kept)).toEqual(content)
    expect(await engine.isIntact()).toBe(true)
    expect(await readFile(process.env.APPIMAGE ?? '', 'utf8')).toBe('the version before')
  })

  it('nothing of this computer goes to the server', async () => {
    release({ version: '1.5.0', stagingPercentage: 50 })
    const engine = engineOf()
    await check(engine)
    await engine.download(() => {})
    const sent = JSON.stringify(server.headers)
    expect(sent).not.toMatch(/staging|cookie|electron|018f0000/i)
  })

  it('is installed when the program ends, and started again only after a restart was asked for', async () => {
    const content = Buffer.from('#!/bin/sh\necho "$APPIMAGE_EXIT_AFTER_INSTALL" > "$(dirname "$0")/ran"\n')
    release({ version: '1.5.0', content })
    const quitting = engineOf()
    await check(quitting)
    await quitting.download(() => {})
    expect(quitting.installOnQuit()).toBe(true)
    expect(await readFile(process.env.APPIMAGE ?? '')).toEqual(content)
    expect(await readFile(join(folder, 'ran'), 'utf8'), 'it unpacked, and ended').toBe('true\n')
    expect(quitting.ends).toEqual([])

    const restarting = engineOf()
    await check(restarting)
    await restarting.download(() => {})
    expect(restarting.restart()).toBe(true)
    expect(restarting.ends).toEqual([`start ${process.env.APPIMAGE}`, 'quit'])
  })

  it('what was exchanged on the disk after it was loaded is noticed', async () => {
    release({ version: '1.5.0' })
    const engine = engineOf()
    await check(engine)
    await engine.download(() => {})
    await writeFile(join(folder, 'cache/gatehouse-updater/pending/Gatehouse-1.5.0.AppImage'), 'another')
    expect(await engine.isIntact()).toBe(false)
  })

  it('nothing can be installed that was not loaded', async () => {
    const engine = engineOf()
    expect(await engine.isIntact()).toBe(false)
    expect(engine.installOnQuit()).toBe(false)
    expect(engine.restart()).toBe(false)
    expect(engine.ends).toEqual([])
  })
})

describe('what is no newer version', () => {
  it('the same version', async () => {
    release({ version: '1.4.0' })
    expect(await check(engineOf())).toEqual(none('newest'))
  })

  it('one that is handed out in steps: to nobody, and to everybody', async () => {
    release({ version: '1.5.0', stagingPercentage: 0 })
    const engine = engineOf()
    expect(await check(engine)).toEqual(none('staged'))
    release({ version: '1.5.0', stagingPercentage: 100 })
    expect(await check(engine)).toMatchObject({ ok: true, value: { kind: 'newer' } })
  })

  it('one that needs a newer system', async () => {
    release({ version: '1.5.0', minimumSystemVersion: '999.0.0' })
    expect(await check(engineOf())).toEqual(none('system-too-old'))
  })

  it('a test version is not for who has chosen stable ones, and is for who has chosen them', async () => {
    release({ version: '1.4.0' })
    release({ version: '1.5.0-beta.1', name: 'beta-linux.yml' })
    const engine = engineOf()
    expect(await check(engine)).toEqual(none('newest'))
    expect(await check(engine, { channel: 'beta', goBack: false })).toMatchObject({
      value: { kind: 'newer', release: { version: '1.5.0-beta.1' } },
    })
  })

  it('back from a test version to the newest stable one only where that was asked for', async () => {
    release({ version: '1.4.0' })
    const engine = engineOf({ version: '1.5.0-beta.1' })
    expect(await check(engine)).toEqual({ ok: true, value: { kind: 'older', version: '1.4.0' } })
    const goingBack = await check(engine, { channel: 'stable', goBack: true })
    expect(goingBack).toMatchObject({ value: { kind: 'newer', release: { version: '1.4.0' } } })
    expect(await engine.download(() => {})).toEqual({ ok: true, value: null })
  })
})

describe('a hijacked update server', () => {
  afterEach(expectNothingInstalled)

  it('a build of its own, signed by nobody', async () => {
    release({ version: '1.5.0' })
    server.put('latest-linux.yml.sig', '')
    expect(await check(engineOf())).toEqual(refused('unsigned'))
    server.put('latest-linux.yml.sig', '{"format":1}')
    expect(await check(engineOf())).toEqual(refused('unsigned'))
  })

  it('a build of its own, signed with a key of its own', async () => {
    release({ version: '1.5.0', keys: [newKey()] })
    expect(await check(engineOf())).toEqual(refused('unsigned'))
  })

  it('a development key counts in no packaged app', async () => {
    const development = newKey('development')
    release({ version: '1.5.0', keys: [development] })
    const keys = [key.public, development.public]
    expect(await check(engineOf({ keys }))).toEqual(refused('unsigned'))
    expect(await check(engineOf({ keys, isPackaged: false }))).toMatchObject({ ok: true })
  })

  it('a description that was changed after it was signed', async () => {
    release({ version: '1.5.0', stagingPercentage: 5 })
    const engine = engineOf()
    server.put('latest-linux.yml', 'version: 9.0.0\n')
    expect(await check(engine)).toEqual(refused('altered'))
  })

  it('a file that was changed after it was signed, of the same size and of another', async () => {
    const content = randomBytes(1000)
    release({ version: '1.5.0', content })
    const engine = engineOf()
    for (const other of [randomBytes(1000), randomBytes(5000)]) {
      server.put('Gatehouse-1.5.0.AppImage', other)
      await check(engine)
      expect(await engine.download(() => {})).toEqual(refused('damaged'))
      expect(await engine.isIntact()).toBe(false)
      expect(engine.installOnQuit()).toBe(false)
      expect(await loadedFiles()).toEqual([])
    }
  })

  it('an older version, and a newer one that is older than what was seen before', async () => {
    release({ version: '1.3.0' })
    expect(await check(engineOf())).toEqual(refused('rollback'))
    const engine = engineOf()
    release({ version: '1.6.0', stagingPercentage: 0 })
    expect(await check(engine)).toEqual(none('staged'))
    release({ version: '1.5.0' })
    expect(await check(engine)).toEqual(refused('rollback'))
    expect(await check(engine, { ...stable, goBack: true })).toEqual(refused('rollback'))
  })

  it('an older description of the version that was seen before', async () => {
    const engine = engineOf()
    release({ version: '1.5.0', stagingPercentage: 0 })
    expect(await check(engine)).toEqual(none('staged'))
    release({ version: '1.5.0', issued: new Date(issued.getTime() - hour) })
    expect(await check(engine)).toEqual(refused('rollback'))
  })

  it('a description that was kept back until it no longer holds', async () => {
    release({ version: '1.4.0', issued: new Date(now.getTime() - 31 * day) })
    expect(await check(engineOf())).toEqual(refused('expired'))
    const expires = new Date(now.getTime() + 1000 * day)
    release({ version: '1.4.0', issued: new Date(now.getTime() - 91 * day), expires })
    expect(await check(engineOf()), 'no statement holds for ever').toEqual(refused('expired'))
  })

  it('a description from the future', async () => {
    release({ version: '1.5.0', issued: new Date(now.getTime() + 2 * day) })
    expect(await check(engineOf())).toEqual(refused('clock'))
  })

  it('the description of another channel or system under this one’s name', async () => {
    release({ version: '1.5.0-beta.1', signedName: 'beta-linux.yml' })
    expect(await check(engineOf())).toEqual(refused('wrong-channel'))
    release({ version: '1.5.0', signedName: 'latest-mac.yml' })
    expect(await check(engineOf())).toEqual(refused('wrong-channel'))
  })

  it('a file outside of the folder, or at another host, although it is signed', async () => {
    for (const file of [
      '../../evil.AppImage',
      'http://127.0.0.1:1/evil.AppImage',
      '/etc/evil',
      '"..%2Fevil"',
    ]) {
      release({ version: '1.5.0', file })
      expect(await check(engineOf()), file).toEqual(refused('unreadable'))
    }
  })
})

describe('an update server in trouble', () => {
  afterEach(expectNothingInstalled)

  it('no server at all', async () => {
    const engine = engineOf()
    await server.stop()
    expect(await check(engine)).toEqual(refused('unreachable'))
    server = await startUpdateServer()
  })

  it('it fails, or has nothing', async () => {
    expect(await check(engineOf())).toEqual(refused('server'))
    server.answer('latest-linux.yml', (_request, response) => response.writeHead(500).end('sorry'))
    expect(await check(engineOf())).toEqual(refused('server'))
  })

  it('it sends to another host, or to another page of its own', async () => {
    for (const location of ['http://127.0.0.1:1/latest-linux.yml', '/releases/other.yml']) {
      server.answer('latest-linux.yml', (_request, response) => response.writeHead(302, { location }).end())
      expect(await check(engineOf())).toEqual(refused('redirected'))
    }
    release({ version: '1.5.0' })
    const engine = engineOf()
    await check(engine)
    server.answer('Gatehouse-1.5.0.AppImage', (_request, response) =>
      response.writeHead(301, { location: 'http://127.0.0.1:1/evil' }).end(),
    )
    expect(await engine.download(() => {})).toEqual(refused('redirected'))
  })

  it('a page of a network that wants a sign-in, and what else is no description', async () => {
    for (const text of [
      '<html>Sign in</html>',
      '{{{',
      '- a\n- b',
      'version: 1.5.0',
      'version: newest\nfiles: []',
    ]) {
      release({ version: '1.5.0' })
      server.put('latest-linux.yml', text)
      expect(await check(engineOf()), 'nobody signed it').toEqual(refused('altered'))
    }
  })

  it('a signed description that is none', async () => {
    release({ version: 'newest' })
    expect(await check(engineOf())).toEqual(refused('unreadable'))
    release({ version: '1.5.0', notes: 'x'.repeat(200_000) })
    expect(await check(engineOf()), 'long notes are cut').toMatchObject({ ok: true })
  })

  it('a description or a seal without end', async () => {
    release({ version: '1.5.0' })
    server.put('latest-linux.yml.sig', ' '.repeat(9000))
    expect(await check(engineOf())).toEqual(refused('too-large'))
    server.answer('latest-linux.yml', (_request, response) => {
      response.writeHead(200)
      const pour = (): void => {
        if (!response.destroyed && response.write(Buffer.alloc(64 * 1024, 32))) setImmediate(pour)
        else response.once('drain', pour)
      }
      pour()
    })
    expect(await check(engineOf())).toEqual(refused('too-large'))
  })

  it('nothing for this kind of computer', async () => {
    release({ version: '1.5.0', file: 'Gatehouse-1.5.0.deb' })
    const engine = engineOf()
    expect(await check(engine)).toEqual(refused('nothing-for-this'))
  })
})

describe('a download that is cut', () => {
  const content = randomBytes(200_000)

  /** Gives a quarter at a time; the connection ends once the client has it. */
  function inQuarters(knowsRanges: boolean, times: number) {
    const quarter = content.length / 4
    let cuts = 0
    let drop = () => {}
    server.answer('Gatehouse-1.5.0.AppImage', (request, response) => {
      const from = knowsRanges ? Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0
      const headers = { 'content-length': content.length - from }
      if (from > 0) {
        const range = `bytes ${from}-${content.length - 1}/${content.length}`
        response.writeHead(206, { ...headers, 'content-range': range })
      } else response.writeHead(200, headers)
      cuts += 1
      drop = () => response.destroy()
      if (cuts > times) response.end(content.subarray(from))
      else response.write(content.subarray(from, from + quarter))
    })
    return (percent: number) => {
      if (percent % 25 === 0 && percent > 0 && cuts <= times) drop()
    }
  }

  it('goes on where it ended', async () => {
    release({ version: '1.5.0', content })
    const onPercent = inQuarters(true, 2)
    const engine = engineOf()
    await check(engine)
    expect(await engine.download(onPercent)).toEqual({ ok: true, value: null })
    expect(server.asked.slice(2)).toEqual([
      'Gatehouse-1.5.0.AppImage',
      'Gatehouse-1.5.0.AppImage bytes=50000-',
      'Gatehouse-1.5.0.AppImage bytes=100000-',
    ])
    expect(await engine.isIntact()).toBe(true)
  })

  it('begins again where the server can’t go on', async () => {
    release({ version: '1.5.0', content })
    const onPercent = inQuarters(false, 1)
    const engine = engineOf()
    await check(engine)
    expect(await engine.download(onPercent)).toEqual({ ok: true, value: null })
    expect(server.asked.slice(2)).toHaveLength(2)
    expect(await engine.isIntact()).toBe(true)
  })

  it('gives up where nothing comes any more, keeps nothing, and loads it the next time', async () => {
    release({ version: '1.5.0', content })
    server.answer('Gatehouse-1.5.0.AppImage', (_request, response) => response.destroy())
    const engine = engineOf()
    await check(engine)
    expect(await engine.download(() => {})).toEqual(refused('unreachable'))
    await expectNothingInstalled()
    server.put('Gatehouse-1.5.0.AppImage', content)
    expect(await engine.download(() => {})).toEqual({ ok: true, value: null })
  })

  it('is ended by the user', async () => {
    release({ version: '1.5.0', content })
    server.answer('Gatehouse-1.5.0.AppImage', (_request, response) => {
      response.writeHead(200)
      response.write(content.subarray(0, 1000))
    })
    const engine = engineOf()
    await check(engine)
    expect(await engine.download(() => engine.cancel())).toEqual(refused('cancelled'))
    await expectNothingInstalled()
  })
})

it('keys are exchanged by signing with both, and the old one is of no worth where it is not known any more', async () => {
  const next = newKey()
  release({ version: '1.5.0', keys: [key, next] })
  expect(await check(engineOf())).toMatchObject({ ok: true })
  expect(await check(engineOf({ keys: [next.public] }))).toMatchObject({ ok: true })
  release({ version: '1.5.0', keys: [key] })
  expect(await check(engineOf({ keys: [next.public] }))).toEqual(refused('unsigned'))
})
