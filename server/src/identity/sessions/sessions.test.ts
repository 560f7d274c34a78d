import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestClient } from '../../testing/client.ts'
import {
  codeOf,
  createDesktop,
  createIdentityWorld,
  dropIdentityDatabase,
  type IdentityWorld,
  loginBase,
  openSecurity,
  password,
  turnOnTwoFactor,
} from '../test-kit.ts'
import { agentFamily, endBrowserSessionsOf, endSessionsOf } from './sessions.ts'

let world: IdentityWorld
beforeEach(async () => {
  world = await createIdentityWorld({}, { withApi: true })
})
afterEach(() => world.close())
afterAll(dropIdentityDatabase)

async function signIn(email = 'ana@example.com', userAgent = '') {
  const desktop = createDesktop(world.app)
  const browser = world.browser({ 'user-agent': userAgent })
  const page = await browser.get(desktop.authorizePath())
  const done = await browser.submit(loginBase(page), { email, password })
  const { body } = await desktop.exchange(codeOf(done))
  const [access = '', refresh = ''] = [body.access_token, body.refresh_token]
  return { desktop, access, refresh, client: createTestClient(world.app, access) }
}

const called = (name: string) => ({ headers: { 'gatehouse-device': encodeURIComponent(name) } })

test('every device that is signed in is listed with its own name and the hour it was last seen in', async () => {
  await world.addUser('ana@example.com')
  const laptop = await signIn()
  world.clock.advance(60_000)
  const desk = await signIn()
  await laptop.client.get('me.get', {}, called('Laptop of Ána'))
  const { items, isComplete } = await desk.client.get('sessions.list', {}, called('Desk'))
  expect(isComplete).toBe(true)
  expect(items.map(({ device, isCurrent }) => ({ device, isCurrent }))).toEqual([
    { device: 'Desk', isCurrent: true },
    { device: 'Laptop of Ána', isCurrent: false },
  ])
  expect(items[0]?.lastSeenAt).toMatch(/T\d\d:00:00\.000Z$/)
})

test('last seen moves with the hour, and a request without a name leaves the name', async () => {
  await world.addUser('ana@example.com')
  const { client, desktop, refresh } = await signIn()
  const first = await client.get('sessions.list', {}, called('Desk'))
  world.clock.advance(3_600_000)
  const { body } = await desktop.refresh(refresh)
  const later = await createTestClient(world.app, body.access_token ?? '').get('sessions.list', {})
  expect(later.items[0]?.device).toBe('Desk')
  expect(Date.parse(later.items[0]?.lastSeenAt ?? '')).toBe(
    Date.parse(first.items[0]?.lastSeenAt ?? '') + 3_600_000,
  )
})

test('ending a device ends its access and refresh tokens at once, and no other device', async () => {
  await world.addUser('ana@example.com')
  const lost = await signIn()
  const desk = await signIn()
  const { items } = await desk.client.get('sessions.list', {})
  const other = items.find(({ isCurrent }) => !isCurrent)?.id ?? ''
  await desk.client.get('sessions.end', { params: { sessionId: other } })
  expect(await lost.client.refused('me.get', {})).toMatchObject({ code: 'unauthenticated' })
  expect(await lost.desktop.refresh(lost.refresh)).toMatchObject({ status: 400 })
  expect((await desk.client.get('sessions.list', {})).items).toHaveLength(1)
  expect(await desk.client.refused('sessions.end', { params: { sessionId: other } })).toMatchObject({
    code: 'not_found',
  })
})

test('all others go, the own one stays, and other people are not touched', async () => {
  await world.addUser('ana@example.com')
  await world.addUser('ben@example.com')
  const [laptop, phone, desk, ben] = [
    await signIn(),
    await signIn(),
    await signIn(),
    await signIn('ben@example.com'),
  ]
  expect(await desk.client.get('sessions.endOthers', { body: {} })).toMatchObject({ value: { ended: 2 } })
  for (const { client } of [laptop, phone]) {
    expect(await client.refused('me.get', {})).toMatchObject({ code: 'unauthenticated' })
  }
  expect((await desk.client.call('me.get', {})).status).toBe(200)
  expect((await ben.client.call('me.get', {})).status).toBe(200)
})

test("another person's sign-in is answered like one that does not exist, and stays", async () => {
  await world.addUser('ana@example.com')
  await world.addUser('ben@example.com')
  const [ana, ben] = [await signIn(), await signIn('ben@example.com')]
  const sessionId = (await ben.client.get('sessions.list', {})).items[0]?.id ?? ''
  const foreign = await ana.client.refused('sessions.end', { params: { sessionId } })
  const unknown = await ana.client.refused('sessions.end', { params: { sessionId: 'x'.repeat(21) } })
  expect({ ...foreign, reference: '' }).toEqual({ ...unknown, reference: '' })
  expect((await ben.client.call('me.get', {})).status).toBe(200)
})

test('a device may sign itself out', async () => {
  await world.addUser('ana@example.com')
  const { client } = await signIn()
  const sessionId = (await client.get('sessions.list', {})).items[0]?.id ?? ''
  await client.get('sessions.end', { params: { sessionId } })
  expect(await client.refused('me.get', {})).toMatchObject({ code: 'unauthenticated' })
})

