import { fail, ok, problem, sameLoginReasons, type UserId } from '@gatehouse/contract'
import type { SameLogin } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { toBytes, toUuid } from '../repositories/ids.ts'
import { find } from '../search/find.ts'
import { people as peopleKind } from '../search/kinds.ts'
import { readQuestion } from '../search/question.ts'
import { accountOf, accountsHidingUsers } from '../search/surroundings.ts'
import type { Handler } from './context.ts'
import { type KnownPerson, peopleOf } from './persons.ts'

/** More than these are somebody's namesakes. */
const mostShown = 12

/** Other logins that may be the same person's, by the rule by which likely duplicates of one account are found. */
export const findSamePerson: Handler<'people.same'> = ({ sql }, { userId }) => {
  const [person] = peopleOf(sql, [userId])
  if (!person || accountsIn(sql, person.n) === 0) return fail(problem('not_found'))
  const others = candidates(sql, person)
    .flatMap((other) => sameLogin(sql, person, other) ?? [])
    .sort((a, b) => b.reasons.length - a.reasons.length || b.accounts - a.accounts)
    .slice(0, mostShown)
  return ok({ person: { userId: person.userId, name: person.name, email: person.email }, others })
}

/** Who has the name, or the part of the address before the @. */
function candidates(sql: Sql, person: KnownPerson): KnownPerson[] {
  const localPart = person.email.replace(/[@+].*$/s, '')
  const numbers = new Set<number>()
  for (const text of [person.name, localPart]) {
    const question = readQuestion(text)
    for (const { entry } of question ? find(sql, peopleKind, question).found : []) numbers.add(entry.n)
  }
  numbers.delete(person.n)
  return sql
    .all<{ n: number; id: Uint8Array; name: string; email: string }>(
      'select n, id, name, email from person where n in (select value from json_each(?))',
      JSON.stringify([...numbers]),
    )
    .map(({ id, ...rest }) => ({ ...rest, userId: toUuid(id) as UserId }))
}

function sameLogin(sql: Sql, person: KnownPerson, other: KnownPerson): SameLogin | null {
  const reasons = sameLoginReasons(traitsOf(person), traitsOf(other))
  const accounts = reasons.length > 0 ? accountsIn(sql, other.n) : 0
  if (accounts === 0) return null
  return { userId: other.userId, name: other.name, email: other.email, reasons, accounts }
}

/** Across accounts a shared name is worth a look whatever kind of login it is: nothing is done before it is ticked. */
function traitsOf({ name, email }: KnownPerson) {
  return { name, email, isLegacy: true }
}

function accountsIn(sql: Sql, person: number): number {
  const hidden = accountsHidingUsers(sql)
  return sql
    .all<{ k: number }>('select k from membership where person = ?', person)
    .filter(({ k }) => !hidden.has(accountOf(k))).length
}

export function personNumber(sql: Sql, userId: UserId): number | null {
  return sql.get<{ n: number }>('select n from person where id = ?', toBytes(userId))?.n ?? null
}
