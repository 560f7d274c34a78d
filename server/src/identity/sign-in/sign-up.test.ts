import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import {
  type Browser,
  codeOf,
  createDesktop,
  createIdentityWorld,
  dropIdentityDatabase,
  type IdentityWorld,
  loginBase,
  password,
} from '../test-kit.ts'

let world: IdentityWorld
beforeEach(async () => {
  world = await createIdentityWorld()
})
afterEach(() => world.close())
afterAll(dropIdentityDatabase)

const form = { name: 'Ben Ode', email: 'ben@example.com', password: 'seven small paper boats' }

async function openSignUp(browser: Browser) {
  const desktop = createDesktop(world.app)
  const base = loginBase(await browser.get(desktop.authorizePath()))
  expect((await browser.get(`${base}/sign-up`)).body).toContain('<h1>Create a login</h1>')
  return { desktop, base }
}

async function mailedCode(): Promise<string> {
  const mail = await world.lastMail()
  expect(mail.template).toBe('verify_email')
  return String(mail.data.code)
}

const logins = (email: string) =>
  world.db.selectFrom('app_user').selectAll().where('email', '=', email).execute()

test('a new login exists once its mailed code came back, and is signed in with it', async () => {
  const browser = world.browser()
  const { desktop, base } = await openSignUp(browser)
  const verify = await browser.submit(`${base}/sign-up`, form)
  expect(verify.body).toContain('<h1>Confirm your e-mail address</h1>')
  expect(await logins(form.email)).toEqual([])

  const code = await mailedCode()
  expect(code).toMatch(/^\d{6}$/)
  const wrong = await browser.submit(`${base}/verify`, { code: code === '000000' ? '000001' : '000000' })
  expect(wrong.body).toContain('you have 4 more tries')
  const done = await browser.submit(`${base}/verify`, { code: `${code.slice(0, 3)} ${code.slice(3)}` })
  const { body } = await desktop.exchange(codeOf(done))
  const [login] = await logins(form.email)
  expect(login).toMatchObject({ name: 'Ben Ode', email_verified_at: expect.any(Date) })
  expect(await world.identity.authenticate(body.access_token ?? '')).toMatchObject({ userId: login?.id })
  expect((await browser.submit(`${base}/verify`, { code })).leftTo).toBeNull()
})

test('a code ends with the fifth wrong try, with its time, and with another code', async () => {
  const browser = world.browser()
  const { base } = await openSignUp(browser)
  await browser.submit(`${base}/sign-up`, form)
  const first = await mailedCode()
  const other = first === '111111' ? '222222' : '111111'
  for (let tries = 0; tries < 4; tries += 1) await browser.submit(`${base}/verify`, { code: other })
  expect((await browser.submit(`${base}/verify`, { code: other })).body).toContain('This code is used up')
  expect((await browser.submit(`${base}/verify`, { code: first })).body).toContain('This code is used up')

  const resent = await browser.submit(`${base}/verify/resend`)
  expect(resent.body).toContain('Another code is on its way')
  const second = await mailedCode()
  world.clock.advance(15 * 60_000)
  const late = await browser.submit(`${base}/verify`, { code: second })
  expect(late.status).toBe(400)
  expect(late.body).toContain('<h1>This code is over</h1>')
  expect(await logins(form.email)).toEqual([])
})

test('an address that has a login gets a mail that says so; the page does not tell', async () => {
  await world.addUser(form.email)
  const browser = world.browser()
  const { base } = await openSignUp(browser)
  const page = await browser.submit(`${base}/sign-up`, { ...form, email: 'BEN@example.com' })
  expect(page.body).toContain('<h1>Confirm your e-mail address</h1>')
  expect(await world.lastMail()).toMatchObject({ template: 'login_exists', recipient: 'BEN@example.com' })
  expect((await browser.submit(`${base}/verify`, { code: '000000' })).body).toContain('This is not the code')
  expect(await logins(form.email)).toHaveLength(1)
})

test('two people who type the same address do not get into each other’s login', async () => {
  const [attacker, owner] = [world.browser(), world.browser()]
  const theirs = await openSignUp(attacker)
  const own = await openSignUp(owner)
  await owner.submit(`${own.base}/sign-up`, form)
  const code = await mailedCode()
  await attacker.submit(`${theirs.base}/sign-up`, {
    ...form,
    name: 'Eve',
    password: 'a password of the attacker',
  })
  codeOf(await owner.submit(`${own.base}/verify`, { code }))
  expect(await logins(form.email)).toMatchObject([{ name: 'Ben Ode' }])

  const again = await openSignUp(world.browser())
  const stolen = await attacker.submit(again.base, {
    email: form.email,
    password: 'a password of the attacker',
  })
  expect(stolen.leftTo).toBeNull()
})

test('every wrong field is named, tied to its field, and what was typed stays', async () => {
  const browser = world.browser()
  const { base } = await openSignUp(browser)
  const page = await browser.submit(`${base}/sign-up`, { name: ' ', email: 'ben@', password: 'short' })
  expect(page.status).toBe(422)
  expect(page.body).toContain('<title>Error: Create a login')
  expect(page.body).toContain('role="alert"')
  expect(page.body).toMatch(/<a href="#name">Write your name/)
  expect(page.body).toMatch(
    /id="email"[^>]*value="ben@"[^>]*aria-invalid="true"[^>]*aria-describedby="email-error"/,
  )
  expect(page.body).toContain('aria-describedby="password-hint password-error"')
  expect(page.body).toContain('Use at least 12 characters')
  expect(page.body).not.toContain('value="short"')
  expect((await browser.submit(`${base}/sign-up`, { ...form, password: 'x'.repeat(201) })).status).toBe(422)
})

