import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ok, problem, type UserId } from '@gatehouse/contract'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accountId, intentIn } from '../testing/fake-sync.ts'
import { settled } from '../testing/fake-time.ts'
import { address, fakeWorld, people } from '../testing/fake-world.ts'
import {
  type Computer,
  computer,
  type InstallationOptions,
  install as installOn,
} from '../testing/installation.ts'
import type { Session } from './session.ts'

let machine: Computer
let folder: string
let running: Session[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-session-'))
  machine = computer(folder)
})
afterEach(async () => {
  for (const session of running) await session.stop()
  running = []
  await rm(folder, { recursive: true })
})

function install(network: ReturnType<typeof fakeWorld>, options: InstallationOptions = {}) {
  const installed = installOn(machine, network, options)
  running.push(installed.session)
  return installed
}

async function signedIn(network: ReturnType<typeof fakeWorld>) {
  const installed = install(network, { suggestion: address })
  await installed.session.start()
  expect(await installed.session.signIn({ anotherLogin: false, invitation: null })).toEqual(ok({}))
  return installed
}

function principalOf(session: Session): UserId | null {
  const state = session.state()
  return state.state === 'signed-in' ? state.principal.userId : null
}

const plain = { anotherLogin: false, invitation: null }

describe('the first start', () => {
  test('asks for a server', async () => {
    const { session } = install(fakeWorld())
    await session.start()
    expect(session.state()).toEqual({ state: 'no-server', suggestion: null, problem: null })
  })

  test('connects to the one it was given', async () => {
    const { session } = install(fakeWorld(), { suggestion: 'gate.example.com' })
    await session.start()
    expect(session.state()).toMatchObject({ state: 'signed-out', server: { address, name: 'Northwind' } })
  })

  test('says what is wrong with the one it was given, and lets it be mended', async () => {
    const network = fakeWorld()
    network.world.up = false
    const { session } = install(network, { suggestion: address })
    await session.start()
    expect(session.state()).toMatchObject({
      state: 'no-server',
      suggestion: address,
      problem: { code: 'offline' },
    })
    network.world.up = true
    expect((await session.connect(address)).ok).toBe(true)
    expect(session.state()).toMatchObject({ state: 'signed-out', problem: null })
  })

  test('says that the settings were damaged', async () => {
    const { session } = install(fakeWorld(), { startProblem: problem('validation', { detail: 'damaged' }) })
    await session.start()
    expect(session.state()).toMatchObject({ state: 'no-server', problem: { detail: 'damaged' } })
  })

  test('a server can be forgotten to choose another', async () => {
    const { session } = install(fakeWorld(), { suggestion: address })
    await session.start()
    await session.forgetServer()
    expect(session.state()).toMatchObject({ state: 'no-server' })
  })
})

describe('signing in', () => {
  test('goes by the browser and ends at work', async () => {
    const { session, states } = await signedIn(fakeWorld())
    expect(principalOf(session)).toBe(people.cassie)
    expect(states.some((state) => state.state === 'signed-out' && state.signingIn)).toBe(true)
  })

  test('asks with PKCE, state, nonce and the invitation', async () => {
    const network = fakeWorld()
    const { session } = install(network, { suggestion: address })
    await session.start()
    await session.signIn({ anotherLogin: true, invitation: { token: 'invitation-token', server: null } })
    const asked = network.world.asked[0]?.searchParams
    expect(asked?.get('code_challenge_method')).toBe('S256')
    expect(asked?.get('prompt')).toBe('login')
    expect(asked?.get('invitation')).toBe('invitation-token')
    for (const name of ['code_challenge', 'state', 'nonce'])
      expect(asked?.get(name)?.length).toBeGreaterThan(30)
  })

  test('from a link to a server, with none chosen yet, goes there', async () => {
    const { session } = install(fakeWorld())
    await session.start()
    const invitation = { token: 't', server: address }
    expect(await session.signIn({ anotherLogin: false, invitation })).toEqual(ok({}))
    expect(session.server()?.address).toBe(address)
  })

  test('from a link to another server goes there, and leaves whoever is signed in where they are', async () => {
    const network = fakeWorld()
    const { session } = await signedIn(network)
    const invitation = { token: 't', server: 'https://other.example' }
    const answer = await session.signIn({ anotherLogin: false, invitation })
    expect(answer).toMatchObject({ ok: false, error: { code: 'offline' } })
    expect(principalOf(session)).toBe(people.cassie)
  })

  test('without a keychain does not open the browser', async () => {
    const network = fakeWorld()
    const { session } = install(network, { suggestion: address, protection: 'unavailable' })
    await session.start()
    expect(await session.signIn(plain)).toMatchObject({ ok: false, error: { code: 'keychain_unavailable' } })
    expect(network.world.asked).toEqual([])
    expect(session.state()).toMatchObject({ state: 'signed-out', problem: { code: 'keychain_unavailable' } })
  })

  test('cut after the browser came back leaves nobody signed in', async () => {
    const network = fakeWorld()
    network.world.meFails = true
    const { session } = install(network, { suggestion: address })
    await session.start()
    expect(await session.signIn(plain)).toMatchObject({ ok: false, error: { code: 'offline' } })
    expect(session.state()).toMatchObject({
      state: 'signed-out',
      signingIn: false,
      problem: { code: 'offline' },
    })
  })

  test('cancelled says nothing more, and can be started again', async () => {
    const network = fakeWorld()
    const reallyOpen = network.openBrowser
    network.openBrowser = async () => {}
    const { session } = install(network, { suggestion: address })
    await session.start()
    const first = session.signIn(plain)
    await settled()
    session.cancelSignIn()
    expect(await first).toMatchObject({ ok: false, error: { code: 'sign_in_failed' } })
    expect(session.state()).toMatchObject({ state: 'signed-out', signingIn: false, problem: null })
    network.openBrowser = reallyOpen
  })

  test('pressed twice opens the browser again and is one sign-in', async () => {
    const network = fakeWorld()
    let opened = 0
    const comeBack = network.openBrowser
    network.openBrowser = async (url) => {
      opened += 1
      if (opened === 2) await comeBack(url)
    }
    const { session } = install(network, { suggestion: address })
    await session.start()
    const first = session.signIn(plain)
    while (opened === 0) await settled()
    const second = session.signIn(plain)
    expect(await Promise.all([first, second])).toEqual([ok({}), ok({})])
    expect(opened).toBe(2)
  })
})

