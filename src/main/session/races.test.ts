import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ok, problem } from '@gatehouse/contract'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accountId, intentIn } from '../testing/fake-sync.ts'
import { settled } from '../testing/fake-time.ts'
import { address, fakeWorld, people } from '../testing/fake-world.ts'
import { type Computer, computer, install as installOn } from '../testing/installation.ts'
import { loginIdOf } from './logins.ts'
import type { Session } from './session.ts'
import { createVaultIn } from './vault.ts'

let machine: Computer
let folder: string
let running: Session[] = []
let network: ReturnType<typeof fakeWorld>
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-races-'))
  machine = computer(folder)
  network = fakeWorld()
})
afterEach(async () => {
  for (const session of running) await session.stop()
  running = []
  await rm(folder, { recursive: true })
})

const plain = { anotherLogin: false, invitation: null }

function install() {
  const installed = installOn(machine, network, { suggestion: address })
  running.push(installed.session)
  return installed
}

async function atWork() {
  const installed = install()
  await installed.session.start()
  expect(await installed.session.signIn(plain)).toEqual(ok({}))
  return installed
}

function workspaceOf(session: Session) {
  const workspace = session.workspace()
  if (!workspace.ok) throw new Error(workspace.error.code)
  return workspace.value
}

/** From now on each wrapping waits until it is let go on. */
function holdKeychain() {
  const begun = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  return {
    begun: begun.promise,
    goOn: goOn.resolve,
    async wait() {
      begun.resolve()
      await goOn.promise
    },
  }
}

async function closed(): Promise<void> {
  while (machine.open.length > 0) await settled()
}

const sessionFile = () => join(folder, 'session', `${loginIdOf(address, people.cassie)}.bin`)

describe('locked while a sign-in is being kept', () => {
  test.each(['cassie', 'jonas'] as const)('nothing of %s is opened beneath the lock', async (who) => {
    let held: ReturnType<typeof holdKeychain> | null = null
    const { wrap } = machine.keychain
    machine.keychain.wrap = async (text) => {
      await held?.wait()
      return wrap(text)
    }
    const { session } = await atWork()
    network.world.atBrowser = who
    held = holdKeychain()
    const signing = session.signIn({ anotherLogin: true, invitation: null })
    await held.begun
    session.lock('screen')
    held.goOn()
    held = null
    expect(await signing).toMatchObject({ ok: false })
    expect(session.state()).toMatchObject({ state: 'locked', who: { name: 'cassie' } })
    await closed()
    await settled()
    expect(machine.open).toEqual([])
    expect(await session.unlock('keychain')).toEqual(ok({}))
    expect(workspaceOf(session).principal().name).toBe('cassie')
    expect(machine.open).toHaveLength(1)
  })
})

test('what is noted down while the same person signs in again does not write the sign-in of before over the new one', async () => {
  let held: ReturnType<typeof holdKeychain> | null = null
  const { wrap } = machine.keychain
  machine.keychain.wrap = async (text) => {
    await held?.wait()
    return wrap(text)
  }
  const { session } = await atWork()
  held = holdKeychain()
  const signing = session.signIn(plain)
  await held.begun
  const noting = workspaceOf(session).remember({ seenAt: '2026-03-02T09:00:00.000Z' })
  held.goOn()
  held = null
  expect(await signing).toEqual(ok({}))
  await noting
  const newest = workspaceOf(session).tokens.refreshToken()
  await session.stop()
  const kept = await createVaultIn(sessionFile(), machine.keychain).load()
  expect(kept).toMatchObject(ok({ refreshToken: newest }))
})

