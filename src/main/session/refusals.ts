import { type Problem, problem } from '@gatehouse/contract'
import { refusalWords as words } from '../../strings/native.ts'

// What a session refuses. These are made once, and told apart by which they are; their words are read when they are told,
// in the language of that moment.

function told(code: Problem['code'], detail: () => string): Problem {
  return Object.defineProperty({ ...problem(code) }, 'detail', { enumerable: true, get: detail })
}

export const noKeychain = told('keychain_unavailable', () => words.noKeychain)

/** Somebody ended their own sign-in: nothing to be told about. */
export const givenUp = told('sign_in_failed', () => words.cancelled)

export const nobody = problem('unauthenticated')

export const replicaEnded = told('replica_unavailable', () => words.startAgain)

export const isLocked = problem('locked')

export const isClosed = told('locked', () => words.closed)

export const signInInstead = told('locked', () => words.signInInstead)

export const notConfirmed = told('locked', () => words.notConfirmed)

export const otherUser = told('sign_in_failed', () => words.otherUser)

export function otherServer(address: string): Problem {
  return problem('validation', { detail: words.otherServer(address) })
}

export const signOutFirst = told('validation', () => words.signOutFirst)

export const noServerYet = told('validation', () => words.noServerYet)

export function unsent(count: number): Problem {
  return problem('validation', { detail: words.unsent(count) })
}
