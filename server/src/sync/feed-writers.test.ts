import { setTimeout as delay } from 'node:timers/promises'
import type { AccountId, Change, Cursor, TemplateId } from '@gatehouse/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type Database, type Tx } from '../db/database.ts'
import { recordChanges } from '../services/record.ts'
import { cursorNow, settled } from '../testing/feed.ts'
import { createWorld, type Member, type World } from '../testing/world.ts'

/**
 * Eight writers on connections of their own, whose transactions take their time, overlap, roll back as a whole or in
 * part; one reader who pages with a limit of another size each time and keeps a copy by what the pages say.
 */

const writers = 8
const writesEach = 25

let world: World
let accountId: AccountId
let reader: Member
let db: Database

beforeAll(async () => {
  world = await createWorld()
  accountId = await world.account()
  reader = await world.member(accountId, 'admin')
  db = createDatabase({ ...world.config, max: writers })
})
afterAll(async () => {
  await db.destroy()
  await world.close()
})

/** Numbers that look random and are the same in every run. */
function sequence(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

async function writeForAWhile(writer: number): Promise<void> {
  const next = sequence(writer + 1)
  const own: TemplateId[] = []
  for (let n = 0; n < writesEach; n += 1) {
    const tx = await db.startTransaction().execute()
    const id = own.length > 3 && next(3) === 0 ? own.shift() : undefined
    const written = id ? await remove(tx, id) : await put(tx, next(2) === 0 ? own.at(-1) : undefined)
    await sql`select pg_sleep(${next(12) / 1000})`.execute(tx)
    if (next(4) === 0) await takeBackInPart(tx)
    if (next(6) === 0) {
      await tx.rollback().execute()
      if (id) own.unshift(id)
    } else {
      await tx.commit().execute()
      if (!id && !own.includes(written)) own.push(written)
    }
  }
}

async function put(tx: Tx, known?: TemplateId): Promise<TemplateId> {
  const id = known ?? world.id<TemplateId>()
  const name = `Template ${world.id()}`
  await tx
    .insertInto('permission_template')
    .values({ id, account_id: accountId, name, permissions: [] })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ name }))
    .execute()
  await recordChanges(tx, world.clock.now(), [{ entity: 'template', accountId, key: { id }, op: 'put' }])
  return id
}

async function remove(tx: Tx, id: TemplateId): Promise<TemplateId> {
  await tx.deleteFrom('permission_template').where('id', '=', id).execute()
  await recordChanges(tx, world.clock.now(), [{ entity: 'template', accountId, key: { id }, op: 'delete' }])
  return id
}

/** Something is done and taken back inside a transaction that goes on. */
async function takeBackInPart(tx: Tx): Promise<void> {
  await sql`savepoint before_it`.execute(tx)
  await put(tx)
  await sql`rollback to savepoint before_it`.execute(tx)
}

function apply(copy: Map<string, string>, changes: Change[]): void {
  for (const change of changes) {
    if (change.type === 'put' && change.batch.entity === 'template') {
      for (const { id, name } of change.batch.rows) copy.set(id, name)
    }
    if (change.type === 'delete' && change.target.entity === 'template') copy.delete(change.target.key.id)
  }
}

async function inDatabase(): Promise<Map<string, string>> {
  const rows = await world.db.selectFrom('permission_template').select(['id', 'name']).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}

const placeOf = (cursor: Cursor) => {
  const [, xid = '', seq = ''] = cursor.split('.')
  return [BigInt(xid), BigInt(seq)] as const
}

test('a reader paging along ends with exactly what is in the database, and never goes back', async () => {
  const next = sequence(99)
  const copy = new Map<string, string>()
  let cursor = await cursorNow(world)
  let isWriting = true
  const writing = Promise.all(Array.from({ length: writers }, (_, n) => writeForAWhile(n))).finally(() => {
    isWriting = false
  })
  let pages = 0
  for (let isLast = false; !isLast; pages += 1) {
    const wasWriting = isWriting
    if (!wasWriting) await settled(world)
    const query = { cursor, limit: 1 + next(9) }
    const page = await reader.client.get('sync.changes', { query })
    const [from, to] = [placeOf(cursor), placeOf(page.cursor)]
    expect(to[0] > from[0] || (to[0] === from[0] && to[1] >= from[1])).toBe(true)
    apply(copy, page.changes)
    cursor = page.cursor
    isLast = !wasWriting && !page.more
    if (wasWriting) await delay(next(5))
  }
  await writing
  expect(pages).toBeGreaterThan(10)
  expect(copy.size).toBeGreaterThan(writers)
  expect(copy).toEqual(await inDatabase())
})

test('reading all of it again from the start, in pages of other sizes, ends with the same', async () => {
  await settled(world)
  const { epoch } = await world.db.selectFrom('feed').select('epoch').executeTakeFirstOrThrow()
  for (const limit of [3, 17, 1000]) {
    const copy = new Map<string, string>()
    for (let cursor = `${epoch}.0.0`; ; ) {
      const page = await reader.client.get('sync.changes', { query: { cursor, limit } })
      apply(copy, page.changes)
      cursor = page.cursor
      if (!page.more) break
    }
    expect(copy).toEqual(await inDatabase())
  }
})
