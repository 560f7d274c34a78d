import type { ControlledTransaction } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import type { Schema } from '../db/schema.ts'

/**
 * The same database, except that a write's transaction is rolled back when it should be committed. Those that are told
 * an isolation level are for reading, and stay as they are. `look` sees what was done just before it is undone.
 */
export function keepingNothing(db: Database, look?: (tx: Tx) => Promise<void>): Database {
  return replacing(db, 'startTransaction', () => {
    const starting = db.startTransaction()
    return replacing(starting, 'execute', async () => {
      const tx = await starting.execute()
      return replacing<ControlledTransaction<Schema>>(tx, 'commit', () => ({
        async execute() {
          await look?.(tx)
          await tx.rollback().execute()
        },
      }))
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
