import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemRandomness } from '../../clock.ts'
import { loadSecrets } from '../secrets.ts'
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
import { deriveKey } from './sealing.ts'
import { createTwoFactor } from './two-factor.ts'

const email = 'ana@example.com'
let world: IdentityWorld
beforeEach(async () => {
  world = await createIdentityWorld()
})
afterEach(() => world.close())
afterAll(dropIdentityDatabase)

async function withPassword(browser = world.browser()) {
  const desktop = createDesktop(world.app)
  const base = loginBase(await browser.get(desktop.authorizePath()))
  const page = await browser.submit(base, { email, password })
  return { desktop, browser, base, page }
}

describe('turning it on', () => {
  test('shows a code to scan and the key as text, and asks for a code that fits', async () => {
    await world.addUser(email)
    const browser = world.browser()
    await openSecurity(browser, email)
    const page = await browser.get('/security/two-factor')
    expect(page.body).toContain('<svg')
    expect(page.body).not.toMatch(/style=|<script/)
    expect(page.body).toMatch(/class="key">([A-Z2-7]{4} ?){8}</)
    const again = await browser.get('/security/two-factor')
    expect(/class="key">[^<]+/.exec(again.body)?.[0]).toBe(/class="key">[^<]+/.exec(page.body)?.[0])

    const wrong = await browser.submit('/security/two-factor', { code: '000000' })
    expect(wrong.status).toBe(422)
    expect(wrong.body).toContain('aria-describedby="code-hint code-error"')
    expect((await browser.get('/security')).body).toContain('Turn on two-factor')
  })

  test('gives ten recovery codes, once, and tells the owner by mail', async () => {
    await world.addUser(email)
    const { done, recoveryCodes, browser } = await turnOnTwoFactor(world, email)
    expect(done.body).toContain('<h1>Two-factor is on</h1>')
    expect(new Set(recoveryCodes).size).toBe(10)
    const after = await browser.get('/security/two-factor')
    expect(after.body).toContain('You have 10 recovery codes left')
    expect(after.body).not.toContain(recoveryCodes[0])
    expect(await world.mailsTo(email)).toEqual(['two_factor_on'])
  })

  test('begins anew with each opening of the page, which closes it in every other browser', async () => {
    await world.addUser(email)
    const keyOf = (body: string) => /class="key">([^<]+)/.exec(body)?.[1]
    const stranger = world.browser()
    await openSecurity(stranger, email)
    const seen = keyOf((await stranger.get('/security/two-factor')).body)
    const owner = world.browser()
    await openSecurity(owner, email)
    expect((await stranger.get('/security/two-factor')).body).toContain('Sign in once more')
    const own = keyOf((await owner.get('/security/two-factor')).body)
    expect(own).toMatch(/^[A-Z2-7 ]{39}$/)
    expect(own).not.toBe(seen)
  })

  test('keeps neither the key nor a recovery code as it is', async () => {
    await world.addUser(email)
    const { secret, recoveryCodes } = await turnOnTwoFactor(world, email)
    const [factors, codes] = await Promise.all([
      world.db.selectFrom('two_factor').selectAll().execute(),
      world.db.selectFrom('recovery_code').selectAll().execute(),
    ])
    const stored = JSON.stringify([factors, codes])
    for (const text of [secret, ...recoveryCodes]) expect(stored).not.toContain(text)
    expect(codes).toHaveLength(10)
  })
})

