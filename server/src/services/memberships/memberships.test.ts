import { type AccountId, allPermissions, type Permission, rolePermissions } from '@gatehouse/contract'
import fc from 'fast-check'
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

const paramsOf = ({ membershipId }: Member) => ({ accountId, membershipId })
const get = (who: Member, whom = user) => who.client.get('memberships.get', { params: paramsOf(whom) })
const set = (who: Pick<Member, 'client'>, body: Record<string, unknown>, whom = user) =>
  who.client.call('memberships.setPermissions', {
    params: paramsOf(whom),
    body: { baseVersion: 1, ...body } as never,
  })
const activity = async () =>
  (await owner.client.get('activity.list', { params: { accountId }, query: {} })).items
const deputy = (...permissions: Permission[]) =>
  world.member(accountId, 'custom', { permissions: ['users.view', 'users.edit', ...permissions] })

describe('a user', () => {
  test('is found by those who may see users, and by nobody elsewhere', async () => {
    expect(await get(admin)).toMatchObject({ id: user.membershipId, name: user.name, role: 'viewer' })
    const otherAccount = await world.account()
    const stranger = await world.member(otherAccount, 'owner')
    const params = { accountId: otherAccount, membershipId: user.membershipId }
    expect((await stranger.client.refused('memberships.get', { params })).code).toBe('not_found')
  })

  test('can use a new permission at once, and none that was taken', async () => {
    const view = { params: { accountId }, query: {} }
    const given = await set(admin, { role: 'custom', permissions: ['account.view', 'users.edit'] })
    expect(given.body).toMatchObject({ value: { role: 'custom', version: 2 } })
    expect((await user.client.refused('memberships.list', view)).code).toBe('forbidden')
    await set(admin, { role: 'technician', baseVersion: 2 })
    expect((await user.client.get('memberships.list', view)).items).toHaveLength(3)
    expect((await get(admin)).permissions).toEqual(rolePermissions.technician)
  })

  test('keeps permissions that the billing system enforces like any other', async () => {
    const permissions = allPermissions.filter((key) => /^(domains|tickets|orders|services\.sso)/.test(key))
    const { status } = await set(admin, { role: 'custom', permissions: [...permissions, ...permissions] })
    expect(status).toBe(200)
    expect((await get(admin)).permissions).toEqual(permissions)
    const { access } = await user.client.get('accounts.get', { params: { accountId } })
    expect(access).toMatchObject({ role: 'custom', permissions })
  })
})

describe('nobody gives a permission that they lack', () => {
  test('to somebody else, by a role or one by one', async () => {
    const weak = await deputy('account.view')
    for (const body of [
      { role: 'admin' },
      { role: 'custom', permissions: ['account.edit', 'account.view'] },
    ]) {
      const { status, body: refused } = await set(weak, body)
      expect(refused).toMatchObject({ code: 'forbidden', required: 'account.edit' })
      expect(status).toBe(403)
    }
    expect(await get(admin)).toMatchObject({ role: 'viewer', version: 1 })
    // The admin lacks two permissions of the owner.
    const { body } = await set(admin, { role: 'custom', permissions: ['reviews.sign'] })
    expect(body).toMatchObject({ code: 'forbidden', required: 'reviews.sign' })
  })

  test('to themselves', async () => {
    const weak = await deputy('account.view')
    const more = { role: 'custom', permissions: ['account.view', 'users.view', 'users.edit', 'users.remove'] }
    expect((await set(weak, more, weak)).body).toMatchObject({ code: 'forbidden', required: 'users.remove' })
    expect((await set(admin, { role: 'custom', permissions: [...allPermissions] }, admin)).status).toBe(403)
    // A viewer may do other things, not fewer.
    expect((await set(weak, { role: 'viewer' }, weak)).status).toBe(403)
    expect((await set(weak, { role: 'custom', permissions: ['users.view'] }, weak)).status).toBe(200)
  })

  test('and only what is new counts: the rest was given by somebody who had it', async () => {
    const weak = await deputy('account.view')
    const strong = await world.member(accountId, 'custom', { permissions: ['reviews.sign', 'orders.place'] })
    const less = { role: 'custom', permissions: ['account.view', 'reviews.sign'] }
    expect((await set(weak, less, strong)).status).toBe(200)
    const back = { role: 'custom', permissions: ['account.view', 'reviews.sign', 'orders.place'] }
    expect((await set(weak, { ...back, baseVersion: 2 }, strong)).body).toMatchObject({
      code: 'forbidden',
      required: 'orders.place',
    })
  })

  test('an administrator of the environment holds them all', async () => {
    const administrator = await world.administrator()
    const { status } = await set(administrator, { role: 'custom', permissions: [...allPermissions] })
    expect(status).toBe(200)
  })
})

