import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ok } from '@gatehouse/contract'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SessionState } from '../../ipc/views.ts'
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
let network: ReturnType<typeof fakeWorld>
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-lock-'))
  machine = computer(folder)
  network = fakeWorld()
})
afterEach(async () => {
  for (const session of running) await session.stop()
  running = []
  await rm(folder, { recursive: true })
})

function install(options: InstallationOptions = {}) {
  const installed = installOn(machine, network, options)
  running.push(installed.session)
  return installed
}

const plain = { anotherLogin: false, invitation: null }

async function atWork(options: InstallationOptions = {}) {
  const installed = install({ suggestion: address, ...options })
  await installed.session.start()
  expect(await installed.session.signIn(plain)).toEqual(ok({}))
  return installed
}

function lockedState(session: Session): Extract<SessionState, { state: 'locked' }> {
  const state = session.state()
  if (state.state !== 'locked') throw new Error(`it is ${state.state}`)
  return state
}

async function closed(): Promise<void> {
  while (machine.open.length > 0) await settled()
}

describe('locking', () => {
  test('closes the copy, hides the window and says whose lock it is, and nothing of any account', async () => {
    const { session, shown, settings } = await atWork()
    settings.setPreferences({ pins: [accountId(1)] })
    expect(machine.open).toHaveLength(1)
    session.lock('by-hand')
    expect(session.state()).toEqual({
      state: 'locked',
      server: { address, name: 'Northwind', apiVersion: expect.any(Number) },
      who: { name: 'cassie', email: 'cassie@example.com' },
      reason: 'by-hand',
      opensBy: 'keychain',
      waiting: 0,
      attention: 0,
      signingIn: false,
      offline: null,
      problem: null,
    })
    expect(session.workspace()).toMatchObject({ ok: false, error: { code: 'locked' } })
    expect(await session.logins()).toMatchObject({ ok: false, error: { code: 'locked' } })
    expect(settings.preferences().pins).toEqual([])
    expect(shown.at(-1)).toBe('emptied')
    await closed()
  })

  test('asks for nothing more of the network', async () => {
    const { session, time } = await atWork()
    session.lock('idle')
    await closed()
    let asked = 0
    const fetch = network.fetch
    network.fetch = async (...args) => {
      asked += 1
      return fetch(...args)
    }
    await time.advance(3_600_000)
    expect(asked).toBe(0)
  })

  test('says how many changes wait, and they are there after unlocking', async () => {
    const { session } = await atWork()
    const workspace = session.workspace()
    if (!workspace.ok) throw new Error('not signed in')
    await workspace.value.mutate(intentIn(accountId(1)))
    while (workspace.value.engine.status().waiting === 0) await settled()
    session.lock('screen')
    expect(lockedState(session)).toMatchObject({ waiting: 1, reason: 'screen' })
    expect(await session.unlock('keychain')).toEqual(ok({}))
    const again = session.workspace()
    expect(again.ok && (await again.value.unsent())).toBe(1)
  })

  test('holds over a start: nothing is shown and no link handed over before it is unlocked', async () => {
    const before = await atWork()
    before.session.lock('by-hand')
    await before.session.stop()
    const { session, shown } = install()
    await session.start()
    expect(session.state().state).toBe('locked')
    expect(shown).not.toContain('shown')
    expect(await session.unlock('keychain')).toEqual(ok({}))
    expect(shown.at(-1)).toBe('shown')
  })

  test('while nobody is signed in does nothing', async () => {
    const { session } = install({ suggestion: address })
    await session.start()
    session.lock('idle')
    expect(session.state().state).toBe('signed-out')
  })

  test('a second time changes nothing, whatever the reason', async () => {
    const { session } = await atWork()
    session.lock('by-hand')
    session.lock('screen')
    expect(lockedState(session).reason).toBe('by-hand')
  })

  test('while the browser is open for a sign-in gives that up', async () => {
    const { session } = await atWork()
    network.openBrowser = async () => {}
    const adding = session.addLogin(null)
    await settled()
    session.lock('by-hand')
    expect(await adding).toMatchObject({ ok: false, error: { code: 'sign_in_failed' } })
    expect(lockedState(session)).toMatchObject({ signingIn: false, problem: null })
  })

  test('holds over a restart', async () => {
    const { session } = await atWork()
    session.lock('by-hand')
    await session.stop()
    const again = install()
    await again.session.start()
    expect(lockedState(again.session).who.email).toBe('cassie@example.com')
    expect(machine.open).toEqual([])
    expect(await again.session.unlock('keychain')).toEqual(ok({}))
    expect(again.session.state().state).toBe('signed-in')
  })

  test('in the middle of a first sync keeps it locked, and it goes on after unlocking', async () => {
    const { session } = await atWork()
    const opening = Promise.withResolvers<void>()
    session.lock('by-hand')
    machine.opening = opening.promise
    const unlocking = session.unlock('keychain')
    await settled()
    // Locked again while the copy is being opened.
    session.lock('screen')
    opening.resolve()
    expect(await unlocking).toMatchObject({ ok: false, error: { code: 'locked' } })
    expect(lockedState(session).reason).toBe('screen')
    await closed()
    expect(await session.unlock('keychain')).toEqual(ok({}))
    expect(machine.open).toHaveLength(1)
  })

  test('and the death of a thread that was being closed opens nothing', async () => {
    const { session } = await atWork()
    session.lock('by-hand')
    machine.crash(new Error('too late'))
    await closed()
    await settled()
    expect(machine.open).toEqual([])
    expect(lockedState(session).problem).toBeNull()
  })
})

