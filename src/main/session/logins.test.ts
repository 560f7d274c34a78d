import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apiVersion, ok } from '@gatehouse/contract'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accountId, intentIn } from '../testing/fake-sync.ts'
import { settled } from '../testing/fake-time.ts'
import { address, fakeWorld, fakeWorlds, type Person, people } from '../testing/fake-world.ts'
import {
  type Computer,
  computer,
  type InstallationOptions,
  install as installOn,
} from '../testing/installation.ts'
import { sendingMs } from './departures.ts'
import { loginIdOf } from './logins.ts'
import type { Session } from './session.ts'
import { createVault } from './vault.ts'

const elsewhere = 'https://other.example.com'
let machine: Computer
let folder: string
let running: Session[] = []
let world: ReturnType<typeof fakeWorld>
let other: ReturnType<typeof fakeWorld>
let network: ReturnType<typeof fakeWorlds>
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-logins-'))
  machine = computer(folder)
  world = fakeWorld()
  other = fakeWorld(elsewhere)
  network = fakeWorlds({ [address]: world, [elsewhere]: other })
})
afterEach(async () => {
  for (const session of running) await passing(session.stop())
  running = []
  await rm(folder, { recursive: true })
})

function install(options: InstallationOptions = {}) {
  const installed = installOn(machine, network, options)
  running.push(installed.session)
  return installed
}

const idOf = (who: Person, at = address) => loginIdOf(at, people[who])
const fileOf = (who: Person, at = address) => join(folder, 'replica', `${idOf(who, at)}.db`)

/** Cassie at one server, then Jonas there, then Cassie at another. */
async function three() {
  const installed = install({ suggestion: address })
  const { session } = installed
  await session.start()
  expect(await session.signIn({ anotherLogin: false, invitation: null })).toEqual(ok({}))
  world.world.atBrowser = 'jonas'
  expect(await session.addLogin(null)).toEqual(ok({}))
  await installed.time.advance(1000)
  expect(await session.addLogin('other.example.com')).toEqual(ok({}))
  return installed
}

function whoIn(session: Session): string {
  const state = session.state()
  return state.state === 'signed-in' ? `${state.principal.name} at ${state.server.address}` : state.state
}

async function change(session: Session) {
  const workspace = session.workspace()
  if (!workspace.ok) throw new Error('not signed in')
  const made = await workspace.value.mutate(intentIn(accountId(1)))
  if (!made.ok) throw new Error('refused')
  while (workspace.value.engine.status().waiting === 0) await settled()
  return made.value.mutationId
}

/** Lets time pass until it has come to its end. */
async function passing<T>(work: Promise<T>): Promise<T> {
  let isOver = false
  const over = work.finally(() => {
    isOver = true
  })
  while (!isOver) await machine.time.advance(200)
  return over
}

/** Everything but what is written in the background. */
async function quiet(): Promise<void> {
  while (machine.open.length > 1) await machine.time.advance(1000)
}