describe('the next start', () => {
  test('is signed in, with a connection or without', async () => {
    const network = fakeWorld()
    const { session } = await signedIn(network)
    await session.stop()
    network.world.up = false
    const again = install(network)
    await again.session.start()
    expect(principalOf(again.session)).toBe(people.cassie)
  })

  test('without a keychain is signed out and says why', async () => {
    const network = fakeWorld()
    const { session } = await signedIn(network)
    await session.stop()
    const again = install(network, { protection: 'unavailable' })
    await again.session.start()
    expect(again.session.state()).toMatchObject({ problem: { code: 'keychain_unavailable' } })
  })
})

describe('a replica whose thread dies', () => {
  test('is opened again, and work goes on', async () => {
    const { session } = await signedIn(fakeWorld())
    const before = session.workspace()
    machine.crash(new Error('out of memory'))
    while (!session.workspace().ok) await settled()
    expect(session.workspace()).not.toEqual(before)
    expect(principalOf(session)).toBe(people.cassie)
  })

  test('and dies again at once is not opened over and over', async () => {
    const { session, states } = await signedIn(fakeWorld())
    machine.crash(new Error('first'))
    while (!session.workspace().ok) await settled()
    machine.crash(new Error('second'))
    while (states.at(-1)?.state !== 'loading') await settled()
    expect(session.state()).toMatchObject({ state: 'loading', problem: { code: 'replica_unavailable' } })
  })
})

describe('signing out', () => {
  test('leaves no file, no token and no preference of the accounts', async () => {
    const network = fakeWorld()
    const { session, settings } = await signedIn(network)
    settings.setPreferences({ pins: [accountId(1)], theme: 'dark' })
    expect(await session.signOut({ discardUnsent: false })).toEqual(ok({}))
    expect(session.state()).toMatchObject({ state: 'signed-out', problem: null })
    expect(await readdir(join(folder, 'session'))).toEqual([])
    expect(await readdir(join(folder, 'replica'))).toEqual([])
    expect(settings.preferences()).toMatchObject({ pins: [], theme: 'dark' })
    expect(JSON.stringify(machine.settings)).not.toContain(accountId(1))
    while (network.world.revoked.length === 0) await settled()
    expect(network.world.revoked[0]).toMatch(/^refresh-cassie/)
  })

  test('with changes unsent is refused, unless they may be lost', async () => {
    const network = fakeWorld()
    const { session } = await signedIn(network)
    network.world.up = false
    const workspace = session.workspace()
    if (!workspace.ok) throw new Error('not signed in')
    await workspace.value.mutate(intentIn(accountId(1)))
    const refused = await session.signOut({ discardUnsent: false })
    expect(refused).toMatchObject({ ok: false, error: { code: 'validation' } })
    if (!refused.ok) expect(refused.error.detail).toMatch(/^1 change was not sent/)
    expect(principalOf(session)).toBe(people.cassie)
    expect(await session.signOut({ discardUnsent: true })).toEqual(ok({}))
  })
})

describe('the same person at the browser again', () => {
  test('keeps everything', async () => {
    const network = fakeWorld()
    const { session } = await signedIn(network)
    const before = await readdir(join(folder, 'replica'))
    expect(await session.signIn(plain)).toEqual(ok({}))
    expect(principalOf(session)).toBe(people.cassie)
    expect(await readdir(join(folder, 'replica'))).toEqual(before)
  })
})
