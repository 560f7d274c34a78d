import { fail, ok, problem } from '@gatehouse/contract'
import type { Handler } from './context.ts'
import { accountsIn, otherLogins } from './other-logins.ts'
import { peopleOf } from './persons.ts'

/** Other logins that may be the same person's, by the rule by which likely duplicates of one account are found. */
export const findSamePerson: Handler<'people.same'> = ({ sql }, { userId }) => {
  const [person] = peopleOf(sql, [userId])
  if (!person || accountsIn(sql, person.n) === 0) return fail(problem('not_found'))
  const { name, email } = person
  return ok({ person: { userId, name, email }, others: otherLogins(sql, person) })
}
