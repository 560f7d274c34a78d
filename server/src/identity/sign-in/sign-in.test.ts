import Fastify from 'fastify'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { systemRandomness } from '../../clock.ts'
import { createIdentity } from '../identity.ts'
import { graceMs } from '../sessions/rotation.ts'
import {
  codeOf,
  createDesktop,
  createIdentityWorld,
  dropIdentityDatabase,
  type IdentityWorld,
  loginBase,
  password,
  redirectUri,
} from '../test-kit.ts'

let world: IdentityWorld
beforeEach(async () => {
  world = await createIdentityWorld()
})
afterEach(() => world.close())
afterAll(dropIdentityDatabase)

async function signIn(email = 'ana@example.com', extra: Record<string, string> = {}) {
  const desktop = createDesktop(world.app)
  const browser = world.browser()
  const page = await browser.get(desktop.authorizePath(extra))
  const done = await browser.submit(loginBase(page), { email, password })
  return { desktop, browser, done }
}

async function signedIn() {
  const { desktop, browser, done } = await signIn()
  const { body } = await desktop.exchange(codeOf(done))
  return { desktop, browser, access: body.access_token ?? '', refresh: body.refresh_token ?? '', body }
}

test('a desktop signs in at any loopback port and its token names the user', async () => {
  const userId = await world.addUser('ana@example.com')
  const { desktop, done } = await signIn('Ana@Example.com ')
  expect(`${done.leftTo?.origin}${done.leftTo?.pathname}`).toBe(redirectUri)
  expect(done.leftTo?.searchParams.get('state')).toBe('state-of-this-sign-in')

  const { status, body } = await desktop.exchange(codeOf(done))
  expect(status).toBe(200)
  expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 600, refresh_token: expect.any(String) })
  const claims = JSON.parse(Buffer.from(body.id_token?.split('.')[1] ?? '', 'base64url').toString())
  expect(claims).toMatchObject({
    sub: userId,
    name: 'Ana Ruiz',
    email: 'ana@example.com',
    email_verified: true,
  })
  expect(await world.identity.authenticate(body.access_token ?? '')).toEqual({
    userId,
    sessionId: expect.any(String),
  })
  expect(await world.identity.authenticate('unknown')).toBeNull()
})

test('a code is worth nothing without its verifier, and nothing a second time', async () => {
  await world.addUser('ana@example.com')
  const stolen = await signIn()
  const wrong = await stolen.desktop.exchange(codeOf(stolen.done), 'x'.repeat(43))
  expect(wrong).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })

  const { desktop, done } = await signIn()
  const first = await desktop.exchange(codeOf(done))
  const second = await desktop.exchange(codeOf(done))
  expect(second).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  expect(await world.identity.authenticate(first.body.access_token ?? '')).toBeNull()
})

test('a request without PKCE, or for another address, gets no code', async () => {
  const browser = world.browser()
  const desktop = createDesktop(world.app)
  const plain = await browser.get(
    desktop.authorizePath({ code_challenge: undefined, code_challenge_method: undefined }),
  )
  expect(plain.leftTo?.searchParams.get('error')).toBe('invalid_request')
  const elsewhere = await browser.get(
    desktop.authorizePath({ redirect_uri: 'http://127.0.0.1:5000/elsewhere' }),
  )
  expect(elsewhere).toMatchObject({ status: 400, leftTo: null })
  expect(elsewhere.body).toContain('<h1>The sign-in could not go on</h1>')
  expect(elsewhere.body).toContain('invalid_redirect_uri')
})

