import { type AccountId, allPermissions, rolePermissions } from '@gatehouse/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cursorNow, kindsOf, pull } from '../../testing/feed.ts'
import { createWorld, type Member, type World } from '../../testing/world.ts'

let world: World
let accountId: AccountId
let owner: Member
let admin: Member
let user: Member

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  accountId = await world.account()
  owner = await world.member(accountId, 'owner')
  admin = await world.member(accountId, 'admin')
  user = await world.member(accountId, 'viewer')
})

const transfer = (who: Pick<Member, 'client'>, to: Member, body: Record<string, unknown> = {}) =>
  who.client.call('memberships.transferOwnership', {
    params: { accountId },
    body: { membershipId: to.membershipId, ...body } as never,
  })
const members = async () => {
  const rows = await world.db
    .selectFrom('membership')
    .where('account_id', '=', accountId)
    .select(['id', 'role', 'permissions'])
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}
const owners = async () => [...(await members()).values()].filter(({ role }) => role === 'owner')

describe('a transfer', () => {
  test('makes the user the owner with every permission, and the owner an administrator of the account', async () => {
    const { status, body } = await transfer(owner, user)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      value: {
        owner: { id: user.membershipId, isOwner: true, permissions: allPermissions, version: 2 },
        previousOwner: { id: owner.membershipId, role: 'admin', isOwner: false, version: 2 },
      },
    })
    expect((await user.client.get('accounts.get', { params: { accountId } })).access.isOwner).toBe(true)
    const { access } = await owner.client.get('accounts.get', { params: { accountId } })
    expect(access).toMatchObject({ isOwner: false, permissions: rolePermissions.admin })
  })

  test('gives the former owner the role that was said', async () => {
    await transfer(owner, user, { previousOwnerRole: 'custom', previousOwnerPermissions: ['account.view'] })
    expect((await members()).get(owner.membershipId)).toMatchObject({
      role: 'custom',
      permissions: ['account.view'],
    })
    await transfer(user, owner, { previousOwnerRole: 'billing' })
    expect((await members()).get(user.membershipId)?.role).toBe('billing')
  })

  test('lets a temporary membership last', async () => {
    const endsAt = new Date(world.clock.now().getTime() + 60_000)
    const guest = await world.member(accountId, 'viewer', { endsAt })
    expect((await transfer(owner, guest)).body).toMatchObject({ value: { owner: { endsAt: null } } })
  })

  test('is written down and told to both and to the others', async () => {
    const cursor = await cursorNow(world)
    await transfer(owner, user)
    const { items } = await admin.client.get('activity.list', { params: { accountId }, query: {} })
    expect(items).toMatchObject([
      {
        action: 'ownership.transferred',
        actorId: owner.id,
        targetId: user.membershipId,
        before: { owner: owner.name },
        after: { owner: user.name, previousOwnerRole: 'admin' },
      },
    ])
    for (const { client } of [owner, user]) {
      expect(kindsOf((await pull(world, client, cursor)).changes)).toContain('snapshot')
    }
    expect(kindsOf((await pull(world, admin.client, cursor)).changes)).toContain('put membership')
  })

  test('leaves in writing what both could do before and can do now', async () => {
    const guest = await world.member(accountId, 'custom', { permissions: ['account.view'] })
    await owner.client.get('memberships.transferOwnership', {
      params: { accountId },
      body: {
        membershipId: guest.membershipId,
        previousOwnerRole: 'custom',
        previousOwnerPermissions: ['users.view', 'activity.view'],
      },
    })
    const { items } = await guest.client.get('activity.list', { params: { accountId }, query: {} })
    expect(items[0]).toMatchObject({
      before: { role: 'custom', permissions: ['account.view'] },
      after: {
        role: 'owner',
        permissions: allPermissions,
        previousOwnerRole: 'custom',
        previousOwnerPermissions: ['users.view', 'activity.view'],
      },
    })
  })

  test('to the owner changes nothing', async () => {
    expect((await transfer(owner, owner)).body).toMatchObject({
      value: { owner: { version: 1 }, previousOwner: null },
    })
  })
})