describe('unlocking by the keychain', () => {
  test('opens without a connection', async () => {
    const { session } = await atWork()
    session.lock('by-hand')
    network.world.up = false
    expect(await session.unlock('keychain')).toEqual(ok({}))
    expect(session.state().state).toBe('signed-in')
  })

  test('twice at once opens once', async () => {
    const { session } = await atWork()
    session.lock('by-hand')
    const answers = await Promise.all([session.unlock('keychain'), session.unlock('keychain')])
    expect(answers).toEqual([ok({}), ok({})])
    expect(machine.open).toHaveLength(1)
  })

  test('asks who is there where the system can, and stays locked when it is told no', async () => {
    let isOwner = false
    const presence = { canAsk: () => true, ask: async () => isOwner }
    const { session } = await atWork({ presence })
    session.lock('by-hand')
    expect(lockedState(session).opensBy).toBe('presence')
    expect(await session.unlock('keychain')).toMatchObject({ ok: false, error: { code: 'locked' } })
    expect(session.state().state).toBe('locked')
    isOwner = true
    expect(await session.unlock('keychain')).toEqual(ok({}))
  })

  test('is refused to whoever chose to sign in, but for lack of a connection', async () => {
    const { session, settings } = await atWork()
    settings.setPreferences({ unlockBy: 'sign-in' })
    session.lock('by-hand')
    expect(lockedState(session).opensBy).toBe('sign-in')
    expect(await session.unlock('keychain')).toMatchObject({ ok: false, error: { code: 'locked' } })
    network.world.up = false
    expect(await session.unlock('keychain')).toEqual(ok({}))
  })

  test('that was emptied says so, stays locked, and signing in opens it', async () => {
    const before = await atWork()
    before.session.lock('by-hand')
    // Whatever was being kept is on the disk then.
    await before.session.stop()
    const { session } = install()
    await session.start()
    machine.keychain.lose()
    expect(await session.unlock('keychain')).toMatchObject({ error: { code: 'keychain_unavailable' } })
    expect(lockedState(session).problem?.code).toBe('keychain_unavailable')
    expect(await session.unlock('sign-in')).toEqual(ok({}))
    expect(session.state().state).toBe('signed-in')
  })
})

