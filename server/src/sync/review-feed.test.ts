import { type Permission, protocolHeader } from '@gatehouse/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cursorNow, kindsOf, pull, rowsIn, startOf } from '../testing/feed.ts'
import { openBody } from '../testing/reviews.ts'
import { createWorld, tellAccess, type World } from '../testing/world.ts'
import { protocolOf } from './known-to.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

async function office() {
  const environmentId = await world.environment()
  const accountId = await world.account({ environmentId })
  const owner = await world.member(accountId, 'owner')
  const clerk = (...permissions: Permission[]) => world.member(accountId, 'custom', { permissions })
  return { environmentId, accountId, owner, clerk }
}

test('reviews and what is told of them are for who may see reviews', async () => {
  const { accountId, owner, clerk } = await office()
  const seeing = await clerk('account.view', 'activity.view', 'reviews.view')
  const other = await clerk('account.view', 'activity.view', 'users.view')
  const cursor = await cursorNow(world)
  const body = await openBody(world, accountId, owner)
  const { value } = await owner.client.get('reviews.open', { params: { accountId }, body })
  const told = await pull(world, seeing.client, cursor)
  expect(kindsOf(told.changes)).toEqual(expect.arrayContaining(['put review', 'put activity']))
  expect(rowsIn(await seeing.client.bootstrap(), 'review')).toEqual([value])
  const { changes } = await pull(world, other.client, cursor)
  expect(JSON.stringify(changes)).not.toContain(value.title)
  const lines = await other.client.bootstrap()
  expect(JSON.stringify(lines)).not.toContain(value.title)
  expect(rowsIn(lines, 'review')).toEqual([])
})

test('who administers an environment is for who sees users there, as it is by now', async () => {
  const { environmentId, accountId, clerk } = await office()
  const seeing = await clerk('account.view', 'users.view')
  const other = await clerk('account.view')
  const first = await world.administrator(environmentId)
  const row = ({ id, name, email }: typeof first) => ({ userId: id, name, email })
  const linesOf = async ({ client }: typeof seeing) =>
    (await client.bootstrap()).filter(({ type }) => type === 'administrators')
  expect(await linesOf(seeing)).toEqual([{ type: 'administrators', environmentId, rows: [row(first)] }])
  expect(await linesOf(other)).toEqual([])

  const cursor = await cursorNow(world)
  const newcomer = await world.user()
  const body = { email: newcomer.email }
  await first.client.get('environments.administrators.add', { params: { environmentId }, body })
  const told = await pull(world, seeing.client, cursor)
  const rows = [row(first), row(newcomer)]
  expect(told.changes).toEqual([
    { type: 'administrators', environmentId, rows: expect.arrayContaining(rows) },
  ])
  const untold = await pull(world, other.client, cursor)
  expect(JSON.stringify(untold.changes)).not.toContain(newcomer.email)

  await world.db
    .updateTable('membership')
    .set({ permissions: ['account.view'] })
    .where('id', '=', seeing.membershipId)
    .execute()
  await tellAccess(world, accountId, seeing.id)
  const { changes } = await pull(world, seeing.client, told.cursor)
  expect(changes).toContainEqual({ type: 'administrators', environmentId, rows: null })
})

test('a client of the first protocol is sent what it knows, and no more', async () => {
  const { environmentId, accountId, owner } = await office()
  await world.administrator(environmentId)
  const cursor = await cursorNow(world)
  const body = await openBody(world, accountId, owner)
  await owner.client.get('reviews.open', { params: { accountId }, body })
  const headers = { [protocolHeader]: '1' }
  const { body: lines } = await owner.client.call('sync.bootstrap', { query: {} }, { headers })
  expect(startOf(lines as never).protocol).toBe(1)
  await cursorNow(world)
  const { body: page } = await owner.client.call('sync.changes', { query: { cursor } }, { headers })
  for (const text of [JSON.stringify(lines), JSON.stringify(page)]) {
    expect(text).not.toContain('"review"')
    expect(text).not.toContain('"administrators"')
  }
  expect(startOf(await owner.client.bootstrap()).protocol).toBe(2)
})

test('a protocol is one that there is', () => {
  expect([undefined, '1', '2', '9', '0', '-1', 'x', '1.5'].map(protocolOf)).toEqual([2, 1, 2, 2, 1, 2, 2, 2])
})
