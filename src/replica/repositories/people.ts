import type { Membership } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { toBytes } from './ids.ts'
import { areIndexesPutOff, makeIndexes, putIndexesOff } from './indexes.ts'
import { readMeta, writeMeta } from './meta.ts'
import { forgetPeopleDirectory, peopleDirectory } from './people-directory.ts'

/** A user as the accounts see them: stored once, however many memberships they have. */
export type Person = Pick<Membership, 'userId' | 'name' | 'email'>

/** Writes the person, where they are new or called differently now, and answers their number. */
export function putPerson(sql: Sql, person: Person): number {
  const id = toBytes(person.userId)
  const known = findPerson(sql, id)
  if (known === null) return addPerson(sql, id, person)
  sql.run(
    'update person set name = ?, email = ? where n = ? and (name <> ? or email <> ?)',
    person.name,
    person.email,
    known,
    person.name,
    person.email,
  )
  return known
}

function findPerson(sql: Sql, id: Uint8Array): number | null {
  if (areIndexesPutOff(sql)) return peopleDirectory(sql).find(id) || null
  return sql.get<{ n: number }>('select n from person where id = ?', id)?.n ?? null
}

function addPerson(sql: Sql, id: Uint8Array, { name, email }: Person): number {
  const n = areIndexesPutOff(sql) ? peopleDirectory(sql).add(id) : null
  const added = sql.get<{ n: number }>(
    'insert into person (n, id, name, email) values (?, ?, ?, ?) returning n',
    n,
    id,
    name,
    email,
  )
  if (!added) throw new Error('a person was not stored')
  return added.n
}

/**
 * Removes those of these people who have no membership here any more: nothing of them may stay. During a first sync that
 * is put off to its end, as it takes a look at every membership then, unless it has to be `atOnce`.
 */
export function forgetPeople(sql: Sql, numbers: readonly number[], { atOnce = false } = {}): void {
  if (numbers.length === 0) return
  const isPutOff = areIndexesPutOff(sql)
  if (isPutOff && !atOnce) {
    writeMeta(sql, 'peopleToForget', 'yes')
    return
  }
  const gone = sql.run(
    `delete from person where n in (select value from json_each(?))
       and n not in (select person from membership)`,
    JSON.stringify(numbers),
  )
  if (isPutOff && gone > 0) forgetPeopleDirectory(sql)
}

/** A first sync begins; the tables are empty. */
export function beginBulk(sql: Sql): void {
  putIndexesOff(sql)
  forgetPeopleDirectory(sql)
  writeMeta(sql, 'peopleToForget', null)
}

/** A first sync has ended: makes what was put off. */
export function endBulk(sql: Sql): void {
  makeIndexes(sql)
  forgetPeopleDirectory(sql)
  if (readMeta(sql, 'peopleToForget') === null) return
  sql.run('delete from person where n not in (select person from membership)')
  writeMeta(sql, 'peopleToForget', null)
}
