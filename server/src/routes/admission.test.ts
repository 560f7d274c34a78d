import { type AccountId, administratorRequired, rolePermissions } from '@gatehouse/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fingerprint } from '../testing/cast.ts'
import { allRoutes, requestOf, send } from '../testing/requests.ts'
import { createWorld, type Member, type Person, type World } from '../testing/world.ts'

/** In which order a request is judged, generated from the contract; who may call what is in authorization.test.ts. */

let world: World
let accountId: AccountId
let lacking: Member
let administrator: Person

beforeAll(async () => {
  world = await createWorld()
  accountId = await world.account()
  lacking = await world.member(accountId, 'custom', { permissions: [] })
  administrator = await world.administrator()
})
afterAll(() => world.close())

const guarded = allRoutes.filter(([, { access }]) => access !== 'public' && access !== 'signed-in')
const ofAccounts = guarded.filter(([, { params }]) => params && 'accountId' in params.shape)

test('what a guarded route is judged by stands in its path', () => {
  for (const [name, { params = { shape: {} } }] of guarded) {
    expect('accountId' in params.shape || 'environmentId' in params.shape, name).toBe(true)
  }
})

test.each(guarded)(
  '%s says that a permission is lacking before anything else is wrong',
  async (name, route) => {
    const things = { account: accountId, environment: world.environmentId }
    const { params = {} } = requestOf(name, things)
    const parts = {
      params,
      query: { limit: 'nonsense' },
      ...(route.body ? { body: { nonsense: true } } : {}),
    }
    const headers = { 'idempotency-key': 'nonsense' }
    const { body } = await send(world.app, name, parts, { token: lacking.id, headers })
    const required = route.access === 'administrator' ? administratorRequired : route.access
    expect(body).toMatchObject({ code: 'forbidden', required })
  },
)

describe.each(['suspended', 'closed'] as const)('an account that is %s', (status) => {
  let owner: Member
  let stopped: AccountId
  beforeAll(async () => {
    stopped = await world.account({ status })
    owner = await world.member(stopped, 'owner')
  })

  const writes = ofAccounts.filter(([, { writes, inAnyStatus }]) => writes && !inAnyStatus)
  test.each(writes)(
    'refuses %s, its owner’s and an administrator’s, and keeps nothing of it',
    async (name, route) => {
      const before = await fingerprint(world)
      for (const token of route.access === 'administrator'
        ? [administrator.id]
        : [owner.id, administrator.id]) {
        const { body } = await send(world.app, name, requestOf(name, { account: stopped }), { token })
        expect(body).toMatchObject({ code: 'account_read_only', status: 409 })
      }
      expect(await fingerprint(world)).toEqual(before)
    },
  )

  const reads = ofAccounts.filter(([, { method, access }]) => method === 'GET' && access !== 'administrator')
  test.each(reads)('lets its owner read %s', async (name) => {
    const { status, body } = await send(world.app, name, requestOf(name, { account: stopped }), {
      token: owner.id,
    })
    expect([200, 404], JSON.stringify(body)).toContain(status)
  })
})

describe('an environment administrator', () => {
  test('who is a member as well shows the membership, with every permission', async () => {
    await world.member(accountId, 'viewer', { person: administrator })
    const { access } = await administrator.client.get('accounts.get', { params: { accountId } })
    expect(access).toMatchObject({ via: 'environment', role: 'viewer', membershipStatus: 'active' })
    expect(access.permissions).toEqual(rolePermissions.owner)
  })

  test('who is none has no role', async () => {
    const other = await world.account()
    const { access } = await administrator.client.get('accounts.get', { params: { accountId: other } })
    expect(access).toMatchObject({ via: 'environment', role: null, membershipId: null, isOwner: false })
  })
})