describe('a copy whose thread ends while it is being opened', () => {
  test('says so and can be opened again', async () => {
    const { session } = await atWork()
    session.lock('by-hand')
    await closed()
    machine.opening = Promise.reject(new Error('the thread ended'))
    machine.opening.catch(() => {})
    expect(await session.unlock('keychain')).toMatchObject({ error: { code: 'replica_unavailable' } })
    expect(session.state()).toMatchObject({ state: 'loading', problem: { code: 'replica_unavailable' } })
    machine.opening = Promise.resolve()
    expect(await session.openAgain()).toEqual(ok({}))
    expect(session.state().state).toBe('signed-in')
  })

  test('does not end the start of the program', async () => {
    const { session } = await atWork()
    await session.stop()
    machine.opening = Promise.reject(new Error('the thread ended'))
    machine.opening.catch(() => {})
    const again = install()
    await again.session.start()
    expect(again.session.state()).toMatchObject({
      state: 'loading',
      problem: { code: 'replica_unavailable' },
    })
  })

  test('just as it was open is opened anew', async () => {
    const { session } = await atWork()
    session.lock('by-hand')
    await closed()
    const opening = Promise.withResolvers<void>()
    machine.opening = opening.promise
    const unlocking = session.unlock('keychain')
    const { crash } = machine
    while (machine.crash === crash) await settled()
    machine.crash(new Error('out of memory'))
    const first = machine.crash
    opening.resolve()
    await unlocking
    while (machine.crash === first || !session.workspace().ok) await settled()
    while (machine.open.length > 1) await settled()
    expect(machine.open).toHaveLength(1)
  })

  test('or that can not be read then leaves no thread behind', async () => {
    const { session } = await atWork()
    session.lock('by-hand')
    await closed()
    const [copy] = machine.replicas.values()
    const state = copy?.replica.state
    if (!copy || !state) throw new Error('there is no copy')
    let asked = 0
    copy.replica.state = async () => {
      asked += 1
      if (asked > 1) throw new Error('the disk failed')
      return state()
    }
    expect(await session.unlock('keychain')).toMatchObject({ error: { code: 'replica_unavailable' } })
    expect(machine.open).toEqual([])
    copy.replica.state = state
    expect(await session.openAgain()).toEqual(ok({}))
    expect(machine.open).toHaveLength(1)
  })
})

describe('signing out', () => {
  test('while the copy is being opened leaves no file of it', async () => {
    const { session } = await atWork()
    session.lock('by-hand')
    await closed()
    const opening = Promise.withResolvers<void>()
    machine.opening = opening.promise
    const { crash } = machine
    const unlocking = session.unlock('keychain')
    while (machine.crash === crash) await settled()
    const leaving = session.signOut({ discardUnsent: true })
    for (let turn = 0; turn < 20; turn += 1) await settled()
    opening.resolve()
    expect(await unlocking).toMatchObject({ ok: false })
    expect(await leaving).toEqual(ok({}))
    await closed()
    expect(await readdir(join(folder, 'session'))).toEqual([])
    expect(await readdir(join(folder, 'replica'))).toEqual([])
  })

  test('is refused where changes wait and the copy can not be read just then', async () => {
    const { session } = await atWork()
    network.world.up = false
    const workspace = workspaceOf(session)
    await workspace.mutate(intentIn(accountId(1)))
    while (workspace.engine.status().waiting === 0) await settled()
    machine.unreadable = problem('replica_unavailable', { state: 'busy' })
    expect(await session.signOut({ discardUnsent: false })).toMatchObject({ error: { code: 'validation' } })
    expect(workspaceOf(session)).toBe(workspace)
  })

  test('locked meanwhile, the next login stays locked', async () => {
    const { session } = await atWork()
    network.world.atBrowser = 'jonas'
    expect(await session.addLogin(null)).toEqual(ok({}))
    while (machine.open.length > 1) await settled()
    const leaving = session.signOut({ discardUnsent: true })
    while (session.workspace().ok) await Promise.resolve()
    session.lock('screen')
    expect(await leaving).toEqual(ok({}))
    expect(session.state()).toMatchObject({ state: 'locked', who: { name: 'cassie' } })
    await closed()
  })
})
