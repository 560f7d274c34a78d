import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ok } from '@gatehouse/contract'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Member } from '../../server/src/testing/world.ts'
import { type Keychain, silentLogger, systemClock, systemTimers } from '../../src/main/ports.ts'
import { createLogins, loginIdOf } from '../../src/main/session/logins.ts'
import { createReplicaFiles } from '../../src/main/session/replica-files.ts'
import { createSession, type Session } from '../../src/main/session/session.ts'
import { openSettings } from '../../src/main/settings/settings.ts'
import { startReplica } from '../../src/replica/index.ts'
import { signInAsBrowser } from './kit/browser.ts'
import { actionsOf, assignedIn, changesIn, createOffice } from './kit/office.ts'
import { createScene, password, type Scene } from './kit/scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await createScene()
})
afterAll(() => scene.close())

const keychain: Keychain = {
  protection: async () => 'protected',
  wrap: async (text) => ok(Buffer.from(text).reverse()),
  unwrap: async (wrapped) => ok({ text: Buffer.from(wrapped).reverse().toString(), rewrap: false }),
}

/** A whole installation without its window, on real files, at the real server. */
async function install() {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-logins-'))
  const stored: Record<string, unknown> = {}
  const network = { isUp: true, person: null as Member | null }
  const settings = openSettings({
    folder,
    openStore: () => ({
      get: (key) => stored[key],
      set(key, value) {
        stored[key] = structuredClone(value)
      },
    }),
    clock: systemClock,
    log: silentLogger,
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
    log: silentLogger,
    keychain,
    presence: { canAsk: () => false, ask: async () => false },
    suggestion: scene.server.address,
    startProblem: null,
    wantedFirst: () => [],
    servers: { last: settings.lastServer, remember: settings.rememberServer },
    startReplica: (onCrash, onUnusable) =>
      startReplica(new URL('../../src/replica/worker.ts', import.meta.url), { onCrash, onUnusable }),
    logins: createLogins({
      vaults: join(folder, 'session'),
      replicas: join(folder, 'replica'),
      keychain,
      clock: systemClock,
      log: silentLogger,
      memory: settings.logins,
    }),
    lock: { ...settings.logins, unlockBy: () => 'keychain' },
    filesOf: ({ address }, userId) =>
      createReplicaFiles(
        { folder: join(folder, 'replica'), keychain, clock: systemClock, log: silentLogger },
        address,
        userId,
      ),
    openBrowser: async (url) => {
      if (network.person) void signInAsBrowser(url, { email: network.person.email, password })
    },
    on: { changed: news, status: news, state: news, signedIn() {}, emptied() {}, shown() {} },
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
    stored,
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

test('two people on one computer: what waits in the one that was left is sent when it is opened again', async () => {
  const office = await createOffice(scene.world)
  const machine = await install()
  await machine.session.start()
  await machine.signIn(office.admin)
  await machine.synced()
  await machine.signIn(office.colleague)
  await machine.synced()
  const colleague = machine.workspace().principal()
  expect(colleague.userId).toBe(office.colleague.id)

  machine.network.isUp = false
  const made = await machine.workspace().mutate(changesIn(office, scene.world).assign(office.apps[0]))
  if (!made.ok) throw new Error(made.error.code)
  await machine.offlineWith(1)
  expect(await machine.session.switchTo(machine.idOf(office.admin))).toEqual(ok({}))
  expect(await machine.workspace().unsent(), 'each has an outbox of their own').toBe(0)

  // Locked and unlocked in between, still without a connection.
  machine.session.lock('screen')
  expect(await machine.session.unlock('keychain')).toEqual(ok({}))
  expect(await actionsOf(scene, made.value.mutationId)).toEqual([])

  machine.network.isUp = true
  expect(await machine.session.switchTo(machine.idOf(office.colleague))).toEqual(ok({}))
  await machine.synced()
  expect(await actionsOf(scene, made.value.mutationId)).toEqual(['application.assigned'])
  expect(await assignedIn(scene, office)).toContain(office.apps[0])
})

test('signing one out leaves nothing of it on the disk, and the other can still work', async () => {
  const office = await createOffice(scene.world)
  const machine = await install()
  await machine.session.start()
  await machine.signIn(office.admin)
  await machine.synced()
  await machine.signIn(office.colleague)
  await machine.synced()
  expect(await machine.session.signOut({ discardUnsent: false })).toEqual(ok({}))
  await machine.synced()
  expect(machine.workspace().principal().userId).toBe(office.admin.id)

  const gone = machine.idOf(office.colleague)
  for (const name of ['session', 'replica']) {
    const files = await readdir(join(machine.folder, name))
    expect(files.filter((file) => file.startsWith(gone))).toEqual([])
  }
  expect(JSON.stringify(machine.stored)).not.toContain(gone)

  machine.session.lock('by-hand')
  await machine.session.stop()
  const replica = join(machine.folder, 'replica')
  for (const file of await readdir(replica)) {
    const content = await readFile(join(replica, file), 'latin1')
    expect(content, file).not.toContain(office.admin.email)
  }
})
