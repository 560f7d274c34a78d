import type { AccountId, ApplicationId } from '@gatehouse/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemRandomness } from '../../clock.ts'
import { createDatabase } from '../../db/database.ts'
import { cursorNow, pull } from '../../testing/feed.ts'
import { createWorld, inviteBody, type Member, type World } from '../../testing/world.ts'
import { endMemberships } from './membership-removal.ts'

let world: World
let accountId: AccountId
let owner: Member
let admin: Member
let user: Member
let applicationId: ApplicationId

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  accountId = await world.account()
  owner = await world.member(accountId, 'owner')
  admin = await world.member(accountId, 'admin')
  user = await world.member(accountId, 'viewer')
  applicationId = await world.application()
  await world.assign(accountId, applicationId)
  await world.grant(accountId, user.membershipId, applicationId)
})

const remove = (who: Pick<Member, 'client'>, { membershipId } = user) =>
  who.client.call('memberships.remove', { params: { accountId, membershipId } })
const leave = (who: Pick<Member, 'client'>) =>
  who.client.call('memberships.leave', { params: { accountId }, body: {} })
const activity = async () =>
  (await owner.client.get('activity.list', { params: { accountId }, query: {} })).items
const grantsLeft = async () => {
  const rows = await world.db
    .selectFrom('application_grant')
    .select('membership_id')
    .where('account_id', '=', accountId)
    .execute()
  return rows.length
}
const goneFor = (accountId: AccountId, { membershipId }: Member) => [
  { type: 'delete', accountId, target: { entity: 'grant', key: { membershipId, applicationId } } },
  { type: 'delete', accountId, target: { entity: 'membership', key: { id: membershipId } } },
]

describe('a user who is removed', () => {
  test('finds nothing any more, and their grants are gone with them', async () => {
    expect((await remove(admin)).status).toBe(200)
    expect((await user.client.refused('accounts.get', { params: { accountId } })).code).toBe('not_found')
    expect((await user.client.get('accounts.list', { query: {} })).items).toEqual([])
    expect(await grantsLeft()).toBe(0)
    expect((await remove(admin)).body).toMatchObject({ code: 'not_found' })
  })

  test('is written down with what they had', async () => {
    await remove(admin)
    expect(await activity()).toMatchObject([
      {
        action: 'membership.removed',
        actorId: admin.id,
        targetId: user.membershipId,
        targetName: user.name,
        before: {
          email: user.email,
          role: 'viewer',
          status: 'active',
          endsAt: null,
          applicationIds: [applicationId],
          permissions: expect.arrayContaining(['account.view']),
        },
        after: null,
      },
    ])
  })

  test('is told to purge the account, and the others that user and grants are gone', async () => {
    const cursor = await cursorNow(world)
    await remove(admin)
    expect((await pull(world, user.client, cursor)).changes).toEqual([{ type: 'purge', accountId }])
    const { changes } = await pull(world, owner.client, cursor)
    for (const change of goneFor(accountId, user)) expect(changes).toContainEqual(change)
  })

  test('can be invited again, with what the invitation names alone', async () => {
    await remove(admin)
    const body = inviteBody(world, { email: user.email })
    await admin.client.get('invitations.create', { params: { accountId }, body })
    const { value } = await user.client.get('me.invitations.accept', {
      params: { invitationId: body.invitationId },
      body: {},
    })
    expect(value.membershipId).not.toBe(user.membershipId)
    expect(await grantsLeft()).toBe(0)
  })
})

describe('nobody is removed', () => {
  test('who owns the account', async () => {
    for (const who of [admin, owner, await world.administrator()]) {
      expect((await remove(who, owner)).body).toMatchObject({ code: 'owner_fixed' })
    }
  })

  test('from an account that can only be read', async () => {
    await world.db.updateTable('account').set({ status: 'closed' }).where('id', '=', accountId).execute()
    expect((await remove(owner)).body).toMatchObject({ code: 'account_read_only' })
  })

  test('through another account', async () => {
    const elsewhere = await world.account()
    const stranger = await world.member(elsewhere, 'owner')
    const params = { accountId: elsewhere, membershipId: user.membershipId }
    expect((await stranger.client.refused('memberships.remove', { params })).code).toBe('not_found')
    expect(await grantsLeft()).toBe(1)
  })
})

