import type { Cursor } from '@gatehouse/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cursorNow, kindsOf, pull, startOf, tell } from '../testing/feed.ts'
import { createWorld, type Member, type World } from '../testing/world.ts'
import { removeOldChanges } from './housekeeping.ts'

let world: World
let member: Member

beforeAll(async () => {
  world = await createWorld()
  member = await world.member(await world.account(), 'admin')
})
afterAll(() => world.close())

const refused = (cursor: string) => member.client.refused('sync.changes', { query: { cursor } })
const gone = { status: 410, code: 'cursor_gone' }

test('a feed that began anew, as after the database was restored, goes on from none of its earlier cursors', async () => {
  const before = await cursorNow(world)
  await sql`update feed set epoch = gen_random_uuid()`.execute(world.db)
  expect(await refused(before)).toMatchObject(gone)
  const { cursor } = startOf(await member.client.bootstrap())
  expect(cursor.split('.')[0]).not.toBe(before.split('.')[0])
  await tell(world, { entity: 'principal', userId: member.id })
  expect(kindsOf((await pull(world, member.client, cursor)).changes)).toEqual(['principal'])
})

test('a cursor from beyond what this database has done is of another history', async () => {
  const [epoch, xid = ''] = (await cursorNow(world)).split('.')
  expect(await refused(`${epoch}.${BigInt(xid) + 100_000n}.0`)).toMatchObject(gone)
  expect(await refused(`${epoch}.${2n ** 64n - 1n}.0`)).toMatchObject(gone)
  expect(await refused(`${epoch}.${2n ** 64n}.0`)).toMatchObject(gone)
  expect(await refused(`${epoch}.${xid}.${2n ** 63n}`)).toMatchObject(gone)
})

test.for(['', 'nonsense', '..', '1.2.3', '%00', `${'0'.repeat(36)}.-1.0`, `${'0'.repeat(36)}.1e3.0`])(
  'a garbled cursor, %j, is refused as such',
  async (cursor) => {
    expect(await refused(cursor)).toMatchObject({ status: 400, code: 'validation' })
  },
)

test('one that is shaped like a cursor and names no feed is gone', async () => {
  expect(await refused(`${'-'.repeat(36)}.1.0`)).toMatchObject(gone)
})

test('what is kept can be read to its very edge, and nothing before it', async () => {
  const old = await cursorNow(world)
  await tell(world, { entity: 'principal', userId: member.id })
  const edge = (await pull(world, member.client, old)).cursor
  world.clock.advance(60_000)
  await tell(world, { entity: 'myInvitations', userId: member.id })
  await removeOldChanges(world.db, world.clock.now())
  expect(kindsOf((await pull(world, member.client, edge)).changes)).toEqual(['myInvitations'])
  expect(await refused(old)).toMatchObject(gone)
  const { floor } = await world.db.selectFrom('feed').select('floor').executeTakeFirstOrThrow()
  const [epoch] = edge.split('.')
  const atFloor: Cursor = `${epoch}.${floor}.0`
  expect(kindsOf((await pull(world, member.client, atFloor)).changes)).toEqual(['myInvitations'])
  expect(await refused(`${epoch}.${BigInt(floor) - 1n}.0`)).toMatchObject(gone)
})

test('removing nothing leaves the edge where it was', async () => {
  const read = () => world.db.selectFrom('feed').select('floor').executeTakeFirstOrThrow()
  const before = await read()
  await removeOldChanges(world.db, new Date(0))
  expect(await read()).toEqual(before)
})
