import { expect, test } from 'vitest'
import { migrate } from '../db/migrate.ts'
import { createTestDatabase } from './test-database.ts'

test('a test database is migrated, empty and its own', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()])
  try {
    await one.db
      .insertInto('server_secret')
      .values({ name: 'only here', value: JSON.stringify({}) })
      .execute()
    expect(await other.db.selectFrom('server_secret').selectAll().execute()).toEqual([])
    expect(await migrate(one.db)).toEqual({ ok: true, value: { applied: [] } })
  } finally {
    await Promise.all([one.drop(), other.drop()])
  }
})