describe('unlocking by signing in', () => {
  test('asks for the credentials and opens for the same user', async () => {
    const { session } = await atWork()
    session.lock('by-hand')
    expect(await session.unlock('sign-in')).toEqual(ok({}))
    const asked = network.world.asked.at(-1)?.searchParams
    expect(asked?.get('prompt')).toBe('login')
    expect(asked?.get('login_hint')).toBe('cassie@example.com')
    expect(session.state()).toMatchObject({ state: 'signed-in', principal: { userId: people.cassie } })
  })

  test('as somebody else says so and opens nothing', async () => {
    const { session } = await atWork()
    session.lock('by-hand')
    await closed()
    network.world.atBrowser = 'jonas'
    expect(await session.unlock('sign-in')).toMatchObject({ ok: false, error: { code: 'sign_in_failed' } })
    expect(lockedState(session).problem?.detail).toMatch(/somebody else/)
    expect(machine.open).toEqual([])
    while (network.world.revoked.length === 0) await settled()
    expect(network.world.revoked[0]).toMatch(/^refresh-jonas/)
  })

  test('that was begun before the lock, and comes back after it, opens nothing', async () => {
    const { session } = await atWork()
    const asked = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<void>()
    const fetch = network.fetch
    network.fetch = async (input, init) => {
      const request = new Request(input, init)
      if (!request.url.endsWith('/v1/me')) return fetch(request)
      asked.resolve()
      await answer.promise
      return fetch(request)
    }
    network.world.atBrowser = 'jonas'
    const adding = session.addLogin(null)
    await asked.promise
    session.lock('screen')
    answer.resolve()
    expect(await adding).toMatchObject({ ok: false })
    expect(lockedState(session).who.name).toBe('cassie')
    await closed()
    while (network.world.revoked.length === 0) await settled()
    expect(network.world.revoked[0]).toMatch(/^refresh-jonas/)
  })
})

test('a refresh that was under way when it was locked is not lost: the sign-in goes on with its token', async () => {
  const { session, time } = await atWork()
  const workspace = session.workspace()
  if (!workspace.ok) throw new Error('not signed in')
  // The access token is over, and the answer to its renewal takes its time.
  const answer = Promise.withResolvers<void>()
  const used: string[] = []
  const fetch = network.fetch
  network.fetch = async (input, init) => {
    const request = new Request(input, init)
    if (!request.url.endsWith('/oidc/token')) return fetch(request)
    used.push(new URLSearchParams(await request.clone().text()).get('refresh_token') ?? '')
    const answered = await fetch(request)
    await answer.promise
    return answered
  }
  while (used.length === 0) await time.advance(10_000)
  const asked = workspace.value.api.call('me.get', {})
  session.lock('by-hand')
  const unlocking = session.unlock('keychain')
  await time.advance(1000)
  expect(await unlocking).toEqual(ok({}))
  answer.resolve()
  await asked
  const again = session.workspace()
  if (!again.ok) throw new Error('still locked')
  expect(await again.value.api.call('me.get', {})).toMatchObject({ ok: true })
  expect(new Set(used).size, 'no token is used twice').toBe(used.length)
})

describe('signing out while it is locked', () => {
  test('asks while changes wait, by what was counted last', async () => {
    const { session } = await atWork()
    const workspace = session.workspace()
    if (!workspace.ok) throw new Error('not signed in')
    await workspace.value.mutate(intentIn(accountId(1)))
    while (workspace.value.engine.status().waiting === 0) await settled()
    session.lock('by-hand')
    expect(await session.signOut({ discardUnsent: false })).toMatchObject({ error: { code: 'validation' } })
    expect(await session.signOut({ discardUnsent: true })).toEqual(ok({}))
    expect(session.state().state).toBe('signed-out')
  })

  test('does not open the next login: that one is locked too', async () => {
    const { session } = await atWork()
    network.world.atBrowser = 'jonas'
    expect(await session.addLogin(null)).toEqual(ok({}))
    session.lock('by-hand')
    await closed()
    expect(await session.signOut({ discardUnsent: true })).toEqual(ok({}))
    expect(lockedState(session).who.name).toBe('cassie')
    expect(machine.open).toEqual([])
  })
})