describe('a sign-in', () => {
  test('goes on after the password only with a code, and says so in the id token', async () => {
    await world.addUser(email)
    const { code } = await turnOnTwoFactor(world, email)
    const { desktop, browser, base, page } = await withPassword()
    expect(page).toMatchObject({ status: 200, leftTo: null, path: `${base}/code` })
    expect(page.body).toContain('<h1>Enter your code</h1>')

    const none = await browser.submit(`${base}/code`, { code: '' })
    expect(none.body).toContain('Write a code')
    const wrong = await browser.submit(`${base}/code`, { code: '123456' })
    expect(wrong.status).toBe(422)

    world.clock.advance(30_000)
    const done = await browser.submit(`${base}/code`, { code: ` ${code().slice(0, 3)} ${code().slice(3)} ` })
    const { body } = await desktop.exchange(codeOf(done))
    const claims = JSON.parse(Buffer.from(body.id_token?.split('.')[1] ?? '', 'base64url').toString())
    expect(claims.amr).toEqual(['pwd', 'otp', 'mfa'])
  })

  test('takes the code before and the one after, and none further away', async () => {
    await world.addUser(email)
    const { code } = await turnOnTwoFactor(world, email)
    world.clock.advance(300_000)
    const { browser, base } = await withPassword()
    for (const steps of [-2, 2]) {
      expect((await browser.submit(`${base}/code`, { code: code(steps) })).status).toBe(422)
    }
    codeOf(await browser.submit(`${base}/code`, { code: code(-1) }))
    const next = await withPassword()
    codeOf(await next.browser.submit(`${next.base}/code`, { code: code(1) }))
  })

  test('takes no code twice, and none that is older than one that was used', async () => {
    await world.addUser(email)
    const { code } = await turnOnTwoFactor(world, email)
    world.clock.advance(60_000)
    const first = await withPassword()
    codeOf(await first.browser.submit(`${first.base}/code`, { code: code() }))
    const second = await withPassword()
    for (const steps of [0, -1]) {
      const answer = await second.browser.submit(`${second.base}/code`, { code: code(steps) })
      expect(answer).toMatchObject({ status: 422, leftTo: null })
    }
  })

  test('takes one code once, however many show it at the same moment', async () => {
    await world.addUser(email)
    const { code } = await turnOnTwoFactor(world, email)
    world.clock.advance(60_000)
    const waiting = [await withPassword(), await withPassword(), await withPassword(), await withPassword()]
    const shown = code()
    const answers = await Promise.all(
      waiting.map(({ browser, base }) => browser.submit(`${base}/code`, { code: shown })),
    )
    expect(answers.filter(({ leftTo }) => leftTo !== null)).toHaveLength(1)
  })

  test('takes a recovery code in its place, once, and tells the owner', async () => {
    await world.addUser(email)
    const { recoveryCodes } = await turnOnTwoFactor(world, email)
    const [recovery = ''] = recoveryCodes
    const first = await withPassword()
    codeOf(await first.browser.submit(`${first.base}/code`, { code: recovery.toLowerCase() }))
    expect(await world.mailsTo(email)).toContain('recovery_code_used')
    expect(await world.db.selectFrom('mail_outbox').select('data').execute()).toContainEqual({
      data: expect.objectContaining({ what: 'recovery_code_used', recoveryCodesLeft: 9 }),
    })
    const second = await withPassword()
    const again = await second.browser.submit(`${second.base}/code`, { code: recovery })
    expect(again).toMatchObject({ status: 422, leftTo: null })
  })

  test('does not reach the code without the password, nor with one that was changed since', async () => {
    const userId = await world.addUser(email)
    const { code } = await turnOnTwoFactor(world, email)
    const browser = world.browser()
    const base = loginBase(await browser.get(createDesktop(world.app).authorizePath()))
    world.clock.advance(30_000)
    const skipped = await browser.submit(`${base}/code`, { code: code() })
    expect(skipped.body).toContain('<h1>Sign in</h1>')

    const begun = await withPassword()
    await world.db.updateTable('app_user').set({ password_hash: 'x' }).where('id', '=', userId).execute()
    const late = await begun.browser.submit(`${begun.base}/code`, { code: code() })
    expect(late.leftTo).toBeNull()
    expect(late.body).toContain('<h1>Sign in</h1>')
  })

  test('stops guessing of codes, and still takes a recovery code from elsewhere', async () => {
    await world.close()
    world = await createIdentityWorld({ codesEverywhere: { max: 4, windowMs: 86_400_000 } })
    await world.addUser(email)
    const { code, recoveryCodes } = await turnOnTwoFactor(world, email)
    const attacker = await withPassword(world.browser({}, '203.0.113.9'))
    const guesses = []
    for (const guess of ['000000', '000001', '000002', '000003', '000004']) {
      guesses.push((await attacker.browser.submit(`${attacker.base}/code`, { code: guess })).status)
    }
    expect(guesses).toEqual([422, 422, 422, 422, 429])
    world.clock.advance(30_000)
    const owner = await withPassword(world.browser({}, '198.51.100.7'))
    const refused = await owner.browser.submit(`${owner.base}/code`, { code: code() })
    expect(refused.status).toBe(429)
    expect(refused.body).toContain('A recovery code works at any time.')
    codeOf(await owner.browser.submit(`${owner.base}/code`, { code: recoveryCodes[1] ?? '' }))
  })
})

