import { sameLoginReasons, type UserId } from '@gatehouse/contract'
import type { SameLogin } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { toUuid } from '../repositories/ids.ts'
import { find } from '../search/find.ts'
import { people as peopleKind } from '../search/kinds.ts'
import { readQuestion } from '../search/question.ts'
import { accountOf, accountsHidingUsers } from '../search/surroundings.ts'
import { byName } from './context.ts'
import type { KnownPerson } from './persons.ts'

/** More than these are somebody's namesakes. */
const mostShown = 20

/**
 * Logins that may be the same person's, each with the reasons, the surest first. Nobody is taken for another in
 * silence: whoever asks decides.
 */
export function otherLogins(sql: Sql, person: KnownPerson): SameLogin[] {
  return candidates(sql, person)
    .sort(byName)
    .flatMap((other) => sameLogin(sql, person, other) ?? [])
    .sort((a, b) => b.reasons.length - a.reasons.length || b.accounts - a.accounts)
    .slice(0, mostShown)
}

/** Who has the name, the part of the address before the @, or the first name at the same domain. */
function candidates(sql: Sql, { n, name, email }: KnownPerson): KnownPerson[] {
  const at = email.lastIndexOf('@')
  const localPart = email.slice(0, at).replace(/\+.*$/s, '')
  const numbers = new Set<number>()
  for (const text of [name, localPart, `${name.split(' ')[0] ?? ''} @${email.slice(at + 1)}`]) {
    const question = readQuestion(text)
    for (const { entry } of question ? find(sql, peopleKind, question).found : []) numbers.add(entry.n)
  }
  numbers.delete(n)
  if (numbers.size === 0) return []
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

/** In how many accounts somebody is, of those whose users may be seen. */
export function accountsIn(sql: Sql, person: number): number {
  const hidden = accountsHidingUsers(sql)
  return sql
    .all<{ k: number }>(
      `select m.k from membership m join account a on a.n = m.k / 131072
       where m.person = ? and a.loaded_at is not null`,
      person,
    )
    .filter(({ k }) => !hidden.has(accountOf(k))).length
}
