import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
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

const email = 'ana@example.com'
const newPassword = 'another bell at midnight'
let world: IdentityWorld
beforeEach(async () => {
  world = await createIdentityWorld()
})
afterEach(() => world.close())
afterAll(dropIdentityDatabase)

async function signIn(secret = password, browser = world.browser()) {
  const desktop = createDesktop(world.app)
  const base = loginBase(await browser.get(desktop.authorizePath()))
  const done = await browser.submit(base, { email, password: secret })
  if (!done.leftTo) return { desktop, browser, done, access: '', refresh: '' }
  const { body } = await desktop.exchange(codeOf(done))
  return { desktop, browser, done, access: body.access_token ?? '', refresh: body.refresh_token ?? '' }
}

describe('the page of a login', () => {
  test('opens with the password alone, and closes by itself, by the button and by a change elsewhere', async () => {
    const userId = await world.addUser(email)
    const browser = world.browser()
    expect((await browser.get('/security')).body).toContain('Sign in once more')
    const wrong = await browser.submit('/security/sign-in', { email, password: 'not the password' })
    expect(wrong.status).toBe(422)
    expect((await openSecurity(browser, email)).body).toContain('Signed in here as')

    await browser.submit('/security/sign-out')
    expect((await browser.get('/security')).body).toContain('Sign in once more')
    await openSecurity(browser, email)
    world.clock.advance(15 * 60_000 + 1)
    expect((await browser.get('/security/password')).body).toContain('Sign in once more')
    await openSecurity(browser, email)
    await world.db.updateTable('app_user').set({ password_hash: 'x' }).where('id', '=', userId).execute()
    expect((await browser.get('/security')).body).toContain('Sign in once more')
  })

  test('is not opened by a sign-in of a program, and refuses forms from elsewhere', async () => {
    await world.addUser(email)
    const { browser } = await signIn()
    expect((await browser.get('/security')).body).toContain('Sign in once more')
    await openSecurity(browser, email)
    for (const path of ['/security/sign-out', '/security/sessions/end-all', '/security/password', '/reset']) {
      expect((await browser.submit(path, {}, { 'sec-fetch-site': 'cross-site' })).status, path).toBe(403)
    }
    expect((await browser.get('/security')).body).toContain('Signed in here as')
  })

  test('lists devices and signs them out at once', async () => {
    await world.addUser(email)
    const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0'
    const laptop = await signIn(password, world.browser({ 'user-agent': firefox }))
    const desk = await signIn()
    await world.identity.authenticate(desk.access, 'Desk <b>')
    const browser = world.browser()
    const page = await openSecurity(browser, email)
    expect(page.body).toContain('Firefox on Linux')
    expect(page.body).toContain('Desk &lt;b&gt;')
    const [, last = ''] = [...page.body.matchAll(/name="session" value="([\w-]+)"/g)].map(([, id]) => id)
    await browser.submit('/security/sessions/end', { session: last })
    expect(await world.identity.authenticate(laptop.access)).toBeNull()
    expect(await world.identity.authenticate(desk.access)).not.toBeNull()
    await browser.submit('/security/sessions/end-all')
    expect(await world.identity.authenticate(desk.access)).toBeNull()
  })
})

describe('changing the password', () => {
  test('wants the present one, tells the owner, and signs out every device where that is ticked', async () => {
    await world.addUser(email)
    const desk = await signIn()
    const { browser } = desk
    await openSecurity(browser, email)
    const bad = await browser.submit('/security/password', {
      current: 'wrong wrong wrong',
      password: newPassword,
    })
    expect(bad.body).toContain('This is not your present password')
    const short = await browser.submit('/security/password', { current: password, password: 'short' })
    expect(short.body).toContain('At least 12 characters')

    const kept = await browser.submit('/security/password', { current: password, password: newPassword })
    expect(kept.body).toContain('Your password was changed.')
    expect(await world.identity.authenticate(desk.access)).not.toBeNull()
    const ended = await browser.submit('/security/password', {
      current: newPassword,
      password,
      everywhere: 'yes',
    })
    expect(ended.body).toContain('Your password was changed.')
    expect(await world.identity.authenticate(desk.access)).toBeNull()
    expect(await world.mailsTo(email)).toEqual(['password_changed', 'password_changed'])
    expect((await signIn(newPassword)).done.status).toBe(422)
    codeOf((await signIn()).done)
  })
})