describe('leaving', () => {
  test('needs no permission, and says who left', async () => {
    const nobody = await world.member(accountId, 'custom', { permissions: [] })
    expect((await leave(nobody)).status).toBe(200)
    expect((await nobody.client.get('accounts.list', { query: {} })).items).toEqual([])
    const [left] = await activity()
    expect(left).toMatchObject({
      action: 'membership.removed',
      actorId: nobody.id,
      targetId: nobody.membershipId,
    })
  })

  test('is possible from an account that can only be read', async () => {
    await world.db.updateTable('account').set({ status: 'closed' }).where('id', '=', accountId).execute()
    expect((await leave(user)).status).toBe(200)
  })

  test('is not for the owner, a suspended user, or whoever is not in', async () => {
    expect((await leave(owner)).body).toMatchObject({ code: 'owner_fixed' })
    const suspended = await world.member(accountId, 'viewer', { status: 'suspended' })
    expect((await leave(suspended)).body).toMatchObject({ code: 'forbidden', held: [] })
    for (const who of [await world.user(), await world.administrator()]) {
      expect((await leave(who)).body).toMatchObject({ code: 'not_found' })
    }
  })

  test('and coming back through a link does not end a suspension', async () => {
    const suspended = await world.member(accountId, 'viewer', { status: 'suspended' })
    await leave(suspended)
    const body = inviteBody(world, { anyAddress: true })
    await admin.client.get('invitations.create', { params: { accountId }, body })
    const { value } = await admin.client.get('invitations.link', {
      params: { accountId, invitationId: body.invitationId },
      body: {},
    })
    const token = /[\w-]{43}/.exec(value.url)?.[0] ?? ''
    const refused = await suspended.client.refused('invitations.accept', { body: { token } })
    expect(refused.code).toBe('already_member')
    const { access } = await suspended.client.get('accounts.get', { params: { accountId } })
    expect(access).toMatchObject({ membershipStatus: 'suspended', permissions: [] })
  })
})

describe('a temporary membership', () => {
  let guest: Member
  const lifeMs = 60_000
  beforeEach(async () => {
    const endsAt = new Date(world.clock.now().getTime() + lifeMs)
    guest = await world.member(accountId, 'technician', { endsAt })
    await world.grant(accountId, guest.membershipId, applicationId)
  })
  const tidyUp = (db = world.db) => endMemberships(db, world.clock.now(), systemRandomness)
  const ended = async () => (await activity()).filter(({ action }) => action === 'membership.ended')

  test('is left alone until its end, and gone from it on', async () => {
    world.clock.advance(lifeMs - 1)
    await tidyUp()
    expect(await ended()).toEqual([])
    world.clock.advance(1)
    await tidyUp()
    expect(await ended()).toMatchObject([
      {
        actorId: null,
        actorName: 'Gatehouse',
        targetId: guest.membershipId,
        before: { role: 'technician', applicationIds: [applicationId] },
      },
    ])
    const row = await world.db
      .selectFrom('membership')
      .where('id', '=', guest.membershipId)
      .selectAll()
      .executeTakeFirst()
    expect(row).toBeUndefined()
  })

  test('ends for its replicas: the user purges the account, the others lose the user', async () => {
    const cursor = await cursorNow(world)
    world.clock.advance(lifeMs)
    await tidyUp()
    expect((await pull(world, guest.client, cursor)).changes).toEqual([{ type: 'purge', accountId }])
    const { changes } = await pull(world, owner.client, cursor)
    for (const change of goneFor(accountId, guest)) expect(changes).toContainEqual(change)
  })

  test('ends once, however many nodes look', async () => {
    const other = await world.account()
    const endsAt = new Date(world.clock.now().getTime() + lifeMs)
    for (let n = 0; n < 5; n += 1) await world.member(accountId, 'viewer', { endsAt })
    await world.member(other, 'viewer', { endsAt })
    world.clock.advance(lifeMs)
    const nodes = [createDatabase(world.config), createDatabase(world.config)]
    try {
      await Promise.all([world.db, ...nodes, ...nodes].map(tidyUp))
    } finally {
      await Promise.all(nodes.map((node) => node.destroy()))
    }
    const found = await ended()
    expect(found).toHaveLength(6)
    expect(new Set(found.map(({ targetId }) => targetId)).size).toBe(6)
  })

  test('that is prolonged in time goes on', async () => {
    const params = { accountId, membershipId: guest.membershipId }
    const endsAt = new Date(world.clock.now().getTime() + 2 * lifeMs).toISOString()
    await admin.client.get('memberships.setEnd', { params, body: { endsAt, baseVersion: 1 } })
    world.clock.advance(lifeMs)
    await tidyUp()
    expect((await guest.client.call('accounts.get', { params: { accountId } })).status).toBe(200)
  })

  test.each(['before', 'after'])('is begun anew by an invitation, %s it is tidied up', async (when) => {
    world.clock.advance(lifeMs)
    if (when === 'after') await tidyUp()
    const body = inviteBody(world, { email: guest.email })
    await admin.client.get('invitations.create', { params: { accountId }, body })
    await guest.client.get('me.invitations.accept', {
      params: { invitationId: body.invitationId },
      body: {},
    })
    await tidyUp()
    const { access } = await guest.client.get('accounts.get', { params: { accountId } })
    expect(access).toMatchObject({ role: 'viewer', membershipStatus: 'active' })
    const params = { accountId, membershipId: access.membershipId as never }
    expect(await admin.client.get('memberships.access', { params })).toEqual({ items: [] })
    expect((await admin.client.get('memberships.get', { params })).endsAt).toBeNull()
  })
})
