import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts'
import { removeOldAnswers, removeOldChanges } from './housekeeping.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.drop())

const old = new Date('2026-02-01T10:00:00Z')
const before = new Date('2026-03-01T10:00:00Z')

// One transaction for all of them would end by the limit of a statement, and hold up the feed until then.
test.each([
  [
    'change',
    removeOldChanges,
    sql`insert into change (entity, key, op, at)
    select 'account', '{}', 'put', ${old}::timestamptz from generate_series(1, 12000)`,
  ],
  [
    'idempotency_key',
    removeOldAnswers,
    sql`insert into idempotency_key
    select gen_random_uuid(), gen_random_uuid(), '', 200, '{}', ${old}::timestamptz from generate_series(1, 12000)`,
  ],
] as const)('%s is emptied of what is old piece by piece', async (table, remove, fill) => {
  const { db } = database
  await fill.execute(db)
  await sql
    .raw(`
    create function refuse_many() returns trigger language plpgsql as
      'begin if (select count(*) from gone) > 5000 then raise exception ''too many at once''; end if; return null; end';
    create trigger refuse_many after delete on ${table} referencing old table as gone
      for each statement execute function refuse_many()`)
    .execute(db)
  await remove(db, before)
  const { rows } = await sql`select from ${sql.table(table)} limit 1`.execute(db)
  expect(rows).toEqual([])
})

test('what is younger stays, and the floor of the feed rises no further than what is gone', async () => {
  const { db } = database
  const insert = (at: Date) =>
    sql<{ xid: string }>`insert into change (entity, key, op, at)
      values ('account', '{}', 'put', ${at}::timestamptz) returning xid::text`.execute(db)
  const [gone] = (await insert(old)).rows
  const [kept] = (await insert(before)).rows
  await removeOldChanges(db, before)
  const { rows } = await sql<{ xid: string }>`select xid::text from change`.execute(db)
  expect(rows).toEqual([kept])
  const feed = await sql<{ floor: string }>`select floor::text from feed`.execute(db)
  expect(feed.rows[0]?.floor).toBe(String(BigInt(gone?.xid ?? 0) + 1n))
})
