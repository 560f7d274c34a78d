import type { Sql } from '../database.ts'

// Indexes that a first sync does without: made at its end, over rows that are all there, they cost a fraction of what
// keeping them costs. Until then everything is found as well, through keys and ranges, if not as fast.

const indexes = {
  person_by_id: 'unique index person_by_id on person (id)',
  membership_by_id: 'index membership_by_id on membership (id)',
  membership_by_person: 'index membership_by_person on membership (person)',
  account_application_by_application:
    'index account_application_by_application on account_application (application, account, reach)',
} as const

/** Whether a first sync is under way that has put the indexes off. */
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

export function makeIndexes(sql: Sql): void {
  for (const of of Object.values(indexes)) sql.run(`create ${of.replace('index ', 'index if not exists ')}`)
  sql.memory.set('indexes put off', false)
}