test('a sign-in that never came back for its tokens is not listed', async () => {
  await world.addUser('ana@example.com')
  const { client } = await signIn()
  const browser = world.browser()
  const page = await browser.get(createDesktop(world.app).authorizePath())
  codeOf(await browser.submit(loginBase(page), { email: 'ana@example.com', password }))
  expect((await client.get('sessions.list', {})).items).toHaveLength(1)
})

test('an open event stream ends with its sign-in, whichever node ended it', async () => {
  const userId = await world.addUser('ana@example.com')
  const { access } = await signIn()
  await world.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = world.app.server.address() as { port: number }
  const stream = await fetch(`http://127.0.0.1:${port}/v1/sync/events`, {
    headers: { authorization: `Bearer ${access}` },
  })
  const reader = stream.body?.getReader()
  expect((await reader?.read())?.done).toBe(false)
  // As another node does it: by nothing but the database.
  await world.db.transaction().execute((tx) => endSessionsOf(tx, userId))
  let isOver = false
  while (!isOver) isOver = (await reader?.read())?.done ?? true
  expect(isOver).toBe(true)
})

test('the browser of a sign-in is named by its family alone', () => {
  const chrome =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36'
  expect(agentFamily(chrome)).toBe('Chrome on Windows')
  expect(agentFamily(`${chrome} Edg/156.0.0.0`)).toBe('Edge on Windows')
  expect(agentFamily('Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0')).toBe(
    'Firefox on Linux',
  )
  expect(agentFamily('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1')).toBe(
    'Safari on iOS',
  )
  expect(agentFamily('curl/8')).toBeNull()
})

describe('whoever signs devices out', () => {
  /** A browser that is signed in, at the page that asks whether to go on with that login. */
  async function signedInBrowser() {
    const desktop = createDesktop(world.app)
    const browser = world.browser()
    const page = await browser.get(desktop.authorizePath())
    codeOf(await browser.submit(loginBase(page), { email: 'ana@example.com', password }))
    return { browser, begin: async () => loginBase(await browser.get(desktop.authorizePath())) }
  }

  test.each(['one device', 'all others'])(
    '%s: no browser lets it in again without the password',
    async (what) => {
      await world.addUser('ana@example.com')
      const [thief, own] = [await signedInBrowser(), await signIn()]
      const lost = await signIn()
      const begun = await thief.begin()
      if (what === 'all others') await own.client.get('sessions.endOthers', { body: {} })
      else {
        const { items } = await own.client.get('sessions.list', {})
        const sessionId = items.find(({ isCurrent }) => !isCurrent)?.id ?? ''
        await own.client.get('sessions.end', { params: { sessionId } })
        expect(await lost.client.refused('me.get', {})).toMatchObject({ code: 'unauthenticated' })
      }
      expect((await thief.browser.submit(`${begun}/continue`)).leftTo).toBeNull()
      const again = await thief.browser.submit(`${await thief.begin()}/continue`)
      expect(again.leftTo).toBeNull()
      expect(again.body).toContain('name="password"')
      expect((await own.client.call('me.get', {})).status).toBe(200)
    },
  )

  test('at the page of the login: no browser lets one in again, and the page stays open', async () => {
    await world.addUser('ana@example.com')
    const thief = await signedInBrowser()
    const browser = world.browser()
    await openSecurity(browser, 'ana@example.com')
    const done = await browser.submit('/security/sessions/end-all')
    expect(done.body).toContain('Every device was signed out.')
    const again = await thief.browser.submit(`${await thief.begin()}/continue`)
    expect(again.body).toContain('name="password"')
  })
})

test('a browser that was signed in before two-factor was turned on makes no new sign-in without it', async () => {
  await world.addUser('ana@example.com')
  const desktop = createDesktop(world.app)
  const browser = world.browser()
  const base = loginBase(await browser.get(desktop.authorizePath()))
  codeOf(await browser.submit(base, { email: 'ana@example.com', password }))
  const { done, browser: own } = await turnOnTwoFactor(world, 'ana@example.com')
  expect(done.status).toBe(200)
  expect((await own.get('/security')).body).toContain('Signed in here as')
  const next = loginBase(await browser.get(desktop.authorizePath()))
  const answer = await browser.submit(`${next}/continue`)
  expect(answer.leftTo).toBeNull()
  expect(answer.body).toContain('name="password"')
})

test('a password that was right and then changed finishes no sign-in that was held back', async () => {
  const userId = await world.addUser('ana@example.com')
  const browser = world.browser()
  const base = loginBase(await browser.get(createDesktop(world.app).authorizePath()))
  const held = await world.app.inject({
    method: 'POST',
    url: base,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      cookie: browser.cookiesFor(base),
    },
    payload: new URLSearchParams({ email: 'ana@example.com', password }).toString(),
  })
  const back = new URL(String(held.headers.location))
  await world.db.transaction().execute(async (tx) => {
    await endSessionsOf(tx, userId)
    await endBrowserSessionsOf(tx, userId)
  })
  const resumed = await browser.get(`${back.pathname}${back.search}`)
  expect(resumed.leftTo).toBeNull()
  expect(resumed.body).toContain('This sign-in is over')
})
