import type { Sql } from '../database.ts'

/** Single facts about the replica as a whole. */
export type MetaName =
  /** Where the next pull begins; absent until a bootstrap has ended. */
  | 'cursor'
  /** Every transaction below this one is in the tables. */
  | 'coversBelow'
  /** Which feed the numbers of transactions belong to. */
  | 'epoch'
  | 'usable'
  | 'syncedAt'
  /** The user stopped the bootstrap that is under way. */
  | 'loadingStopped'
  /** Cursor and time of the bootstrap that is under way. */
  | 'nextCursor'
  | 'nextSyncedAt'
  /** People without a membership are left from a first sync that is under way. */
  | 'peopleToForget'
  /** What became of a copy that could not be used any more, until the user has seen it. */
  | 'recovery'
  /** When it was last looked whether an own membership or invitation ends soon. */
  | 'endingsAt'
  /** When all of the file was last read through and found whole. */
  | 'checkedAt'
  /** Searches for access that the user gave a name, as JSON. */
  | 'savedSearches'

export function readMeta(sql: Sql, name: MetaName): string | null {
  return sql.get<{ value: string }>('select value from meta where name = ?', name)?.value ?? null
}

export function writeMeta(sql: Sql, name: MetaName, value: string | null): void {
  if (value === null) sql.run('delete from meta where name = ?', name)
  else sql.run('insert or replace into meta (name, value) values (?, ?)', name, value)
}
