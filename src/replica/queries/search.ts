import { fail, ok, problem } from '@gatehouse/contract'
import { accountsOfPerson, findPeople } from '../search/people.ts'
import { findAccounts, findApplications, findInvitations } from '../search/places.ts'
import { readQuestion } from '../search/question.ts'
import { numbersOf } from '../search/surroundings.ts'
import type { Handler } from './context.ts'

/** Finds what is here and may be seen, by any part of its words, in any script. Nothing typed finds nothing. */
export const findAnything: Handler<'search.find'> = ({ sql, now }, { text, limit, boost }) => {
  const question = readQuestion(text)
  if (!question) return ok({ complete: true, accounts: [], people: [], applications: [], invitations: [] })
  const near = numbersOf(sql, boost)
  const inAccounts = findAccounts(sql, question, near, limit)
  const inPeople = findPeople(sql, question, near, limit)
  const inApplications = findApplications(sql, question, near, limit)
  const inInvitations = findInvitations(sql, question, near, limit, now)
  const groups = [inAccounts, inPeople, inApplications, inInvitations]
  return ok({
    complete: groups.every(({ complete }) => complete),
    accounts: inAccounts.accounts,
    people: inPeople.people,
    applications: inApplications.applications,
    invitations: inInvitations.invitations,
  })
}

/** The accounts of one person, as far as the principal may see its users. */
export const findPerson: Handler<'search.person'> = ({ sql }, { userId, limit, boost }) => {
  const found = accountsOfPerson(sql, userId, numbersOf(sql, boost), limit)
  return found ? ok(found) : fail(problem('not_found'))
}