describe('changing the address', () => {
  const fresh = 'ana.ruiz@example.net'

  async function ask(browser = world.browser()) {
    await openSecurity(browser, email)
    const page = await browser.submit('/security/email', { email: fresh, password })
    return { browser, page }
  }

  test('counts once a code came back, is told to the feed and to the earlier address', async () => {
    const userId = await world.addUser(email)
    const { browser, page } = await ask()
    expect(page.body).toContain('<h1>Confirm your e-mail address</h1>')
    const mail = await world.lastMail()
    expect(mail).toMatchObject({ recipient: fresh, template: 'change_email' })
    const user = () =>
      world.db.selectFrom('app_user').where('id', '=', userId).selectAll().executeTakeFirstOrThrow()
    expect((await user()).email).toBe(email)
    expect((await browser.submit('/security/email/verify', { code: '000000' })).status).toBe(422)

    const done = await browser.submit('/security/email/verify', { code: String(mail.data.code) })
    expect(done.body).toContain('Your address was changed.')
    expect(await user()).toMatchObject({ email: fresh, version: 2 })
    expect(await world.mailsTo(email)).toEqual(['email_changed'])
    const changes = await world.db.selectFrom('change').select(['entity', 'user_id']).execute()
    expect(changes).toContainEqual({ entity: 'principal', user_id: userId })
  })

  test('to that of another login is not told apart on the page, and never counts', async () => {
    await world.addUser(email)
    await world.addUser(fresh, { name: 'Another' })
    const { browser, page } = await ask()
    expect(page.body).toContain('<h1>Confirm your e-mail address</h1>')
    expect(await world.mailsTo(fresh)).toEqual(['login_exists'])
    expect((await browser.submit('/security/email/verify', { code: '123456' })).status).toBe(422)
  })

  test('is refused where another login took the address meanwhile, and without the password', async () => {
    await world.addUser(email)
    const { browser } = await ask()
    const code = String((await world.lastMail()).data.code)
    await world.addUser(fresh, { name: 'Quicker' })
    const late = await browser.submit('/security/email/verify', { code })
    expect(late.body).toContain('taken by another login')
    const wrong = await browser.submit('/security/email', {
      email: 'x@example.net',
      password: 'nope nope nope',
    })
    expect(wrong.body).toContain('This is not your password')
  })
})

describe('a forgotten password', () => {
  const ask = (address = email) => world.browser().submit('/reset', { email: address })
  const linkOf = async () => new URL(String((await world.lastMail()).data.link)).pathname

  test('is answered alike for an address with a login and one without', async () => {
    await world.addUser(email)
    const known = await ask()
    const unknown = await ask('nobody@example.com')
    expect(known.status).toBe(200)
    expect(unknown.body.replace('nobody@example.com', email)).toBe(known.body)
    expect(await world.mailsTo(email)).toEqual(['password_reset'])
    expect(await world.mailsTo('nobody@example.com')).toEqual(['reset_unknown'])
  })

  test('is set anew by the link, once, and signs out every device and browser', async () => {
    await world.addUser(email)
    const desk = await signIn()
    await ask()
    const link = await linkOf()
    const browser = world.browser()
    expect((await browser.get(link)).body).toContain('<h1>Choose a new password</h1>')
    expect((await browser.submit(link, { password: 'short' })).status).toBe(422)
    const done = await browser.submit(link, { password: newPassword })
    expect(done.body).toContain('<h1>Your password is new</h1>')
    expect(await world.identity.authenticate(desk.access)).toBeNull()
    expect(await desk.desktop.refresh(desk.refresh)).toMatchObject({ status: 400 })
    const asked = await desk.browser.get(createDesktop(world.app).authorizePath())
    expect(asked.body).toContain('<h1>Sign in</h1>')
    expect((await browser.submit(link, { password: 'a third password here' })).status).toBe(410)
    expect((await signIn()).done.status).toBe(422)
    codeOf((await signIn(newPassword)).done)
    expect(await world.mailsTo(email)).toContain('password_changed')
  })

  test('works by the newest link alone, and for thirty minutes', async () => {
    await world.addUser(email)
    await ask()
    const first = await linkOf()
    await ask()
    const second = await linkOf()
    expect((await world.browser().get(first)).status).toBe(410)
    expect((await world.browser().get(second)).status).toBe(200)
    world.clock.advance(30 * 60_000)
    expect((await world.browser().submit(second, { password: newPassword })).status).toBe(410)
  })

  test('lets one of two through that use the link at the same moment', async () => {
    await world.addUser(email)
    await ask()
    const link = await linkOf()
    const answers = await Promise.all([
      world.browser().submit(link, { password: newPassword }),
      world.browser().submit(link, { password: 'a third password here' }),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 410])
  })

  test('leaves two-factor on', async () => {
    await world.addUser(email)
    await turnOnTwoFactor(world, email)
    await ask()
    await world.browser().submit(await linkOf(), { password: newPassword })
    expect((await signIn(newPassword)).done.body).toContain('<h1>Enter your code</h1>')
  })

  test('keeps only a hash of the link, and confirms an address that never was', async () => {
    const userId = await world.addUser(email, { isVerified: false })
    await ask()
    const link = await linkOf()
    const rows = await world.db.selectFrom('password_reset').selectAll().execute()
    expect(rows).toHaveLength(1)
    expect(rows[0]?.token_hash.toString()).not.toContain(link.split('/')[2])
    await world.browser().submit(link, { password: newPassword })
    const user = await world.db
      .selectFrom('app_user')
      .where('id', '=', userId)
      .selectAll()
      .executeTakeFirstOrThrow()
    expect(user.email_verified_at).not.toBeNull()
  })
})
