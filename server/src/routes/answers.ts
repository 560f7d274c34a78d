import { type Problem, problem, type Result } from '@gatehouse/contract'

/** One answer for an account that doesn't exist and for one that is somebody else's. */
export const unknownAccount = problem('not_found', {
  detail: 'There is no such account, or you have no access to it.',
})

/** The same for an environment. */
export const unknownEnvironment = problem('not_found', {
  detail: 'There is no such environment, or you have no access to it.',
})

export const unknownUser = problem('not_found', { detail: 'This user is not in the account.' })

export function ok<T>(value: T): Result<T> {
  return { ok: true, value }
}

export function okOr<T>(value: T | null, missing: Problem): Result<T> {
  return value === null ? { ok: false, error: missing } : { ok: true, value }
}
