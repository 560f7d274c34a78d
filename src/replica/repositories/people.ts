import type { Membership } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { toBytes } from './ids.ts'
import { areIndexesPutOff, putIndexesOff } from './indexes.ts'
import { readMeta, writeMeta } from './meta.ts'
import { forgetPeopleDirectory, peopleDirectory } from './people-directory.ts'

/** A user as the accounts see them: stored once, however many memberships they have. */
export type Person = Pick<Membership, 'userId' | 'name' | 'email'>

interface Stored {
  n: number
  name: string
  email: string
}

/**
 * Writes the person, where they are new or called differently now, and answers their number. Most probably it is
 * `probably`, the one that their membership has: that lies beside its neighbours', an entry of the index anywhere.
 */
export function putPerson(sql: Sql, person: Person, probably: number | null = null): number {
  const id = toBytes(person.userId)
  const known = (probably !== null && isPerson(sql, probably, id)) || findPerson(sql, id)
  if (!known) return addPerson(sql, id, person)
  const { name, email } = person
  if (known.name !== name || known.email !== email)
    sql.run('update person set name = ?, email = ? where n = ?', name, email, known.n)
  return known.n
}

function isPerson(sql: Sql, n: number, id: Uint8Array): Stored | undefined {
  return sql.get<Stored>('select n, name, email from person where n = ? and +id = ?', n, id)
}

function findPerson(sql: Sql, id: Uint8Array): Stored | undefined {
  if (!areIndexesPutOff(sql)) return sql.get<Stored>('select n, name, email from person where id = ?', id)
  const n = peopleDirectory(sql).find(id)
  return n === 0 ? undefined : sql.get<Stored>('select n, name, email from person where n = ?', n)
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
  if (isPutOff && !atOnce && readMeta(sql, 'cursor') === null) {
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

/** A first sync has ended: does what was put off, but for the indexes, which are made when there is time. */
export function endBulk(sql: Sql): void {
  if (readMeta(sql, 'peopleToForget') === null) return
  if (sql.run('delete from person where n not in (select person from membership)') > 0)
    forgetPeopleDirectory(sql)
  writeMeta(sql, 'peopleToForget', null)
}
