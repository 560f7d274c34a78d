import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ok } from '@gatehouse/contract'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accountId, intentIn } from '../testing/fake-sync.ts'
import { settled } from '../testing/fake-time.ts'
import { address, fakeWorld } from '../testing/fake-world.ts'
import { type Computer, computer, install as installOn } from '../testing/installation.ts'
import type { Session } from './session.ts'

const dayMs = 86_400_000
let machine: Computer
let folder: string
let running: Session[] = []
let network: ReturnType<typeof fakeWorld>
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-offline-'))
  machine = computer(folder)
  network = fakeWorld()
  network.world.offlineDays = 7
})
afterEach(async () => {
  for (const session of running) await session.stop()
  running = []
  await rm(folder, { recursive: true })
})

function install() {
  const installed = installOn(machine, network, { suggestion: address })
  running.push(installed.session)
  return installed
}

/** Signed in, pulled once, and the network gone since. */
async function offlineFromNowOn() {
  const installed = install()
  await installed.session.start()
  expect(await installed.session.signIn({ anotherLogin: false, invitation: null })).toEqual(ok({}))
  const workspace = installed.session.workspace()
  if (!workspace.ok) throw new Error('not signed in')
  while (workspace.value.engine.status().syncedAt === null) await settled()
  network.world.up = false
  return installed
}

async function reachable(): Promise<void> {
  network.world.at = machine.time.clock.now().toISOString()
  network.world.up = true
}

test('a copy closes after the allowed days without contact, with nothing deleted, and contact opens it', async () => {
  const { session, time, shown } = await offlineFromNowOn()
  const workspace = session.workspace()
  if (!workspace.ok) throw new Error('not signed in')
  await workspace.value.mutate(intentIn(accountId(1)))
  await time.sleep(6.9 * dayMs)
  expect(session.state().state).toBe('signed-in')
  expect(session.workspace().ok).toBe(true)
  await time.sleep(0.2 * dayMs)
  expect(session.state()).toMatchObject({
    state: 'locked',
    reason: 'offline-too-long',
    waiting: 1,
    offline: { days: 7, lastContactAt: '2026-03-02T09:00:00.000Z' },
  })
  expect(session.workspace()).toMatchObject({ ok: false, error: { code: 'locked' } })
  expect(shown.at(-1)).toBe('emptied')

  expect(await session.unlock('keychain'), 'no way round').toMatchObject({ ok: false })
  expect(session.state().state).toBe('locked')
  await reachable()
  expect(await session.unlock('keychain')).toEqual(ok({}))
  expect(session.state().state).toBe('signed-in')
  const opened = session.workspace()
  expect(opened.ok && (await opened.value.unsent())).toBe(1)
})

test('it opens by itself as soon as there is contact, though it was closed for reading', async () => {
  const { session, time } = await offlineFromNowOn()
  await time.sleep(8 * dayMs)
  expect(session.state().state).toBe('locked')
  await reachable()
  while (session.state().state === 'locked') await time.advance(1000)
  expect(session.state()).toMatchObject({ state: 'signed-in', closesAt: null })
})

test('it says so in the days before', async () => {
  const { session, time } = await offlineFromNowOn()
  await time.sleep(3 * dayMs)
  expect(session.state()).toMatchObject({ closesAt: null })
  await time.sleep(1.5 * dayMs)
  expect(session.state()).toMatchObject({ state: 'signed-in', closesAt: '2026-03-09T09:00:00.000Z' })
})

test('it is closed from the start where the time ran out while the program was not running', async () => {
  const { session, time } = await offlineFromNowOn()
  await session.stop()
  await time.sleep(8 * dayMs)
  const again = install()
  await again.session.start()
  expect(again.session.state()).toMatchObject({ state: 'locked', reason: 'offline-too-long' })
  expect(again.states.map(({ state }) => state)).not.toContain('signed-in')
})