describe('several logins', () => {
  test('stand side by side, each with its own files, and one is open at a time', async () => {
    const { session } = await three()
    await quiet()
    expect(whoIn(session)).toBe(`cassie at ${elsewhere}`)
    const logins = await session.logins()
    expect(logins.ok && logins.value.map((each) => [each.id, each.principal?.name, each.isCurrent])).toEqual([
      [idOf('cassie', elsewhere), 'cassie', true],
      [idOf('jonas'), 'jonas', false],
      [idOf('cassie'), 'cassie', false],
    ])
    expect(machine.open).toEqual([fileOf('cassie', elsewhere)])
    await session.stop()
    const files = await readdir(join(folder, 'session'))
    expect(files.sort()).toEqual(
      [idOf('cassie'), idOf('jonas'), idOf('cassie', elsewhere)].map((id) => `${id}.bin`).sort(),
    )
  })

  test('are switched between without a connection and without signing out', async () => {
    const { session, shown } = await three()
    shown.length = 0
    world.world.up = false
    other.world.up = false
    for (const [who, at] of [
      ['cassie', address],
      ['jonas', address],
      ['cassie', elsewhere],
    ] as const) {
      expect(await session.switchTo(idOf(who, at))).toEqual(ok({}))
      expect(whoIn(session)).toBe(`${who} at ${at}`)
    }
    expect(world.world.revoked).toEqual([])
    expect(
      shown.filter((each) => each === 'emptied'),
      'the window begins anew each time',
    ).toHaveLength(3)
  })

  test('the one in use is open at the next start', async () => {
    const { session } = await three()
    await session.switchTo(idOf('jonas'))
    await session.stop()
    const again = install()
    await again.session.start()
    expect(whoIn(again.session)).toBe(`jonas at ${address}`)
  })

  test('signing in as one that is there opens it, and adds none', async () => {
    const { session } = await three()
    world.world.atBrowser = 'cassie'
    await session.switchTo(idOf('jonas'))
    expect(await session.addLogin(null)).toEqual(ok({}))
    expect(whoIn(session)).toBe(`cassie at ${address}`)
    const logins = await session.logins()
    expect(logins.ok && logins.value).toHaveLength(3)
  })

  test('an invitation to another server signs in there, beside whoever is here', async () => {
    const { session } = install({ suggestion: address })
    await session.start()
    await session.signIn({ anotherLogin: false, invitation: null })
    const invitation = { token: 'invited', server: elsewhere }
    expect(await session.signIn({ anotherLogin: false, invitation })).toEqual(ok({}))
    expect(whoIn(session)).toBe(`cassie at ${elsewhere}`)
    expect(other.world.asked[0]?.searchParams.get('invitation')).toBe('invited')
    expect(await session.switchTo(idOf('cassie'))).toEqual(ok({}))
  })

  test('adding one that does not come to an end leaves whoever is here where they are', async () => {
    const { session } = await three()
    other.world.meFails = true
    expect(await session.addLogin(null)).toMatchObject({ ok: false, error: { code: 'offline' } })
    expect(await session.addLogin('nowhere.example')).toMatchObject({ ok: false })
    expect(whoIn(session)).toBe(`cassie at ${elsewhere}`)
    expect(session.workspace().ok).toBe(true)
  })

  test('each keeps its own pins and place; settings hold no name and no address of a person', async () => {
    const { session, settings } = await three()
    settings.setPreferences({ pins: [accountId(1)] })
    await session.switchTo(idOf('jonas'))
    expect(settings.preferences().pins).toEqual([])
    await session.switchTo(idOf('cassie', elsewhere))
    expect(settings.preferences().pins).toEqual([accountId(1)])
    expect(JSON.stringify(machine.settings)).not.toMatch(/cassie|jonas|refresh-|access-/)
  })

  test('one whose sign-in can not be read any more says so; the others are switched to', async () => {
    const before = await three()
    // Whatever was being kept is on the disk then.
    await before.session.stop()
    await writeFile(join(folder, 'session', `${idOf('jonas')}.bin`), 'garbled')
    const { session } = install()
    await session.start()
    expect(await session.switchTo(idOf('jonas'))).toMatchObject({ error: { code: 'keychain_unavailable' } })
    expect(whoIn(session)).toBe(`cassie at ${elsewhere}`)
    const logins = await session.logins()
    expect(logins.ok && logins.value.find(({ id }) => id === idOf('jonas'))?.principal).toBeNull()
    expect(await session.switchTo(idOf('cassie'))).toEqual(ok({}))
  })

  test('settings that were lost are no loss of a login', async () => {
    const { session } = await three()
    await session.stop()
    machine.settings = {}
    const again = install()
    await again.session.start()
    const logins = await again.session.logins()
    expect(logins.ok && logins.value).toHaveLength(3)
  })
})

