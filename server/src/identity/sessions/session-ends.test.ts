import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts'
import { createSessionEnds } from './session-ends.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.drop())

test('an end that was missed while the connection was away is found, also where the first look fails', async () => {
  const { db, config } = database
  let looks = 0
  const failsOnce = new Proxy(db, {
    get(target, name) {
      if (name === 'selectFrom') {
        looks += 1
        if (looks === 1) throw new Error('the database is not back yet')
      }
      const value = Reflect.get(target, name) as unknown
      return typeof value === 'function' ? value.bind(target) : value
    },
  }) as Database
  const ends = createSessionEnds({ db: failsOnce, connectionString: config.connectionString })
  await ends.start()
  const ended = new Promise<void>((resolve) => ends.watch('a sign-in that is no more', resolve))
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'gatehouse-sessions' and datname = current_database()`.execute(db)
  await ended
  expect(looks).toBeGreaterThan(1)
  await ends.stop()
})