test('codes are mailed to one mailbox a few times an hour only', async () => {
  const browser = world.browser()
  const { base } = await openSignUp(browser)
  for (let count = 0; count < 5; count += 1) await browser.submit(`${base}/sign-up`, form)
  const refused = await browser.submit(`${base}/sign-up`, form)
  expect(refused.status).toBe(429)
  expect(refused.body).toContain('Too many tries')
  const mails = await world.db.selectFrom('mail_outbox').select('id').execute()
  expect(mails).toHaveLength(5)
})

test('a mailed invitation opens sign-up for its address, and is proof of it', async () => {
  const { token } = await world.addInvitation({ email: 'ben@example.com' })
  const desktop = createDesktop(world.app)
  const browser = world.browser()
  const path = await desktop.pushedPath({ invitation: token })
  expect(path).not.toContain(token)
  const page = await browser.get(path)
  expect(page.path).not.toContain(token)
  expect(page.body).toContain('<h1>Create a login</h1>')
  expect(page.body).toContain(
    '<bdi>Petra Holm</bdi> invites you to <strong><bdi>Willowbrook Dental</bdi></strong>',
  )
  expect(page.body).toMatch(/id="email"[^>]*value="ben@example.com"[^>]*readonly/)

  const done = await browser.submit(`${loginBase(page)}/sign-up`, { ...form, email: 'mallory@example.com' })
  expect((await desktop.exchange(codeOf(done))).status).toBe(200)
  expect(await logins('ben@example.com')).toMatchObject([{ email_verified_at: expect.any(Date) }])
  expect(await logins('mallory@example.com')).toEqual([])
  expect(await world.db.selectFrom('mail_outbox').select('id').execute()).toEqual([])
  const { status } = await world.db.selectFrom('invitation').select('status').executeTakeFirstOrThrow()
  expect(status).toBe('pending')
})

test('a copied link proves nothing: sign-up asks for the code', async () => {
  const { token } = await world.addInvitation({ email: 'ben@example.com', kind: 'link' })
  const browser = world.browser()
  const page = await browser.get(createDesktop(world.app).authorizePath({ invitation: token }))
  const verify = await browser.submit(`${loginBase(page)}/sign-up`, form)
  expect(verify.body).toContain('<h1>Confirm your e-mail address</h1>')
  codeOf(await browser.submit(`${loginBase(page)}/verify`, { code: await mailedCode() }))
})

test('an invited login that was never verified is, by the mailed link', async () => {
  await world.addUser('ben@example.com', { isVerified: false })
  const { token } = await world.addInvitation({ email: 'ben@example.com' })
  const browser = world.browser()
  const page = await browser.get(createDesktop(world.app).authorizePath({ invitation: token }))
  expect(page.body).toContain('<h1>Sign in</h1>')
  codeOf(await browser.submit(loginBase(page), { email: 'ben@example.com', password }))
  expect(await logins('ben@example.com')).toMatchObject([{ email_verified_at: expect.any(Date) }])
})

test('an unverified login confirms its address when it signs in', async () => {
  await world.addUser('ben@example.com', { isVerified: false })
  const browser = world.browser()
  const base = loginBase(await browser.get(createDesktop(world.app).authorizePath()))
  const verify = await browser.submit(base, { email: 'ben@example.com', password })
  expect(verify.body).toContain('<h1>Confirm your e-mail address</h1>')
  codeOf(await browser.submit(`${base}/verify`, { code: await mailedCode() }))
  expect(await logins('ben@example.com')).toMatchObject([{ email_verified_at: expect.any(Date) }])
})

test('an invitation for another address offers the other login first', async () => {
  await world.addUser('ana@example.com')
  const { token } = await world.addInvitation({ email: 'ben@example.com' })
  const browser = world.browser()
  const base = loginBase(await browser.get(createDesktop(world.app).authorizePath()))
  await browser.submit(base, { email: 'ana@example.com', password })
  const page = await browser.get(createDesktop(world.app).authorizePath({ invitation: token }))
  expect(page.body).toContain('The invitation is for another address.')
  expect(page.body.indexOf('Use another login')).toBeLessThan(page.body.indexOf('Continue as'))
})

test('a dead invitation is named on the page, and signing in goes on', async () => {
  await world.addUser('ana@example.com')
  const { token } = await world.addInvitation({ email: 'ana@example.com', status: 'revoked' })
  const browser = world.browser()
  const page = await browser.get(createDesktop(world.app).authorizePath({ invitation: token }))
  expect(page.body).toContain('The invitation to Willowbrook Dental was withdrawn.')
  codeOf(await browser.submit(loginBase(page), { email: 'ana@example.com', password }))
})

test('an invitation parameter that is no token is passed over', async () => {
  const page = await world
    .browser()
    .get(createDesktop(world.app).authorizePath({ invitation: '../"><script>' }))
  expect(page.body).toContain('<h1>Sign in</h1>')
  expect(page.body).not.toContain('script')
})
