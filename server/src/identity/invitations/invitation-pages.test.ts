import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { createIdentityWorld, dropIdentityDatabase, type IdentityWorld, password } from '../test-kit.ts'

let world: IdentityWorld
beforeEach(async () => {
  world = await createIdentityWorld()
})
afterEach(() => world.close())
afterAll(dropIdentityDatabase)

const newLogin = { name: 'Ben Ode', password: 'seven small paper boats' }

const members = (accountId: string) =>
  world.db
    .selectFrom('membership')
    .innerJoin('app_user', 'app_user.id', 'membership.user_id')
    .select(['email', 'role'])
    .where('account_id', '=', accountId as never)
    .where('role', '<>', 'owner')
    .execute()

const stateOf = async (invitationId: string) =>
  (
    await world.db
      .selectFrom('invitation')
      .select('status')
      .where('id', '=', invitationId as never)
      .executeTakeFirstOrThrow()
  ).status

test('the page shows what is offered, and looking at it consumes nothing', async () => {
  const { token, invitationId } = await world.addInvitation({ email: 'ben@example.com', role: 'billing' })
  const page = await world.browser().get(`/invite/${token}`)
  expect(page.status).toBe(200)
  for (const text of ['Petra Holm', 'Willowbrook Dental', 'Billing', 'ben@example.com', 'Valid until']) {
    expect(page.body).toContain(text)
  }
  const server = encodeURIComponent('http://127.0.0.1:4400')
  expect(page.body).toContain(`href="gatehouse://invite/${token}?server=${server}"`)
  expect(page.headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
  expect(await stateOf(invitationId)).toBe('pending')
})

test.each([
  [{ status: 'revoked' }, 410, 'was withdrawn', 'Ask for a new invitation'],
  [{ status: 'declined' }, 410, 'was declined', 'Ask for a new invitation'],
  [{ expiresInDays: -1 }, 410, 'expired on', 'Ask for a new invitation'],
  [{ isReplaced: true }, 410, 'replaced by a newer one', 'newest mail'],
  [{ status: 'accepted' }, 200, 'has been accepted', 'Open in Gatehouse'],
] as const)('a dead link says why: %o', async (options, status, why, wayOn) => {
  const { token, accountId } = await world.addInvitation({ email: 'ben@example.com', ...options })
  const page = await world.browser().get(`/invite/${token}`)
  expect(page.status).toBe(status)
  expect(page.body).toContain(why)
  expect(page.body).toContain(wayOn)
  expect(page.body).not.toContain('name="password"')
  await world.browser().submit(`/invite/${token}`, newLogin)
  expect(await members(accountId)).toEqual([])
})

test('an unknown or cut link says so', async () => {
  const { token } = await world.addInvitation({ email: 'ben@example.com' })
  for (const wrong of [token.slice(0, -1), 'x'.repeat(43), '%3Cscript%3E']) {
    const page = await world.browser().get(`/invite/${wrong}`)
    expect(page.status).toBe(404)
    expect(page.body).toContain('<h1>There is no such invitation</h1>')
  }
})

test('a new user registers and is in, once, however often the form is sent at the same moment', async () => {
  const { token, accountId, invitationId } = await world.addInvitation({ email: 'ben@example.com' })
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => world.browser().submit(`/invite/${token}`, newLogin)),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200))
  for (const { body } of answers) expect(body).toContain('<h1>You are in Willowbrook Dental</h1>')
  expect(await members(accountId)).toEqual([{ email: 'ben@example.com', role: 'technician' }])
  expect(await stateOf(invitationId)).toBe('accepted')
  const joined = await world.db.selectFrom('activity').select('action').orderBy('action').execute()
  expect(joined.map(({ action }) => action)).toEqual(['invitation.accepted', 'membership.added'])
  const users = await world.db
    .selectFrom('app_user')
    .select('email_verified_at')
    .where('email', '=', 'ben@example.com')
    .execute()
  expect(users).toEqual([{ email_verified_at: expect.any(Date) }])
})

test('an existing user accepts with their password, once', async () => {
  await world.addUser('ben@example.com')
  const { token, accountId } = await world.addInvitation({ email: 'Ben@example.com' })
  expect((await world.browser().get(`/invite/${token}`)).body).toContain('Sign in and accept')
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => world.browser().submit(`/invite/${token}`, { password })),
  )
  for (const { body } of answers) expect(body).toContain('<h1>You are in Willowbrook Dental</h1>')
  expect(await members(accountId)).toEqual([{ email: 'ben@example.com', role: 'technician' }])
})