test('whoever edits, a user never comes by a permission that neither of the two had', async () => {
  const some = fc.subarray([...allPermissions])
  const edit = fc.record({
    held: some,
    before: some,
    wanted: fc.subarray([...allPermissions], { minLength: 1 }),
  })
  await fc.assert(
    fc.asyncProperty(edit, async ({ held, before, wanted }) => {
      const editor = await deputy(...held)
      const target = await world.member(accountId, 'custom', { permissions: before })
      const { status } = await set(editor, { role: 'custom', permissions: wanted }, target)
      const had = new Set<Permission>(['users.view', 'users.edit', ...held, ...before])
      const isAllowed = wanted.every((permission) => had.has(permission))
      expect(status).toBe(isAllowed ? 200 : 403)
      expect((await get(owner, target)).permissions).toEqual(isAllowed ? wanted : before)
    }),
    { numRuns: 25 },
  )
})

test('of edits at once that look at one version, one is done', async () => {
  const roles = ['admin', 'billing', 'technician'] as const
  const answers = await Promise.all(roles.map((role) => set(owner, { role })))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412])
  expect((await get(admin)).version).toBe(2)
})

describe('refused is', () => {
  test('any edit of the owner, whoever asks', async () => {
    const administrator = await world.administrator()
    for (const who of [owner, admin, administrator]) {
      expect((await set(who, { role: 'viewer' }, owner)).body).toMatchObject({ code: 'owner_fixed' })
    }
    expect((await set(admin, { role: 'owner' })).body).toMatchObject({ code: 'validation' })
  })

  test('a custom role without permissions, and permissions beside another role', async () => {
    for (const body of [
      { role: 'custom' },
      { role: 'custom', permissions: [] },
      { role: 'viewer', permissions: ['account.view'] },
      { role: 'custom', permissions: ['everything'] },
    ]) {
      const refused = (await set(admin, body)).body as { fields: { path: string }[] }
      expect(refused).toMatchObject({ code: 'validation' })
      expect(refused.fields[0]?.path).toMatch(/^permissions/)
    }
  })

  test('an edit of what was changed meanwhile, with how it is now', async () => {
    await set(admin, { role: 'billing' })
    const { status, body } = await set(owner, { role: 'technician' })
    expect(status).toBe(412)
    expect(body).toMatchObject({ code: 'stale_version', current: { role: 'billing', version: 2 } })
  })

  test('a suspended or closed account, to administrators too', async () => {
    await world.db.updateTable('account').set({ status: 'closed' }).where('id', '=', accountId).execute()
    const administrator = await world.administrator()
    expect((await set(administrator, { role: 'billing' })).body).toMatchObject({ code: 'account_read_only' })
  })

  test('a user of another account', async () => {
    const foreign = await world.member(await world.account(), 'viewer')
    expect((await set(admin, { role: 'billing' }, foreign)).body).toMatchObject({ code: 'not_found' })
  })
})

test('an edit is written down once, with before and after, and told to the user and to the others', async () => {
  const cursor = await cursorNow(world)
  await set(admin, { role: 'billing' })
  await set(admin, { role: 'billing', baseVersion: 2 })
  const [edited, ...others] = await activity()
  expect(others).toEqual([])
  expect(edited).toMatchObject({
    action: 'membership.edited',
    targetId: user.membershipId,
    targetName: user.name,
    actorId: admin.id,
    before: { role: 'viewer', permissions: rolePermissions.viewer },
    after: { role: 'billing', permissions: rolePermissions.billing },
  })
  expect(kindsOf((await pull(world, user.client, cursor)).changes)).toContain('snapshot')
  const { changes } = await pull(world, owner.client, cursor)
  expect(changes).toContainEqual({
    type: 'put',
    accountId,
    batch: {
      entity: 'membership',
      rows: expect.arrayContaining([expect.objectContaining({ id: user.membershipId, role: 'billing' })]),
    },
  })
})

