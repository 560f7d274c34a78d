import { type Problem, problem, type Result } from '@gatehouse/contract'

export { unknownAccount, unknownUser } from '../services/admission.ts'

/** One answer for an environment that doesn't exist and for one that the principal has nothing to do with. */
export const unknownEnvironment = problem('not_found', {
  detail: 'There is no such environment, or you have no access to it.',
})

export function ok<T>(value: T): Result<T> {
  return { ok: true, value }
}

export function okOr<T>(value: T | null, missing: Problem): Result<T> {
  return value === null ? { ok: false, error: missing } : { ok: true, value }
}