describe('an administrator of the environment', () => {
  test('transfers it too', async () => {
    const administrator = await world.administrator()
    expect((await transfer(administrator, user)).status).toBe(200)
    expect((await owners()).map(({ id }) => id)).toEqual([user.membershipId])
  })

  test('gives an owner to an account that has none', async () => {
    await world.db.deleteFrom('membership').where('id', '=', owner.membershipId).execute()
    const { body } = await transfer(await world.administrator(), user)
    expect(body).toMatchObject({ value: { owner: { id: user.membershipId }, previousOwner: null } })
  })
})

describe('refused is', () => {
  test('anybody else, with every permission as well', async () => {
    const mighty = await world.member(accountId, 'custom', { permissions: [...allPermissions] })
    for (const who of [admin, mighty]) {
      expect((await transfer(who, who)).body).toMatchObject({ code: 'forbidden', required: 'account.own' })
    }
    expect((await transfer(user, user)).body).toMatchObject({ code: 'forbidden', required: 'users.edit' })
  })

  test('a user who is suspended, whose time is over, or who is in another account', async () => {
    const suspended = await world.member(accountId, 'admin', { status: 'suspended' })
    expect((await transfer(owner, suspended)).body).toMatchObject({ fields: [{ path: 'membershipId' }] })
    const ended = await world.member(accountId, 'admin', { endsAt: world.clock.now() })
    const foreign = await world.member(await world.account(), 'admin')
    for (const nobody of [ended, foreign]) {
      expect((await transfer(owner, nobody)).body).toMatchObject({ code: 'not_found' })
    }
  })

  test('a custom role for the former owner without permissions', async () => {
    expect((await transfer(owner, user, { previousOwnerRole: 'custom' })).body).toMatchObject({
      code: 'validation',
      fields: [{ path: 'previousOwnerPermissions' }],
    })
    expect((await transfer(owner, user, { previousOwnerRole: 'owner' })).body).toMatchObject({
      code: 'validation',
    })
  })

  test('what was decided on another version, and an account that can only be read', async () => {
    expect((await transfer(owner, user, { baseVersion: 3 })).body).toMatchObject({
      code: 'stale_version',
      current: { id: user.membershipId },
    })
    await world.db.updateTable('account').set({ status: 'suspended' }).where('id', '=', accountId).execute()
    const administrator = await world.administrator()
    expect((await transfer(administrator, user)).body).toMatchObject({ code: 'account_read_only' })
  })
})

test('of two transfers at once one is done, and the account has one owner', async () => {
  const answers = await Promise.all([transfer(owner, user), transfer(owner, admin)])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403])
  const after = await owners()
  expect(after).toHaveLength(1)
  expect([user.membershipId, admin.membershipId]).toContain(after[0]?.id)
})

test('however many transfers run at once, over two nodes, the account has one owner after each', async () => {
  const administrator = await world.administrator()
  const heirs = [owner, admin, user, await world.member(accountId, 'viewer')]
  const node = await world.node()
  const call = (heir: Member, n: number) =>
    (n % 2 === 0 ? world.app : node.app).inject({
      method: 'POST',
      url: `/v1/accounts/${accountId}/transfer-ownership`,
      headers: { authorization: `Bearer ${administrator.id}`, 'idempotency-key': world.id<string>() },
      payload: { membershipId: heir.membershipId },
    })
  const answers = await Promise.all([...heirs, ...heirs, ...heirs, ...heirs].map(call))
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 200))
  expect(await owners()).toHaveLength(1)
  const roles = [...(await members()).values()].map(({ role }) => role)
  expect(roles.filter((role) => role === 'admin' || role === 'owner').length).toBeGreaterThan(1)
})
