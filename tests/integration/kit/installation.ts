import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ok } from '@gatehouse/contract'
import { expect, onTestFinished } from 'vitest'
import type { Member } from '../../../server/src/testing/world.ts'
import {
  type Keychain,
  type Logger,
  silentLogger,
  systemClock,
  systemTimers,
} from '../../../src/main/ports.ts'
import { createLogins, loginIdOf } from '../../../src/main/session/logins.ts'
import { createReplicaFiles } from '../../../src/main/session/replica-files.ts'
import { createSession, type Session } from '../../../src/main/session/session.ts'
import { openSettings, type SettingsStore } from '../../../src/main/settings/settings.ts'
import { startReplica } from '../../../src/replica/index.ts'
import { signInAsBrowser } from './browser.ts'
import { password, type Scene } from './scene.ts'

const workerScript = new URL('../../../src/replica/worker.ts', import.meta.url)

export interface InstallOptions {
  /** Of an earlier start, to go on with what lies there. */
  folder?: string
  keychain?: Keychain
  log?: Logger
}

/** Guards nothing, but what it wraps can't be read at a glance. */
const turnedRound: Keychain = {
  protection: async () => 'protected',
  wrap: async (text) => ok(Buffer.from(text).reverse()),
  unwrap: async (wrapped) => ok({ text: Buffer.from(wrapped).reverse().toString(), rewrap: false }),
}

/** As the store of the desktop: one file of JSON, written whole at every change. */
function settingsFile(file: string): SettingsStore {
  const stored = (): Record<string, unknown> => {
    try {
      return JSON.parse(readFileSync(file, 'utf8'))
    } catch {
      return {}
    }
  }
  return {
    get: (key) => stored()[key],
    set: (key, value) => writeFileSync(file, JSON.stringify({ ...stored(), [key]: value })),
  }
}

/** One start of a whole installation without its window, on real files, at the real server; it ends with the test. */
export async function install(scene: Scene, options: InstallOptions = {}) {
  const { keychain = turnedRound, log = silentLogger } = options
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'gatehouse-installation-')))
  const network = { isUp: true, person: null as Member | null }
  const settings = openSettings({
    folder,
    openStore: (name) => settingsFile(join(folder, `${name}.json`)),
    clock: systemClock,
    log,
  })
  let tell = Promise.withResolvers<void>()
  const news = (): void => {
    tell.resolve()
    tell = Promise.withResolvers()
  }
  const session: Session = createSession({
    fetch: (input, init) => (network.isUp ? fetch(input, init) : Promise.reject(new TypeError('cut'))),
    device: 'Test machine',
    clock: systemClock,
    timers: systemTimers,
    random: () => 0,
    calm: Promise.resolve(),
    log,
    keychain,
    presence: { canAsk: () => false, ask: async () => false },
    suggestion: scene.server.address,
    startProblem: null,
    wantedFirst: () => [],
    servers: { last: settings.lastServer, remember: settings.rememberServer },
    startReplica: (onCrash, onUnusable) => startReplica(workerScript, { onCrash, onUnusable }),
    logins: createLogins({
      vaults: join(folder, 'session'),
      replicas: join(folder, 'replica'),
      keychain,
      clock: systemClock,
      log,
      memory: settings.logins,
    }),
    lock: { ...settings.logins, unlockBy: () => 'keychain' },
    filesOf: ({ address }, userId) =>
      createReplicaFiles(
        { folder: join(folder, 'replica'), keychain, clock: systemClock, log },
        address,
        userId,
      ),
    openBrowser: async (url) => {
      if (network.person) void signInAsBrowser(url, { email: network.person.email, password })
    },
    on: {
      changed: news,
      status: news,
      accessEnded() {},
      state: news,
      signedIn() {},
      emptied() {},
      shown() {},
    },
  })
  onTestFinished(async () => {
    await session.stop()
    await rm(folder, { recursive: true, force: true })
  })

  async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
    for (;;) {
      const next = tell.promise
      if (await holds()) return
      await next
    }
  }
  const status = () => {
    const workspace = session.workspace()
    return workspace.ok ? workspace.value.engine.status() : null
  }
  return {
    session,
    network,
    folder,
    settings,
    synced: () => until(() => status()?.state === 'synced'),
    offlineWith: (waiting: number) =>
      until(() => status()?.state === 'offline' && status()?.waiting === waiting),
    workspace() {
      const workspace = session.workspace()
      if (!workspace.ok) throw new Error(workspace.error.code)
      return workspace.value
    },
    async signIn(person: Member) {
      await scene.giveLogin(person.id)
      network.person = person
      expect(await session.addLogin(null)).toEqual(ok({}))
    },
    idOf: (person: Member) => loginIdOf(scene.server.address, person.id),
  }
}

export type Installation = Awaited<ReturnType<typeof install>>
