import {
  type AccountId,
  type Role,
  type Route,
  type RouteCall,
  type RouteName,
  type Routes,
  routes,
} from '@gatehouse/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorld, inviteBody, type Person, tellAccess, type World } from '../testing/world.ts'

/** Every account carries a mark of its own in all that it holds; no answer may show the mark of a foreign one. */

let world: World
const accounts: { id: AccountId; mark: string; ids: string[] }[] = []
const people: { person: Person; accountIds: AccountId[] }[] = []

beforeAll(async () => {
  world = await createWorld()
  const environments = [world.environmentId, await world.environment()]
  for (let n = 0; n < 6; n += 1) {
    const mark = `mark-of-account-${n}-only`
    const environmentId = environments[n % 2] ?? world.environmentId
    const id = await world.account({ name: mark, environmentId })
    const application = await world.application({ environmentId })
    const owner = await world.member(id, 'owner', {
      person: await world.user({ name: `${mark} owner`, email: `${mark}@example.com` }),
    })
    const client = owner.client
    await client.get('applications.assign', {
      params: { accountId: id },
      body: { applicationIds: [application], autoAssign: false },
    })
    await client.get('grants.add', {
      params: { accountId: id, applicationId: application, membershipId: owner.membershipId },
    })
    const body = inviteBody(world, { email: `invited-${mark}@example.com`, message: mark })
    await client.get('invitations.create', { params: { accountId: id }, body })
    const service = await world.service(id)
    accounts.push({ id, mark, ids: [id, owner.membershipId, owner.id, body.invitationId, service] })
  }
  const roles: Role[] = ['admin', 'technician', 'billing', 'viewer']
  // Everybody is in two accounts, so that each pair of accounts has somebody who is in one of them alone.
  for (let n = 0; n < accounts.length; n += 1) {
    const person = await world.user()
    const accountIds: AccountId[] = []
    for (const step of [0, 2]) {
      const account = accounts[(n + step) % accounts.length]
      if (!account) continue
      await world.member(account.id, roles[n % roles.length], { person })
      await tellAccess(world, account.id, person.id)
      accountIds.push(account.id)
    }
    people.push({ person, accountIds })
  }
})
afterAll(() => world.close())

function expectNothingForeign(answer: unknown, accountIds: AccountId[], what: string): void {
  const text = JSON.stringify(answer)
  for (const account of accounts) {
    if (accountIds.includes(account.id)) continue
    for (const trace of [account.mark, ...account.ids]) {
      expect(text.includes(trace), `${what} shows ${trace}`).toBe(false)
    }
  }
}

test('a bootstrap and the whole feed hold nothing of a foreign account', async () => {
  for (const { person, accountIds } of people) {
    const lines = await person.client.bootstrap()
    expectNothingForeign(lines, accountIds, 'bootstrap')
    expect(lines.filter((line) => line.type === 'account')).toHaveLength(2)
    const start = lines[0]
    if (start?.type !== 'start') throw new Error('a bootstrap begins with start')
    const beginning = `${start.cursor.split('.')[0]}.0.0`
    for (let cursor = beginning; ; ) {
      const page = await person.client.get('sync.changes', { query: { cursor, limit: 5 } })
      expectNothingForeign(page, accountIds, 'feed')
      cursor = page.cursor
      if (!page.more) break
    }
  }
})

test('no route answers or refuses with anything of a foreign account', async () => {
  for (const { person, accountIds } of people) {
    const call = person.client.call as (
      name: RouteName,
      parts: RouteCall<Routes[RouteName]>,
    ) => Promise<unknown>
    for (const [name, route] of Object.entries(routes) as [RouteName, Route][]) {
      if (route.writes || route.access === 'public' || route.format) continue
      for (const { id, ids } of accounts) {
        const [, membershipId = '', , invitationId = ''] = ids
        const params = { accountId: id, membershipId, invitationId, applicationId: world.id<string>() }
        const parts = { params, query: { change: 'unassign' } } as never
        // The account that was asked for is named in the request, not in the answer.
        expectNothingForeign(await call(name, parts), accountIds, name)
      }
    }
  }
})

test('a write about things of a foreign account changes nothing there and shows nothing of it', async () => {
  const [mine, theirs] = accounts
  if (!mine || !theirs) throw new Error('there are six accounts')
  const ownerId = mine.ids[2]
  const before = await rowsOf(theirs.id)
  for (const [name, route] of Object.entries(routes) as [RouteName, Route][]) {
    if (!route.writes || !route.path.includes(':accountId')) continue
    for (const accountId of [mine.id, theirs.id]) {
      const [, membershipId = '', , invitationId = ''] = theirs.ids
      const params = { accountId, membershipId, invitationId, applicationId: world.id<string>() }
      const response = await world.app.inject({
        method: route.method,
        url: route.path.replaceAll(/:(\w+)/g, (_, part: string) => params[part as keyof typeof params]),
        headers: { authorization: `Bearer ${ownerId}`, 'idempotency-key': world.id<string>() },
        ...(route.body
          ? { payload: { ...inviteBody(world, {}), applicationIds: [], autoAssign: true } }
          : {}),
      })
      expectNothingForeign(response.body, [mine.id], name)
    }
  }
  expect(await rowsOf(theirs.id)).toEqual(before)
})

async function rowsOf(accountId: AccountId) {
  const of = (
    table: 'account_application' | 'membership' | 'application_grant' | 'invitation' | 'activity',
  ) => world.db.selectFrom(table).selectAll().where('account_id', '=', accountId).execute()
  return Promise.all(
    (['account_application', 'membership', 'application_grant', 'invitation', 'activity'] as const).map(of),
  )
}