test('a refresh token is good once, and its second use later on ends the whole sign-in', async () => {
  await world.addUser('ana@example.com')
  const { desktop, refresh, access } = await signedIn()
  const next = await desktop.refresh(refresh)
  expect(next.status).toBe(200)
  expect(next.body.refresh_token).not.toBe(refresh)
  expect(await world.identity.authenticate(next.body.access_token ?? '')).not.toBeNull()

  world.clock.advance(graceMs + 1)
  expect(await desktop.refresh(refresh)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  expect(await desktop.refresh(next.body.refresh_token ?? '')).toMatchObject({ status: 400 })
  expect(await world.identity.authenticate(next.body.access_token ?? '')).toBeNull()
  expect(await world.identity.authenticate(access)).toBeNull()
})

test('a client that lost the answer shows its token once more, and gets the same successor', async () => {
  await world.addUser('ana@example.com')
  const { desktop, refresh } = await signedIn()
  const lost = await desktop.refresh(refresh)
  world.clock.advance(graceMs - 10_000)
  const again = await desktop.refresh(refresh)
  expect(again.status).toBe(200)
  expect(again.body.refresh_token).toBe(lost.body.refresh_token)
  expect(await world.identity.authenticate(again.body.access_token ?? '')).not.toBeNull()
  const next = await desktop.refresh(again.body.refresh_token ?? '')
  expect(next.status).toBe(200)
  expect(next.body.refresh_token).not.toBe(again.body.refresh_token)
})

test('a spent token whose successor was used already ends the sign-in, grace or not', async () => {
  await world.addUser('ana@example.com')
  const { desktop, refresh } = await signedIn()
  const next = await desktop.refresh(refresh)
  const afterNext = await desktop.refresh(next.body.refresh_token ?? '')
  expect(afterNext.status).toBe(200)
  expect(await desktop.refresh(refresh)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  expect(await desktop.refresh(afterNext.body.refresh_token ?? '')).toMatchObject({ status: 400 })
  expect(await world.identity.authenticate(afterNext.body.access_token ?? '')).toBeNull()
})

test('refreshes at the same moment all get one and the same successor', async () => {
  await world.addUser('ana@example.com')
  const { desktop, refresh } = await signedIn()
  const answers = await Promise.all(Array.from({ length: 5 }, () => desktop.refresh(refresh)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1)
  const unspent = await world.db
    .selectFrom('oidc_model')
    .where('kind', '=', 'RefreshToken')
    .where('consumed_at', 'is', null)
    .select('id')
    .execute()
  expect(unspent).toHaveLength(1)
})

test('a sign-in that was ended makes no more tokens, even in a request that began before', async () => {
  await world.addUser('ana@example.com')
  const { desktop, refresh } = await signedIn()
  const answers = await Promise.all([
    desktop.refresh(refresh),
    desktop.revoke(refresh),
    desktop.refresh(refresh),
  ])
  const tokens = answers.flatMap(({ body }) => body.access_token ?? [])
  for (const token of tokens) expect(await world.identity.authenticate(token)).toBeNull()
  expect(
    await world.db.selectFrom('oidc_model').where('grant_id', 'is not', null).select('kind').execute(),
  ).toEqual([])
})

test('revoking ends the sign-in at once, and no other one', async () => {
  await world.addUser('ana@example.com')
  const laptop = await signedIn()
  const desk = await signedIn()
  await laptop.desktop.revoke(laptop.refresh)
  expect(await world.identity.authenticate(laptop.access)).toBeNull()
  expect(await laptop.desktop.refresh(laptop.refresh)).toMatchObject({ status: 400 })
  expect(await world.identity.authenticate(desk.access)).not.toBeNull()
})

test('a wrong password and an unknown login read the same, and the address stays typed', async () => {
  await world.addUser('ana@example.com')
  const browser = world.browser()
  const base = loginBase(await browser.get(createDesktop(world.app).authorizePath()))
  const wrong = await browser.submit(base, { email: 'ana@example.com', password: 'not the password' })
  const unknown = await browser.submit(base, { email: 'nobody@example.com', password: 'not the password' })
  expect(wrong.status).toBe(422)
  expect(wrong.body).toContain('E-mail address and password do not match')
  expect(wrong.body).toContain('value="ana@example.com"')
  expect(wrong.body).not.toContain('not the password')
  expect(unknown.status).toBe(422)
  expect(unknown.body.replace('nobody@', 'ana@')).toBe(wrong.body)
})

test('after too many wrong passwords the login waits, and says how long', async () => {
  await world.close()
  world = await createIdentityWorld({ failuresPerLogin: { max: 3, windowMs: 600_000 } })
  await world.addUser('ana@example.com')
  const browser = world.browser()
  const base = loginBase(await browser.get(createDesktop(world.app).authorizePath()))
  for (let tries = 0; tries < 3; tries += 1) {
    await browser.submit(base, { email: 'ana@example.com', password: 'a wrong password' })
  }
  const waiting = await browser.submit(base, { email: 'ana@example.com', password })
  expect(waiting.status).toBe(429)
  expect(waiting.body).toContain('Too many tries. Wait 4 minutes, then try again.')
  world.clock.advance(600_001)
  expect((await browser.submit(base, { email: 'ana@example.com', password })).leftTo).not.toBeNull()
})

test('a signed-in browser asks whether to continue, and can take another login', async () => {
  await world.addUser('ana@example.com', { name: 'Ana <Ruiz>' })
  const benId = await world.addUser('ben@example.com', { name: 'Ben' })
  const { browser, desktop, access } = await signedIn()

  const asked = await browser.get(createDesktop(world.app).authorizePath())
  expect(asked.body).toContain('Continue as <bdi>Ana &lt;Ruiz&gt;</bdi>')
  const continued = await browser.submit(`${loginBase(asked)}/continue`)
  expect(codeOf(continued)).toBeTruthy()

  const again = createDesktop(world.app)
  const other = await browser.get(`${loginBase(await browser.get(again.authorizePath()))}?another`)
  const done = await browser.submit(loginBase(other), { email: 'ben@example.com', password })
  const { body } = await again.exchange(codeOf(done))
  expect(await world.identity.authenticate(body.access_token ?? '')).toMatchObject({ userId: benId })
  // The first person's desktop has its own sign-in.
  expect(await world.identity.authenticate(access)).not.toBeNull()
  expect(desktop).toBeDefined()
  expect((await browser.get(createDesktop(world.app).authorizePath())).body).toContain(
    'Continue as <bdi>Ben</bdi>',
  )
})

test('prompt=login asks for the password, and the choice cannot be forced', async () => {
  await world.addUser('ana@example.com')
  const { browser } = await signedIn()
  const page = await browser.get(
    createDesktop(world.app).authorizePath({ prompt: 'login', login_hint: 'ben@example.com' }),
  )
  expect(page.body).toContain('<h1>Sign in</h1>')
  expect(page.body).toContain('value="ben@example.com"')
  const forced = await browser.submit(`${loginBase(page)}/continue`)
  expect(forced.leftTo).toBeNull()
  expect(forced.body).toContain('<h1>Sign in</h1>')
})

test('a sign-in belongs to the browser that began it, and ends', async () => {
  await world.addUser('ana@example.com')
  const base = loginBase(await world.browser().get(createDesktop(world.app).authorizePath()))
  const stranger = await world.browser().submit(base, { email: 'ana@example.com', password })
  expect(stranger).toMatchObject({ status: 400, leftTo: null })
  expect(stranger.body).toContain('<h1>This sign-in is over</h1>')
})

test('a form that comes from another site is refused', async () => {
  await world.addUser('ana@example.com')
  const browser = world.browser()
  const base = loginBase(await browser.get(createDesktop(world.app).authorizePath()))
  const form = { email: 'ana@example.com', password }
  const crossSite = await browser.submit(base, form, { 'sec-fetch-site': 'cross-site' })
  expect(crossSite).toMatchObject({ status: 403, leftTo: null })
  const sameSite = await browser.submit(base, form, { 'sec-fetch-site': 'same-site' })
  expect(sameSite).toMatchObject({ status: 403, leftTo: null })
})

test('signing out of the browser leaves the desktop signed in', async () => {
  await world.addUser('ana@example.com')
  const { browser, access } = await signedIn()
  const page = await browser.get('/oidc/session/end')
  expect(page.body).toContain('<h1>Sign out?</h1>')
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
  const done = await browser.submit('/oidc/session/end/confirm', { xsrf, logout: 'yes' })
  expect(done.body).toContain('<h1>You are signed out</h1>')
  expect((await browser.get(createDesktop(world.app).authorizePath())).body).toContain('<h1>Sign in</h1>')
  expect(await world.identity.authenticate(access)).not.toBeNull()
})

test('nothing that lets somebody in is stored as it is', async () => {
  await world.addUser('ana@example.com')
  const { token } = await world.addInvitation({ email: 'ana@example.com' })
  const { desktop, browser, done } = await signIn('ana@example.com', { invitation: token })
  const { body } = await desktop.exchange(codeOf(done))
  await browser.get(await createDesktop(world.app).pushedPath({ invitation: token }))
  const stored = JSON.stringify(await world.db.selectFrom('oidc_model').selectAll().execute())
  const [session = ''] = browser.cookieValues().filter((value) => value.length > 40)
  expect(session).not.toBe('')
  for (const secret of [token, codeOf(done), body.access_token, body.refresh_token, session, password]) {
    expect(stored).not.toContain(secret)
  }
  expect(stored).toContain('"kind":"RefreshToken"')
})

test('pages forbid scripts, framing, caching and referrers', async () => {
  const page = await world.browser().get(createDesktop(world.app).authorizePath())
  expect(page.headers).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
  })
  expect(page.body).not.toMatch(/<script|<style|style=|\son\w+=/)
  const sheet = /href="(\/identity\/\w+\.css)"/.exec(page.body)?.[1] ?? ''
  expect(await world.browser().get(sheet)).toMatchObject({
    status: 200,
    headers: { 'content-type': 'text/css; charset=utf-8' },
  })
})

test('a client that asks for consent gets its code without another page', async () => {
  await world.addUser('ana@example.com')
  const { done } = await signIn('ana@example.com', { prompt: 'consent' })
  codeOf(done)
})

test('addresses and cookies follow the public address, whatever a request says', async () => {
  const config = { publicUrl: 'https://gatehouse.example.com', name: 'Fernhill Cloud' }
  const { db, connectionString, clock } = world
  const deps = { db, connectionString, clock, random: systemRandomness, mailer: { wake() {} } }
  const app = Fastify()
  await (await createIdentity({ ...deps, config })).register(app)
  const headers = {
    host: 'evil.example.net',
    'x-forwarded-host': 'evil.example.net',
    'x-forwarded-proto': 'http',
  }
  const discovery = await app.inject({ url: '/oidc/.well-known/openid-configuration', headers })
  expect(discovery.body).not.toContain('evil')
  expect(discovery.json()).toMatchObject({ token_endpoint: 'https://gatehouse.example.com/oidc/token' })
  const start = await app.inject({ url: createDesktop(app).authorizePath(), headers })
  const cookies = [start.headers['set-cookie'] ?? []].flat()
  expect(cookies.length).toBeGreaterThan(0)
  for (const cookie of cookies) expect(cookie).toMatch(/; secure; httponly$/i)
  await app.close()
})

test('a character that no database can keep is refused as a mistake, not answered as a failure', async () => {
  await world.addUser('ana@example.com')
  const typed = await signIn('ana\0@example.com')
  expect(typed.done.status).toBe(422)
  for (const extra of [{ login_hint: 'a\0b' }, { state: 'a\0b' }]) {
    const desktop = createDesktop(world.app)
    const answer = await world.app.inject({ url: desktop.authorizePath(extra) })
    const text = `${answer.statusCode} ${answer.headers.location ?? ''} ${answer.body}`
    expect(answer.statusCode, text).toBeLessThan(500)
    expect(text).not.toContain('server_error')
    expect(text).toContain('invalid_request')
  }
})