test('a failed try leaves the invitation as it was', async () => {
  await world.addUser('ben@example.com')
  const known = await world.addInvitation({ email: 'ben@example.com' })
  const wrong = await world.browser().submit(`/invite/${known.token}`, { password: 'not the password' })
  expect(wrong.status).toBe(422)
  expect(wrong.body).toContain('do not match')
  expect(await stateOf(known.invitationId)).toBe('pending')

  const fresh = await world.addInvitation({ email: 'eva@example.com' })
  const weak = await world.browser().submit(`/invite/${fresh.token}`, { name: 'Eva', password: 'short' })
  expect(weak.status).toBe(422)
  expect(weak.body).toContain('Use at least 12 characters')
  expect(await stateOf(fresh.invitationId)).toBe('pending')

  await world.db
    .updateTable('account')
    .set({ status: 'suspended' })
    .where('id', '=', fresh.accountId)
    .execute()
  const closed = await world.browser().submit(`/invite/${fresh.token}`, { ...newLogin, name: 'Eva' })
  expect(closed.status).toBe(422)
  expect(closed.body).toContain('The account is suspended')
  expect(await stateOf(fresh.invitationId)).toBe('pending')
  const evas = await world.db
    .selectFrom('app_user')
    .select('id')
    .where('email', '=', 'eva@example.com')
    .execute()
  expect(evas).toEqual([])
})

test('a copied link asks a new user for the mailed code before anything is made', async () => {
  const { token, accountId } = await world.addInvitation({ email: 'ben@example.com', kind: 'link' })
  const browser = world.browser()
  const open = await browser.get(`/invite/${token}`)
  expect(open.body).not.toContain('Decline the invitation')
  const verify = await browser.submit(`/invite/${token}`, newLogin)
  expect(verify.body).toContain('<h1>Confirm your e-mail address</h1>')
  expect(await members(accountId)).toEqual([])
  const { data } = await world.lastMail()
  const wrong = await browser.submit(`/invite/${token}/verify`, { code: 'abcdef' })
  expect(wrong.body).toContain('This is not the code')
  const done = await browser.submit(`/invite/${token}/verify`, { code: String(data.code) })
  expect(done.body).toContain('<h1>You are in Willowbrook Dental</h1>')
  expect(await members(accountId)).toEqual([{ email: 'ben@example.com', role: 'technician' }])
})

test('a code of one invitation does not open another', async () => {
  const mine = await world.addInvitation({ email: 'ben@example.com', kind: 'link' })
  const other = await world.addInvitation({ email: 'eva@example.com', kind: 'link' })
  const browser = world.browser()
  await browser.submit(`/invite/${mine.token}`, newLogin)
  const { data } = await world.lastMail()
  await browser.submit(`/invite/${other.token}/verify`, { code: String(data.code) })
  expect(await members(other.accountId)).toEqual([])
  expect(await stateOf(other.invitationId)).toBe('pending')
})

test('where any address may accept, the address can be changed', async () => {
  const { token, accountId } = await world.addInvitation({ email: 'office@example.com', anyAddress: true })
  const browser = world.browser()
  const verify = await browser.submit(`/invite/${token}`, { ...newLogin, email: 'ben@example.com' })
  expect(verify.body).toContain('ben@example.com')
  const { data, recipient } = await world.lastMail()
  expect(recipient).toBe('ben@example.com')
  await browser.submit(`/invite/${token}/verify`, { code: String(data.code) })
  expect(await members(accountId)).toEqual([{ email: 'ben@example.com', role: 'technician' }])
})

test('declining needs no login, is written down, and is final', async () => {
  const { token, invitationId, accountId } = await world.addInvitation({ email: 'ben@example.com' })
  const page = await world.browser().submit(`/invite/${token}/decline`)
  expect(page.body).toContain('<h1>Invitation declined</h1>')
  expect(await stateOf(invitationId)).toBe('declined')
  const rows = await world.db
    .selectFrom('activity')
    .select(['action', 'actor_name'])
    .where('account_id', '=', accountId)
    .execute()
  expect(rows).toEqual([{ action: 'invitation.declined', actor_name: 'ben@example.com' }])
  const changes = await world.db.selectFrom('change').select('entity').orderBy('seq').execute()
  expect(changes.map(({ entity }) => entity)).toEqual(['invitation', 'activity'])
  expect((await world.browser().submit(`/invite/${token}`, newLogin)).body).toContain('was declined')
})

test('another site cannot answer an invitation', async () => {
  const { token, invitationId } = await world.addInvitation({ email: 'ben@example.com' })
  const headers = { 'sec-fetch-site': 'cross-site' }
  expect((await world.browser().submit(`/invite/${token}/decline`, {}, headers)).status).toBe(403)
  expect(await stateOf(invitationId)).toBe('pending')
})

test('what people wrote is shown as text', async () => {
  const accountName = '<img src=x onerror=alert(1)> & "Sons"'
  const { token } = await world.addInvitation({ email: 'ben@example.com', accountName })
  const { body } = await world.browser().get(`/invite/${token}`)
  expect(body).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;Sons&quot;')
  expect(body).not.toContain('<img')
})