describe('changes that wait in a login that is left', () => {
  test('are sent in the background while another is at work', async () => {
    const { session } = await three()
    await quiet()
    world.world.up = false
    other.world.up = false
    await session.switchTo(idOf('cassie'))
    const made = await change(session)
    world.world.up = true
    world.world.sent = []
    expect(await session.switchTo(idOf('jonas'))).toEqual(ok({}))
    expect(whoIn(session)).toBe(`jonas at ${address}`)
    while (!world.world.sent.includes(made)) await settled()
    await quiet()
    expect(machine.open).toEqual([fileOf('jonas')])
  })

  test('stay where they can not be sent in time, are counted, and are there when it is switched back', async () => {
    const { session, time } = await three()
    await quiet()
    await session.switchTo(idOf('cassie'))
    world.world.up = false
    await change(session)
    await session.switchTo(idOf('jonas'))
    await time.advance(sendingMs + 2000)
    await quiet()
    const logins = await session.logins()
    expect(logins.ok && logins.value.find(({ id }) => id === idOf('cassie'))).toMatchObject({ waiting: 1 })
    await session.switchTo(idOf('cassie'))
    const workspace = session.workspace()
    expect(workspace.ok && (await workspace.value.unsent())).toBe(1)
  })

  test('a switch back while they are being sent is one opening of one file', async () => {
    const { session } = await three()
    await session.switchTo(idOf('cassie'))
    world.world.up = false
    await change(session)
    const hanging = Promise.withResolvers<void>()
    const fetch = world.fetch
    world.fetch = async (...args) => {
      await hanging.promise
      return fetch(...args)
    }
    await session.switchTo(idOf('jonas'))
    expect(await passing(session.switchTo(idOf('cassie')))).toEqual(ok({}))
    expect(machine.open.filter((file) => file === fileOf('cassie'))).toHaveLength(1)
    hanging.resolve()
  })
})

describe('signing one out', () => {
  test('leaves no file of it, goes on with the one used last, and touches no other', async () => {
    const { session, time } = await three()
    await quiet()
    await session.switchTo(idOf('jonas'))
    await time.advance(1000)
    await session.switchTo(idOf('cassie'))
    await quiet()
    await writeFile(join(folder, 'replica', `${idOf('cassie')}.aside-20260301090000.db`), 'old')
    await writeFile(join(folder, 'replica', `${idOf('cassie')}.db-wal`), 'log')
    expect(await session.signOut({ discardUnsent: false })).toEqual(ok({}))
    expect(whoIn(session)).toBe(`jonas at ${address}`)
    const left = [...(await readdir(join(folder, 'replica'))), ...(await readdir(join(folder, 'session')))]
    expect(left.filter((name) => name.startsWith(idOf('cassie')))).toEqual([])
    expect(left.some((name) => name.startsWith(idOf('cassie', elsewhere)))).toBe(true)
    while (world.world.revoked.length === 0) await settled()
    expect(world.world.revoked[0]).toMatch(/^refresh-cassie/)
    expect(JSON.stringify(machine.settings)).not.toContain(idOf('cassie'))
  })

  test('empties the window before the next one is in use, so that nothing it still says is taken for theirs', async () => {
    const { session, shown } = await three()
    await quiet()
    await session.switchTo(idOf('jonas'))
    await quiet()
    shown.length = 0
    const leaving = session.signOut({ discardUnsent: true })
    while (session.state().state !== 'starting') await settled()
    expect(shown).toEqual(['emptied'])
    expect(machine.settings.login).not.toBe(idOf('cassie', elsewhere))
    expect(await leaving).toEqual(ok({}))
    expect(whoIn(session)).toBe(`cassie at ${elsewhere}`)
    expect(shown.filter((each) => each === 'emptied')).toHaveLength(1)
  })

  test('that was cut off in the middle is finished at the next start', async () => {
    const { session } = await three()
    await quiet()
    await session.stop()
    const id = idOf('cassie', elsewhere)
    const kept = join(folder, 'kept')
    const folders = ['session', 'replica'].map((name) => [join(folder, name), join(kept, name)] as const)
    for (const [from, to] of folders) await cp(from, to, { recursive: true })
    const second = install()
    await second.session.start()
    await second.session.signOut({ discardUnsent: true })
    await second.session.stop()
    // As it stands when the program is killed right after the mark was written.
    for (const [from, to] of folders) await cp(to, from, { recursive: true })
    machine.settings.wiping = [id]
    const again = install()
    await again.session.start()
    await again.session.stop()
    const left = [...(await readdir(join(folder, 'replica'))), ...(await readdir(join(folder, 'session')))]
    expect(left.filter((name) => name.startsWith(id))).toEqual([])
    expect(left.filter((name) => name.startsWith(idOf('jonas')))).not.toEqual([])
    expect(machine.settings.wiping).toEqual([])
    expect(Object.keys(machine.settings.logins as object)).not.toContain(id)
  })

  test('a refresh that comes to its end afterwards brings no file back', async () => {
    const { session, time } = await three()
    const asked = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<void>()
    const fetch = other.fetch
    other.fetch = async (input, init) => {
      const request = new Request(input, init)
      const isToken = request.url.endsWith('/oidc/token')
      const answered = await fetch(request)
      if (!isToken) return answered
      asked.resolve()
      await answer.promise
      return answered
    }
    let isAsked = false
    void asked.promise.then(() => {
      isAsked = true
    })
    while (!isAsked) await time.advance(10_000)
    expect(await passing(session.signOut({ discardUnsent: true }))).toEqual(ok({}))
    answer.resolve()
    while (other.world.revoked.length === 0) await settled()
    const left = await readdir(join(folder, 'session'))
    expect(left.filter((name) => name.startsWith(idOf('cassie', elsewhere)))).toEqual([])
  })
})

