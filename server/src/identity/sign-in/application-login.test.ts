import type { AccountId, ApplicationId, MembershipId, UserId } from '@gatehouse/contract'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { systemRandomness } from '../../clock.ts'
import {
  type Browser,
  createIdentityWorld,
  dropIdentityDatabase,
  type IdentityWorld,
  loginBase,
  password,
} from '../test-kit.ts'

const email = 'ana@example.com'
let world: IdentityWorld
let userId: UserId
let account: { accountId: AccountId; environmentId: string }
beforeEach(async () => {
  world = await createIdentityWorld()
  userId = await world.addUser(email)
  account = await addAccount('Willowbrook Dental')
})
afterEach(() => world.close())
afterAll(dropIdentityDatabase)

/** An account of an environment of its own, with Ana in it. */
async function addAccount(accountName: string, environmentId?: string) {
  const { accountId } = await world.addInvitation({ email: 'somebody@example.org', accountName })
  const row = world.db.selectFrom('account').where('id', '=', accountId).select('environment_id')
  const own = (await row.executeTakeFirstOrThrow()).environment_id
  if (environmentId) {
    await world.db
      .updateTable('account')
      .set({ environment_id: environmentId as typeof own, reference: accountName })
      .where('id', '=', accountId)
      .execute()
  }
  await world.db
    .insertInto('membership')
    .values({
      id: newId<MembershipId>(),
      account_id: accountId,
      user_id: userId,
      role: 'viewer',
      permissions: ['account.view', 'applications.view', 'applications.open'],
      created_at: world.clock.now(),
    })
    .execute()
  return { accountId, environmentId: environmentId ?? own }
}

function newId<T extends string>(): T {
  return systemRandomness.id(world.clock.now()) as T
}

async function addApplication(options: { isDefault?: boolean; autoAssign?: boolean; active?: boolean } = {}) {
  const id = newId<ApplicationId>()
  await world.db
    .insertInto('application')
    .values({
      id,
      environment_id: account.environmentId as never,
      key: id,
      name: 'Ledger',
      description: '',
      type: 'application',
      status: options.active === false ? 'inactive' : 'active',
      application_url: 'https://ledger.example.com',
      login_url: 'https://ledger.example.com/login',
      is_default: options.isDefault ?? false,
      auto_assign: options.autoAssign ?? true,
    })
    .execute()
  return id
}

async function signInAt(browser: Browser, path: string) {
  const page = await browser.get(path)
  expect(page.body).toContain('<h1>Sign in</h1>')
  return browser.submit(loginBase(page), { email, password })
}

test('a browser without a sign-in gets one, and then the application, by a journey of its own', async () => {
  const appId = await addApplication()
  const browser = world.browser()
  const back = await signInAt(browser, `/login?appId=${appId}`)
  expect(back, back.body + back.path).toMatchObject({ status: 200, leftTo: null })
  expect(back.headers.refresh).toBe(`0; url=/login?appId=${appId}`)
  const opened = await browser.get(`/login?appId=${appId}`)
  expect(opened.leftTo?.href).toBe(
    `https://ledger.example.com/login?appId=${appId}&accountId=${account.accountId}`,
  )
  // Nothing of it is a device that is signed in.
  expect(await world.db.selectFrom('session').selectAll().execute()).toEqual([])
})

test('no application named opens the default one; without one the page says so', async () => {
  const browser = world.browser()
  await signInAt(browser, '/login')
  const none = await browser.get('/login')
  expect(none.status).toBe(403)
  expect(none.body).toContain('No application was named')
  await addApplication({ isDefault: true })
  expect((await browser.get('/login')).leftTo?.host).toBe('ledger.example.com')
})

test('what can be opened in several accounts is chosen by account', async () => {
  const appId = await addApplication()
  const second = await addAccount('Larch & Sons <Ltd>', account.environmentId)
  const browser = world.browser()
  await signInAt(browser, `/login?appId=${appId}`)
  const page = await browser.get(`/login?appId=${appId}`)
  expect(page.body).toContain('<h1>Ledger: which account?</h1>')
  expect(page.body).toContain('Larch &amp; Sons &lt;Ltd&gt;')
  expect(page.body).toContain(`accountId=${second.accountId}`)
  const named = await browser.get(`/login?appId=${appId}&accountId=${second.accountId}`)
  expect(named.leftTo?.searchParams.get('accountId')).toBe(second.accountId)
})

test('what can not be opened says why and whom to ask', async () => {
  const browser = world.browser()
  await signInAt(browser, '/login')
  const unknown = await browser.get(`/login?appId=${newId<string>()}`)
  expect(unknown.status).toBe(404)
  expect(unknown.body).toContain('no such application')
  const odd = await browser.get('/login?appId=%00%3Cscript%3E')
  expect(odd.status).toBe(404)
  expect(odd.body).not.toContain('<script>')

  const inactive = await addApplication({ active: false })
  expect((await browser.get(`/login?appId=${inactive}`)).body).toContain('not integrated yet')
  const unassigned = await addApplication({ autoAssign: false })
  await world.db
    .insertInto('account_application')
    .values({
      account_id: account.accountId,
      application_id: unassigned,
      auto_assign: false,
      assigned_at: world.clock.now(),
    })
    .execute()
  const page = await browser.get(`/login?appId=${unassigned}`)
  expect(page.status).toBe(403)
  expect(page.body).toContain('is not assigned to you')
  expect(page.body).toContain('<bdi>Petra Holm</bdi></strong>, the owner of the account')

  const active = await addApplication()
  await world.db
    .updateTable('account')
    .set({ status: 'suspended' })
    .where('id', '=', account.accountId)
    .execute()
  expect((await browser.get(`/login?appId=${active}`)).body).toContain('is suspended')
})

test('another login can be taken', async () => {
  const appId = await addApplication()
  await world.addUser('ben@example.com', { name: 'Ben' })
  const browser = world.browser()
  await signInAt(browser, `/login?appId=${appId}`)
  const page = await browser.get(`/login?appId=${appId}&another`)
  expect(page.body).toContain('<h1>Sign in</h1>')
  await browser.submit(loginBase(page), { email: 'ben@example.com', password })
  expect((await browser.get(`/login?appId=${appId}`)).body).toContain(
    'signed in with <bdi>ben@example.com</bdi>',
  )
})

test('the page that a sign-in comes back to leads nowhere else, whatever state it is given', async () => {
  const browser = world.browser()
  expect((await browser.get('/login/return?state=x')).status).toBe(400)
  await signInAt(browser, '/login')
  for (const state of ['x', '', Buffer.from('{"appId":["a"]}').toString('base64url'), 'bnVsbA']) {
    const page = await browser.get(`/login/return?state=${state}`)
    expect(page.headers.refresh).toBe('0; url=/login?')
  }
})
