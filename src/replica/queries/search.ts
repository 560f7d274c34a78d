import { ok } from '@gatehouse/contract'
import { findPeople } from '../search/people.ts'
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
