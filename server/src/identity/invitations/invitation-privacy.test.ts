import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  createDesktop,
  createIdentityWorld,
  dropIdentityDatabase,
  type IdentityWorld,
  loginBase,
  type PageAnswer,
  password,
} from '../test-kit.ts'

/** Whoever holds a link that may be in anybody's hands never learns whether an address has a login. */

let world: IdentityWorld
beforeEach(async () => {
  world = await createIdentityWorld()
})
afterEach(() => world.close())
afterAll(dropIdentityDatabase)

const known = 'known.person@example.com'
const unknown = 'other.person@example.com'
const newLogin = { name: 'Ben Ode', password: 'seven small paper boats' }

/** What of an answer can be told apart, without what is said of the address itself and the names of this visit. */
function seenIn({ status, path, body }: PageAnswer, token: string) {
  const plain = (text: string) =>
    text
      .replaceAll(token, 'TOKEN')
      .replaceAll(/(known|other)(\.|%2e)person(@|%40)example\.com/gi, 'ADDRESS')
      .replaceAll(/\/login\/[\w-]+/g, '/login/UID')
  return { status, path: plain(path), body: plain(body) }
}

const links = [
  { kind: 'mail', anyAddress: true },
  { kind: 'link', anyAddress: true },
  { kind: 'link', anyAddress: false },
] as const

describe.each(links)('a link for anybody: %o', (link) => {
  /** What both addresses get to see, each with an invitation of its own where the address is fixed. */
  async function both(visit: (token: string, email: string) => Promise<PageAnswer[]>) {
    await world.addUser(known)
    const seen = []
    for (const email of [known, unknown]) {
      const { token } = await world.addInvitation({ email, ...link })
      seen.push((await visit(token, email)).map((answer) => seenIn(answer, token)))
    }
    return seen as [ReturnType<typeof seenIn>[], ReturnType<typeof seenIn>[]]
  }

  test('the page is alike, and offers both ways', async () => {
    const [one, other] = await both(async (token) => {
      const browser = world.browser()
      return [await browser.get(`/invite/${token}`), await browser.get(`/invite/${token}?sign-in`)]
    })
    expect(one).toEqual(other)
    expect(one[0]?.body).toContain('Create login and accept')
    expect(one[0]?.body).toContain('You have a login already?')
    expect(one[1]?.body).toContain('Sign in and accept')
    expect(one[1]?.body).toContain('No login yet?')
  })

  test('signing up is alike up to the code, which comes by mail or not', async () => {
    const [one, other] = await both(async (token, email) => {
      const browser = world.browser()
      const path = `/invite/${token}`
      return [
        await browser.submit(path, { ...newLogin, email }),
        await browser.submit(`${path}/verify`, { code: 'abcdef' }),
        await browser.submit(`${path}/verify/resend`),
      ]
    })
    expect(one).toEqual(other)
    expect(one[0]).toMatchObject({ status: 200, path: '/invite/TOKEN/verify' })
    const mails = await world.db
      .selectFrom('mail_outbox')
      .select(['recipient', 'template'])
      .orderBy('id')
      .execute()
    expect(mails).toEqual([
      { recipient: known, template: 'login_exists' },
      { recipient: known, template: 'login_exists' },
      { recipient: unknown, template: 'verify_email' },
      { recipient: unknown, template: 'verify_email' },
    ])
    expect(await world.db.selectFrom('app_user').select('id').where('email', '=', unknown).execute()).toEqual(
      [],
    )
  })

  test('a wrong password is answered alike', async () => {
    const [one, other] = await both(async (token, email) => [
      await world.browser().submit(`/invite/${token}`, { email, password: 'not the password' }),
    ])
    expect(one).toEqual(other)
    expect(one[0]).toMatchObject({ status: 422, body: expect.stringContaining('do not match') })
  })

  test('the sign-in that a program begins with it is alike', async () => {
    const [one, other] = await both(async (token, email) => {
      const browser = world.browser()
      const page = await browser.get(createDesktop(world.app).authorizePath({ invitation: token }))
      return [page, await browser.submit(`${loginBase(page)}/sign-up`, { ...newLogin, email })]
    })
    expect(one).toEqual(other)
  })
})

test('a link for any address makes no login out of the invited one without its code', async () => {
  const { token } = await world.addInvitation({ email: 'office@example.com', anyAddress: true })
  const browser = world.browser()
  const page = await browser.submit(`/invite/${token}`, { ...newLogin, email: 'office@example.com' })
  expect(page.body).toContain('<h1>Confirm your e-mail address</h1>')
  expect(
    await world.db.selectFrom('app_user').select('id').where('email', '=', 'office@example.com').execute(),
  ).toEqual([])
})

test('somebody with a login accepts by a link for any address with their own password', async () => {
  const userId = await world.addUser('ben@example.com')
  const { token, accountId } = await world.addInvitation({ email: 'office@example.com', anyAddress: true })
  const page = await world.browser().submit(`/invite/${token}`, { email: 'ben@example.com', password })
  expect(page.body).toContain('<h1>You are in Willowbrook Dental</h1>')
  const members = await world.db
    .selectFrom('membership')
    .select('user_id')
    .where('account_id', '=', accountId)
    .where('role', '<>', 'owner')
    .execute()
  expect(members).toEqual([{ user_id: userId }])
})

test('whoever holds a dead link can ask for a new one, and sees no more than that they asked', async () => {
  const dead = await world.addInvitation({ email: 'ben@example.com', status: 'revoked' })
  const browser = world.browser()
  expect((await browser.get(`/invite/${dead.token}`)).body).toContain(
    `action="/invite/${dead.token}/request"`,
  )
  const answers = []
  for (let count = 0; count < 3; count += 1)
    answers.push(await browser.submit(`/invite/${dead.token}/request`))
  expect(answers[0]?.body).toContain('<h1>You asked for a new invitation</h1>')
  expect(new Set(answers.map(({ status, body }) => `${status} ${body}`)).size).toBe(1)
  const mails = await world.db.selectFrom('mail_outbox').select(['recipient', 'template', 'data']).execute()
  expect(mails).toEqual([
    {
      recipient: `${dead.accountId}@example.org`,
      template: 'invitation_request',
      data: {
        accountName: 'Willowbrook Dental',
        invitedEmail: 'ben@example.com',
        serverName: 'Fernhill Cloud',
      },
    },
  ])
})