describe('an end', () => {
  const hour = 3_600_000
  const inHours = (hours: number) => new Date(world.clock.now().getTime() + hours * hour).toISOString()
  const setEnd = (who: Pick<Member, 'client'>, endsAt: string | null, whom = user, baseVersion = 1) =>
    who.client.call('memberships.setEnd', { params: paramsOf(whom), body: { endsAt, baseVersion } })

  test('is set and taken back, and written down each time', async () => {
    const endsAt = inHours(5)
    expect((await setEnd(admin, endsAt)).body).toMatchObject({ value: { endsAt, version: 2 } })
    expect((await setEnd(admin, endsAt, user, 2)).body).toMatchObject({ value: { version: 2 } })
    expect((await setEnd(admin, null, user, 2)).body).toMatchObject({ value: { endsAt: null, version: 3 } })
    expect(await activity()).toMatchObject([
      { action: 'membership.end_changed', before: { endsAt }, after: { endsAt: null } },
      { action: 'membership.end_changed', before: { endsAt: null }, after: { endsAt } },
    ])
  })

  test('lies in the future', async () => {
    for (const endsAt of [inHours(0), inHours(-1)]) {
      expect((await setEnd(admin, endsAt)).body).toMatchObject({
        code: 'validation',
        fields: [{ path: 'endsAt' }],
      })
    }
  })

  test('is not for the owner, nor decided on what was changed meanwhile', async () => {
    expect((await setEnd(admin, inHours(1), owner)).body).toMatchObject({ code: 'owner_fixed' })
    expect((await setEnd(admin, inHours(1), user, 2)).body).toMatchObject({
      code: 'stale_version',
      current: { version: 1 },
    })
  })

  test('is not put off by the one whom it concerns, who may still leave earlier', async () => {
    const endsAt = new Date(inHours(4))
    const guest = await world.member(accountId, 'admin', { endsAt })
    for (const later of [inHours(5), null]) {
      expect((await setEnd(guest, later, guest)).body).toMatchObject({ fields: [{ path: 'endsAt' }] })
    }
    expect((await setEnd(guest, inHours(2), guest)).status).toBe(200)
    expect((await setEnd(admin, inHours(9), guest, 2)).status).toBe(200)
  })

  test('is put off by those alone who hold what goes on by it, and brought forward by any editor', async () => {
    const endsAt = new Date(inHours(4))
    const editor = await deputy('account.view')
    const signer = await world.member(accountId, 'custom', { permissions: ['reviews.sign'], endsAt })
    for (const later of [inHours(5), null]) {
      expect((await setEnd(editor, later, signer)).body).toMatchObject({
        code: 'forbidden',
        required: 'reviews.sign',
      })
    }
    expect((await setEnd(editor, inHours(2), signer)).status).toBe(200)
    expect((await setEnd(owner, null, signer, 2)).status).toBe(200)
    // What lasts already is given by nobody.
    expect((await setEnd(editor, inHours(3), signer, 3)).status).toBe(200)
    const visitor = await world.member(accountId, 'custom', { permissions: ['account.view'], endsAt })
    expect((await setEnd(editor, inHours(9), visitor)).status).toBe(200)
  })

  test('takes the access away at its very moment, before anybody has tidied up', async () => {
    await setEnd(admin, inHours(1))
    world.clock.advance(hour - 1)
    expect((await user.client.call('accounts.get', { params: { accountId } })).status).toBe(200)
    world.clock.advance(1)
    expect((await user.client.call('accounts.get', { params: { accountId } })).status).toBe(404)
    expect((await admin.client.call('memberships.get', { params: paramsOf(user) })).status).toBe(404)
    const { items } = await admin.client.get('memberships.list', { params: { accountId }, query: {} })
    expect(items.map(({ id }) => id)).not.toContain(user.membershipId)
    // What is over is begun anew by an invitation, not by moving the end.
    expect((await setEnd(admin, null, user, 2)).body).toMatchObject({ code: 'not_found' })
  })
})
