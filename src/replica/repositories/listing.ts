import type { AccountId } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { toBytes, toUuid } from './ids.ts'

// What a directory that comes anew holds, so that what it doesn't hold any more can be told from what is kept. It is a
// temporary table: a bootstrap that is cut off goes on with a new directory.

export function beginListing(sql: Sql): void {
  endListing(sql)
  sql.run('create temp table listed (id blob primary key, name text not null) without rowid')
}

export function isListing(sql: Sql): boolean {
  return sql.get(`select 1 from sqlite_temp_master where name = 'listed'`) !== undefined
}

export function list(sql: Sql, id: string): void {
  if (isListing(sql)) sql.run('insert or ignore into temp.listed (id, name) values (?, ?)', toBytes(id), id)
}

/** Ends the listing: forgets environments and applications that it didn't hold, and answers such accounts. */
export function takeUnlisted(sql: Sql): AccountId[] {
  if (!isListing(sql)) return []
  sql.run('delete from environment where id not in (select name from temp.listed)')
  sql.run('delete from application where id not in (select id from temp.listed)')
  const gone = sql.all<{ id: Uint8Array }>(
    'select id from account where id not in (select id from temp.listed)',
  )
  endListing(sql)
  return gone.map(({ id }) => toUuid(id) as AccountId)
}

export function endListing(sql: Sql): void {
  sql.run('drop table if exists temp.listed')
}
