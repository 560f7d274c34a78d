import type { ControlledTransaction } from 'kysely'
import type { Database } from '../db/database.ts'
import type { Schema } from '../db/schema.ts'

/**
 * The same database, except that a write's transaction is rolled back when it should be committed. Those that are told
 * an isolation level are for reading, and stay as they are.
 */
export function keepingNothing(db: Database): Database {
  return replacing(db, 'startTransaction', () => {
    const starting = db.startTransaction()
    return replacing(starting, 'execute', async () => {
      const tx = await starting.execute()
      return replacing<ControlledTransaction<Schema>>(tx, 'commit', () => tx.rollback())
    })
  })
}

// Kysely keeps private fields, so its methods have to be called on the object itself.
function replacing<T extends object>(target: T, name: keyof T, method: () => unknown): T {
  return new Proxy(target, {
    get(_, key) {
      if (key === name) return method
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}