describe('an installation of the release that knew one login for each server', () => {
  async function asBefore() {
    const server = {
      address,
      discovery: {
        product: 'gatehouse',
        name: 'Northwind',
        apiVersion,
        api: address,
        issuer: `${address}/oidc`,
        clientId: 'gatehouse-desktop',
        scope: 'openid offline_access',
        policies: { offlineDays: null, invitationDays: 7, invitationDaysMax: 30 },
      },
    }
    machine.settings = {
      server,
      preferences: { theme: 'dark', pins: [accountId(1)], recents: [], lastAccountId: accountId(1) },
    }
    const vault = createVault(join(folder, 'session'), address, machine.keychain)
    const principal = {
      userId: people.cassie,
      name: 'cassie',
      email: 'cassie@example.com',
      emailVerified: true,
      administers: [],
    }
    await vault.save({ principal, refreshToken: 'refresh-cassie-0' })
  }

  test('is signed in as before, on the same copy, with its pins', async () => {
    await asBefore()
    world.world.up = false
    const { session, settings } = install()
    await session.start()
    expect(whoIn(session)).toBe(`cassie at ${address}`)
    expect(machine.open).toEqual([fileOf('cassie')])
    expect(settings.preferences()).toMatchObject({ theme: 'dark', pins: [accountId(1)] })
    await session.stop()
    expect(await readdir(join(folder, 'session'))).toEqual([`${idOf('cassie')}.bin`])
  })

  test('keeps its sign-in while the keychain is away, and takes it over when it is back', async () => {
    await asBefore()
    const before = await readdir(join(folder, 'session'))
    const { session } = install()
    machine.keychain.lose()
    const away = install()
    await away.session.start()
    expect(away.session.state()).toMatchObject({
      state: 'signed-out',
      problem: { code: 'keychain_unavailable' },
    })
    expect(await readdir(join(folder, 'session'))).toEqual(before)
    machine.keychain.find()
    await session.start()
    expect(whoIn(session)).toBe(`cassie at ${address}`)
  })

  test('cut off while it was taken over goes on with what was taken over', async () => {
    await asBefore()
    const old = await readdir(join(folder, 'session'))
    const content = await readFile(join(folder, 'session', old[0] ?? ''))
    const first = install()
    await first.session.start()
    const workspace = first.session.workspace()
    if (!workspace.ok) throw new Error('not signed in')
    expect(await workspace.value.api.call('me.get', {})).toMatchObject({ ok: true })
    await first.session.stop()
    await writeFile(join(folder, 'session', old[0] ?? ''), content)
    const again = install()
    await again.session.start()
    const kept = await createVault(
      join(folder, 'session'),
      `${address}\n${people.cassie}`,
      machine.keychain,
    ).load()
    expect(kept.ok && kept.value?.refreshToken).not.toBe('refresh-cassie-0')
    await again.session.stop()
    expect(await readdir(join(folder, 'session'))).toEqual([`${idOf('cassie')}.bin`])
  })
})