test('who is closed out of one login gets to another, and back to a closed one', async () => {
  network.world.offlineDays = null
  const { session, time } = install()
  await session.start()
  expect(await session.signIn({ anotherLogin: false, invitation: null })).toEqual(ok({}))
  network.world.offlineDays = 7
  network.world.atBrowser = 'jonas'
  expect(await session.addLogin(null)).toEqual(ok({}))
  const workspace = session.workspace()
  if (!workspace.ok) throw new Error('not signed in')
  while (workspace.value.engine.status().syncedAt === null) await settled()
  network.world.up = false
  await time.sleep(8 * dayMs)
  expect(session.state()).toMatchObject({ state: 'locked', who: { name: 'jonas' } })
  const logins = await session.logins()
  if (!logins.ok) throw new Error('no logins')
  const [jonas, cassie] = logins.value.map(({ id }) => id)
  expect(await session.switchTo(cassie ?? '')).toEqual(ok({}))
  expect(session.state()).toMatchObject({ state: 'signed-in', principal: { name: 'cassie' } })
  const switching = session.switchTo(jonas ?? '')
  for (let second = 0; second < 60; second += 1) await time.advance(1000)
  expect(await switching).toEqual(ok({}))
  expect(session.state()).toMatchObject({ state: 'locked', who: { name: 'jonas' } })
  expect(session.workspace()).toMatchObject({ ok: false, error: { code: 'locked' } })
  session.lock('by-hand')
  expect(await session.logins(), 'but not past a lock').toMatchObject({ ok: false })
  expect(await session.switchTo(cassie ?? '')).toMatchObject({ ok: false, error: { code: 'locked' } })
})

describe('a clock that is set back', () => {
  test('while it was closed opens nothing', async () => {
    const { session, time } = await offlineFromNowOn()
    await time.sleep(8 * dayMs)
    await session.stop()
    time.setBack(5 * dayMs)
    const again = install()
    await again.session.start()
    expect(again.session.state()).toMatchObject({ state: 'locked', reason: 'offline-too-long' })
  })

  test('counts as right again after contact: a wrong one in between shuts nobody out', async () => {
    const { session, time } = await offlineFromNowOn()
    await time.sleep(300 * dayMs)
    expect(session.state().state).toBe('locked')
    time.setBack(299 * dayMs)
    await reachable()
    expect(await session.unlock('keychain')).toEqual(ok({}))
    expect(session.state().state).toBe('signed-in')
    network.world.up = false
    await time.sleep(6 * dayMs)
    expect(session.state().state).toBe('signed-in')
    await time.sleep(2 * dayMs)
    expect(session.state().state).toBe('locked')
  })
})

test('a deployment that sets a limit is obeyed from the next contact on, also by who is at work', async () => {
  network.world.offlineDays = null
  const { session, time } = await offlineFromNowOn()
  await time.sleep(30 * dayMs)
  expect(session.state().state).toBe('signed-in')
  network.world.offlineDays = 7
  await session.stop()
  await reachable()
  const again = install()
  await again.session.start()
  expect(again.session.state().state).toBe('signed-in')
  const workspace = again.session.workspace()
  if (!workspace.ok) throw new Error('not signed in')
  while (again.session.server()?.discovery.policies.offlineDays !== 7) await settled()
  network.world.up = false
  await time.sleep(8 * dayMs)
  expect(again.session.state()).toMatchObject({ state: 'locked', reason: 'offline-too-long' })
})

test('locked by hand as well, it stays closed after unlocking until there is contact', async () => {
  const { session, time } = await offlineFromNowOn()
  session.lock('by-hand')
  await time.sleep(8 * dayMs)
  expect(session.state()).toMatchObject({ state: 'locked', reason: 'by-hand' })
  expect(await session.unlock('keychain')).toEqual(ok({}))
  expect(session.state()).toMatchObject({ state: 'locked', reason: 'offline-too-long' })
})
