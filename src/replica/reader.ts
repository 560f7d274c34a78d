import { fail, ok, type Result } from '@gatehouse/contract'
import type { QueryInput, QueryOutput } from '../ipc/contract.ts'
import { openAsLeft, openToRead, type Sql } from './database.ts'
import { answered, mustBeInPlace } from './engine.ts'
import { fileProblem } from './failures.ts'
import { needsMending } from './outbox/rows.ts'
import type { OpenOptions, ReplicaQueryName, ReplicaState, Touched } from './port.ts'
import { forgetTouched } from './portfolio/kept.ts'
import { answer } from './queries/index.ts'
import { registerStep, registerTouched } from './register/register.ts'
import { readState } from './repositories/state.ts'

/**
 * The part of the replica that answers queries, without its thread, on a connection of its own: what is being written
 * meanwhile holds it up as little as it shows. To be opened after the engine has opened the file.
 */
export function createReader() {
  let database: Sql | null = null

  function opened(): Sql {
    if (!database) throw new Error('the replica is not open')
    return database
  }

  return {
    open({ file, key }: OpenOptions): Result<void> {
      const result = openToRead(file, key)
      key.fill(0)
      if (!result.ok) return result
      database = result.value
      return ok(undefined)
    },

    /**
     * Opens a file before the engine does, where the engine has nothing to do to it: closed in good order, of today's
     * schema, with nothing half sent, and where it can be written. Null, with nothing open: the engine comes first.
     */
    openFirst({ file, key }: OpenOptions): ReplicaState | null {
      const found = openAsLeft(file, key)
      key.fill(0)
      if (!found) return null
      try {
        if (!needsMending(found)) database = found
        return database && readState(database)
      } finally {
        if (!database) found.close()
      }
    },

    /**
     * Before the engine opens the file too: whether it is still the one that is open here. Where it isn't, what is open
     * here is put back, and has to be opened anew.
     */
    confirmPlace(): Result<void> {
      return answered(() => {
        mustBeInPlace(opened())
        return ok(undefined)
      })
    },

    state: (): ReplicaState => opened().transaction(() => readState(opened())),

    /** All that one query reads is of one moment. */
    read<N extends ReplicaQueryName>(name: N, input: QueryInput<N>, now: Date): Result<QueryOutput<N>> {
      const sql = opened()
      return answered(() => sql.transaction(() => answer(sql, name, input, now)))
    },

    /** What was worked out from rows that have changed since is worked out anew. */
    forget(touched: Touched): void {
      forgetTouched(opened(), touched)
      registerTouched(opened(), touched)
    },

    /** One step of what may be worked out while nobody waits. True: there is more to do. */
    tidy(): boolean {
      const sql = database
      if (!sql) return false
      const stepped = answered(() => sql.transaction(() => ok(registerStep(sql))))
      return stepped.ok && stepped.value
    },

    /** Tables, to be checked one by one. */
    tables(): string[] {
      return opened()
        .all<{ name: string }>(
          "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'",
        )
        .map(({ name }) => name)
    },

    /** Reads one table and its indexes through. */
    checkTable(table: string): Result<void> {
      return answered(() => {
        const found = opened().all<{ result: string }>(
          'select quick_check as result from pragma_quick_check(?)',
          table,
        )
        return found.every(({ result }) => result === 'ok') ? ok(undefined) : fail(fileProblem('damaged'))
      })
    },

    close(): void {
      database?.close()
      database = null
    },
  }
}

export type Reader = ReturnType<typeof createReader>
