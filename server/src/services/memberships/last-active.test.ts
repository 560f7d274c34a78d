import type { AccountId } from '@gatehouse/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createWorld, type Member, type World } from '../../testing/world.ts'
import { lastActiveEveryMs, touchMembership } from './last-active.ts'

let world: World
let accountId: AccountId
let user: Member

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  accountId = await world.account()
  user = await world.member(accountId, 'viewer')
})

const touch = (id = accountId) =>
  touchMembership(world.db, world.clock.now(), { accountId: id, membershipId: user.membershipId })
const membership = () =>
  world.db
    .selectFrom('membership')
    .select(['last_active_at', 'version'])
    .where('id', '=', user.membershipId)
    .executeTakeFirstOrThrow()
const changes = () =>
  world.db
    .selectFrom('change')
    .select(['entity', 'key', 'op', 'at'])
    .where('account_id', '=', accountId)
    .execute()

test('the last activity of a membership is noted once an hour, and told to replicas each time', async () => {
  const first = world.clock.now()
  await touch()
  expect(await membership()).toEqual({ last_active_at: first, version: 1 })
  world.clock.advance(lastActiveEveryMs - 1)
  await touch()
  expect(await membership()).toEqual({ last_active_at: first, version: 1 })
  expect(await changes()).toEqual([
    { entity: 'membership', key: { id: user.membershipId }, op: 'put', at: first },
  ])
  world.clock.advance(1)
  await touch()
  expect((await membership()).last_active_at).toEqual(world.clock.now())
  expect(await changes()).toHaveLength(2)
})

test('noting it many times at once writes it once', async () => {
  await Promise.all(Array.from({ length: 8 }, () => touch()))
  expect(await changes()).toHaveLength(1)
})

test('a membership is not touched by the name of another account', async () => {
  await touch(await world.account())
  expect((await membership()).last_active_at).toBeNull()
})
