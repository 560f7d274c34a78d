import type { Sql } from '../database.ts'
import { readMeta } from './meta.ts'

// Indexes that a first sync does without: made after its end, over rows that are all there, they cost a fraction of what
// keeping them costs. Until then everything is found as well, through keys and ranges, if not as fast.

/** In the order in which they are made; the last one stands for all. */
const indexes = {
  membership_by_id: 'index membership_by_id on membership (id)',
  membership_by_person: 'index membership_by_person on membership (person)',
  account_application_by_application:
    'index account_application_by_application on account_application (application, account, reach)',
  person_by_id: 'unique index person_by_id on person (id)',
} as const

/** Whether a first sync has put them off and they aren't all there yet. */
export function areIndexesPutOff(sql: Sql): boolean {
  const known = sql.memory.get('indexes put off')
  if (typeof known === 'boolean') return known
  const found = sql.get(`select 1 from sqlite_master where type = 'index' and name = 'person_by_id'`)
  sql.memory.set('indexes put off', !found)
  return !found
}

/** To be called while the tables are empty. */
export function putIndexesOff(sql: Sql): void {
  for (const name of Object.keys(indexes)) sql.run(`drop index if exists ${name}`)
  sql.memory.set('indexes put off', true)
}

/**
 * Makes one of them, of a million rows in about a second; to be called while nothing else waits to be written. False:
 * all are there, or the first sync hasn't ended.
 */
export function makeNextIndex(sql: Sql): boolean {
  if (!areIndexesPutOff(sql) || readMeta(sql, 'cursor') === null) return false
  for (const [name, of] of Object.entries(indexes)) {
    if (sql.get(`select 1 from sqlite_master where type = 'index' and name = ?`, name)) continue
    sql.run(`create ${of}`)
    if (name === 'person_by_id') {
      sql.memory.set('indexes put off', false)
      sql.memory.delete('people')
    }
    return true
  }
  return false
}