test('a code is accepted once over two nodes that know nothing of each other', async () => {
  const userId = await world.addUser(email)
  const { code, recoveryCodes } = await turnOnTwoFactor(world, email)
  const { dataKey } = await loadSecrets({ ...world, random: systemRandomness })
  const key = deriveKey(dataKey, 'two-factor')
  const node = () =>
    createTwoFactor({ ...world, random: systemRandomness, key, serverName: 'Fernhill Cloud' })
  world.clock.advance(60_000)
  for (const shown of [code(), recoveryCodes[3] ?? '']) {
    const uses = await Promise.all(
      Array.from({ length: 8 }, (_, n) => [node(), node()][n % 2]?.use(world.db, userId, shown)),
    )
    expect(uses.filter((use) => use !== null)).toHaveLength(1)
  }
})

test('accepting an invitation on its page asks for the code as well', async () => {
  await world.addUser(email)
  const { code } = await turnOnTwoFactor(world, email)
  const { token, invitationId } = await world.addInvitation({ email })
  const statusOf = async () =>
    (
      await world.db
        .selectFrom('invitation')
        .where('id', '=', invitationId)
        .select('status')
        .executeTakeFirstOrThrow()
    ).status
  const browser = world.browser()
  const asked = await browser.submit(`/invite/${token}`, { password })
  expect(asked.body).toContain('<h1>Enter your code</h1>')
  expect(await statusOf()).toBe('pending')
  world.clock.advance(30_000)
  await browser.submit(`/invite/${token}/code`, { code: code() })
  expect(await statusOf()).toBe('accepted')
})

describe('on the page of the login', () => {
  test('new recovery codes want a code, and void the earlier ones', async () => {
    await world.addUser(email)
    const { browser, code, recoveryCodes } = await turnOnTwoFactor(world, email)
    expect((await browser.submit('/security/recovery-codes', { code: '000000' })).status).toBe(422)
    world.clock.advance(30_000)
    const renewed = await browser.submit('/security/recovery-codes', { code: code() })
    const fresh = renewed.body.match(/[A-Z2-7]{4}(-[A-Z2-7]{4}){3}/g) ?? []
    expect(fresh).toHaveLength(10)
    const { browser: other, base } = await withPassword()
    expect((await other.submit(`${base}/code`, { code: recoveryCodes[0] ?? '' })).leftTo).toBeNull()
    codeOf(await other.submit(`${base}/code`, { code: fresh[0] ?? '' }))
  })

  test('turning it off wants password and code, and a wrong password uses up no code', async () => {
    await world.addUser(email)
    const { browser, code } = await turnOnTwoFactor(world, email)
    world.clock.advance(30_000)
    const shown = code()
    const form = (overrides: object) => ({ password, code: shown, ...overrides })
    for (const wrong of [
      { password: 'another password' },
      { code: '000000' },
      { code: '' },
      { password: '' },
    ]) {
      expect((await browser.submit('/security/two-factor/off', form(wrong))).status).toBe(422)
    }
    const off = await browser.submit('/security/two-factor/off', form({}))
    expect(off.body).toContain('Two-factor is off.')
    expect(await world.mailsTo(email)).toEqual(['two_factor_on', 'two_factor_off'])
    codeOf((await withPassword()).page)
  })

  test('asks for the code at its own entrance', async () => {
    await world.addUser(email)
    const { code } = await turnOnTwoFactor(world, email)
    const browser = world.browser()
    const asked = await openSecurity(browser, email)
    expect(asked.body).toContain('<h1>Enter your code</h1>')
    expect((await browser.get('/security')).body).toContain('Sign in once more')
    world.clock.advance(30_000)
    const open = await browser.submit('/security/code', { code: code() })
    expect(open.body).toContain('Signed in here as')
  })
})
