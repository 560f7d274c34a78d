import type { Membership } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { toBytes } from './ids.ts'

/** A user as the accounts see them: stored once, however many memberships they have. */
export type Person = Pick<Membership, 'userId' | 'name' | 'email'>

interface Stored {
  n: number
  name: string
  email: string
}

/** Writes the person, where they are new or called differently now, and answers their number. */
export function putPerson(sql: Sql, { userId, name, email }: Person): number {
  const id = toBytes(userId)
  const known = sql.get<Stored>('select n, name, email from person where id = ?', id)
  if (!known) {
    const added = sql.get<{ n: number }>(
      'insert into person (id, name, email) values (?, ?, ?) returning n',
      id,
      name,
      email,
    )
    if (!added) throw new Error('a person was not stored')
    return added.n
  }
  if (known.name !== name || known.email !== email)
    sql.run('update person set name = ?, email = ? where n = ?', name, email, known.n)
  return known.n
}

/** Removes those of these people who have no membership here any more: nothing of them may stay. */
export function forgetPeople(sql: Sql, numbers: readonly number[]): void {
  if (numbers.length === 0) return
  sql.run(
    `delete from person where n in (select value from json_each(?))
       and n not in (select person from membership)`,
    JSON.stringify(numbers),
  )
}
