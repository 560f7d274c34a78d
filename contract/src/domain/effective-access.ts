import type { AccessSource } from '../entities/application.ts'

export interface AccessFacts {
  accountStatus: 'active' | 'suspended' | 'closed'
  membershipStatus: 'active' | 'suspended'
  /** Environment-level auto-assignment of the application. */
  environmentAuto: boolean
  /** The account application's own auto-assignment; null where the account has no such row. */
  accountAuto: boolean | null
  hasGrant: boolean
}

/**
 * Why a membership has an application: every source that holds, none when it has no access. Derived each time and
 * never stored, so switching an auto-assignment is one write however many users an account has.
 */
export function effectiveSources(facts: AccessFacts): AccessSource[] {
  if (facts.accountStatus !== 'active' || facts.membershipStatus !== 'active') return []
  const sources: AccessSource[] = []
  if (facts.environmentAuto) sources.push('environment')
  if (facts.accountAuto === true) sources.push('account')
  if (facts.hasGrant && isOnAccount(facts)) sources.push('grant')
  return sources
}

/** Environment-auto applications belong to every account of the environment without a row of their own. */
export function isOnAccount(facts: Pick<AccessFacts, 'environmentAuto' | 'accountAuto'>): boolean {
  return facts.environmentAuto || facts.accountAuto !== null
}

/** The label that stands beside an application of an account. */
export function assignmentLevel(
  facts: Pick<AccessFacts, 'environmentAuto' | 'accountAuto'>,
): 'environment' | 'account' | 'manual' {
  if (facts.environmentAuto) return 'environment'
  return facts.accountAuto === true ? 'account' : 'manual'
}
