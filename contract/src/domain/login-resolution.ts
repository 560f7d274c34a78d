import { z } from 'zod'
import { type Account, accountSchema } from '../entities/account.ts'
import { type Application, applicationSchema } from '../entities/application.ts'
import type { Permission } from '../entities/permission.ts'
import type { AccountId, MembershipId } from '../ids.ts'
import { assertNever } from '../result.ts'
import { effectiveSources, isOnAccount } from './effective-access.ts'

const unreachable = [
  /** There is no such application, or no account of theirs has it. */
  'application_unknown',
  /** There is no such account, or it isn't theirs. */
  'account_unknown',
  /** The account that was named doesn't have the application. */
  'not_on_account',
  'account_suspended',
  'account_closed',
  'membership_suspended',
  /** Their account has the application, and they were not given it. */
  'not_assigned',
  /** They lack `applications.open`. */
  'permission_lacking',
  /** It isn't integrated yet. */
  'application_inactive',
] as const

export const unreachableSchema = z.enum(unreachable)
/** Why one application can't be opened. */
export type Unreachable = z.infer<typeof unreachableSchema>

export const loginRefusalSchema = z.enum([
  ...unreachable,
  /** No application was named, and there is no default one. */
  'no_application_named',
  /** No application was named, and the default one can't be opened; `because` says why. */
  'default_unreachable',
])
export type LoginRefusal = z.infer<typeof loginRefusalSchema>

export const loginOptionSchema = z.object({
  application: applicationSchema,
  account: accountSchema,
  /** Where the browser is sent: the login URL with `appId` and `accountId`. */
  url: z.url(),
})
export type LoginOption = z.infer<typeof loginOptionSchema>

/** What a login with or without an application's id comes to. */
export const loginResolutionSchema = z
  .discriminatedUnion('outcome', [
    loginOptionSchema.extend({ outcome: z.literal('open') }),
    z.object({
      outcome: z.literal('choose'),
      /** By the account's name. The first 200; name the account to open another. */
      options: z.array(loginOptionSchema),
      total: z.int(),
    }),
    z.object({
      outcome: z.literal('error'),
      reason: loginRefusalSchema,
      /** With `default_unreachable`: why. */
      because: unreachableSchema.nullable(),
      /** The application that was meant, where they may know of it. */
      application: applicationSchema.nullable(),
      /** The account it failed in, where that is one alone. */
      account: accountSchema.nullable(),
    }),
  ])
  .meta({ id: 'LoginResolution' })
export type LoginResolution = z.infer<typeof loginResolutionSchema>

/** An application that is meant, in one account of the principal. */
export interface LoginCandidate {
  application: Application
  account: Account
  membershipId: MembershipId | null
  /** Null for an environment administrator without a membership. */
  membershipStatus: 'active' | 'suspended' | null
  /** An administrator of the account's environment needs no assignment of their own. */
  isAdministrator: boolean
  permissions: readonly Permission[]
  /** The account application's own auto-assignment; null where the account has no such row. */
  accountAuto: boolean | null
  hasGrant: boolean
}

export interface LoginFacts {
  /** Whether an application was named; otherwise the default ones are meant. */
  isNamed: boolean
  /** The account that was named, if one was; `unknown` where it isn't one of the principal's. */
  accountId: AccountId | 'unknown' | null
  /** Those that are meant and exist. */
  applications: readonly Application[]
  /**
   * Whether the principal may know of the application that was named whatever the candidates are: they administer its
   * environment, or an account of theirs has it that isn't among the candidates.
   */
  knowsApplication: boolean
  /** Each of them in each account that it could be opened in: the one that was named, or all of the principal's. */
  candidates: readonly LoginCandidate[]
}

export type LoginDecision =
  | { outcome: 'open'; candidate: LoginCandidate }
  | { outcome: 'choose'; candidates: LoginCandidate[] }
  | {
      outcome: 'error'
      reason: LoginRefusal
      because: Unreachable | null
      application: Application | null
      account: Account | null
    }

/**
 * What a login opens. An application that was named is opened where it can be, without one the default application;
 * where several accounts could be meant, their user chooses. What none of their accounts has is answered like what
 * doesn't exist.
 */
export function decideLogin(facts: LoginFacts): LoginDecision {
  const { isNamed, accountId, applications, knowsApplication } = facts
  const nothing = { outcome: 'error', because: null, application: null, account: null } as const
  if (accountId === 'unknown') return { ...nothing, reason: 'account_unknown' }
  if (isNamed) {
    const isKnown = knowsApplication || facts.candidates.some(isCandidateOnAccount)
    if (applications.length === 0 || !isKnown) return { ...nothing, reason: 'application_unknown' }
  } else if (applications.length === 0) {
    return { ...nothing, reason: 'no_application_named' }
  }

  const judged = facts.candidates.map((candidate) => ({ candidate, why: whyUnreachable(candidate) }))
  const open = judged.filter(({ why }) => why === null).map(({ candidate }) => candidate)
  const [first] = open
  if (first) {
    return open.length === 1 ? { outcome: 'open', candidate: first } : { outcome: 'choose', candidates: open }
  }

  const why =
    nearest(judged.flatMap((one) => one.why ?? [])) ??
    (accountId === null ? 'not_assigned' : 'not_on_account')
  const failed = judged.filter((one) => one.why === why).map((one) => one.candidate)
  const meant = oneOf([...applications])
  return {
    outcome: 'error',
    reason: isNamed ? why : 'default_unreachable',
    because: isNamed ? null : why,
    application: meant ?? oneOf(failed.map(({ application }) => application)),
    account: oneOf(failed.map(({ account }) => account)),
  }
}

/** Null where it can be opened. Of several reasons the first in the order in which somebody would have to mend them. */
export function whyUnreachable(candidate: LoginCandidate): Unreachable | null {
  const { application, account, membershipStatus, isAdministrator, permissions } = candidate
  if (!isCandidateOnAccount(candidate)) return 'not_on_account'
  switch (account.status) {
    case 'active':
      break
    case 'suspended':
      return 'account_suspended'
    case 'closed':
      return 'account_closed'
    default:
      return assertNever(account.status)
  }
  if (!isAdministrator) {
    if (membershipStatus === null) return 'not_assigned'
    if (membershipStatus === 'suspended') return 'membership_suspended'
    const sources = effectiveSources({
      accountStatus: account.status,
      membershipStatus,
      environmentAuto: application.autoAssign,
      accountAuto: candidate.accountAuto,
      hasGrant: candidate.hasGrant,
    })
    if (sources.length === 0) return 'not_assigned'
  }
  if (!permissions.includes('applications.open')) return 'permission_lacking'
  return application.status === 'inactive' ? 'application_inactive' : null
}

/** The login URL of an application with its own id and the account; what else is in it stays letter by letter. */
export function loginUrlOf(application: Pick<Application, 'id' | 'loginUrl'>, accountId: AccountId): string {
  const [address = '', ...fragment] = application.loginUrl.split('#')
  const [path = '', ...query] = address.split('?')
  const kept = query
    .join('?')
    .split('&')
    .filter((part) => part !== '' && !/^(appId|accountId)(=|$)/.test(part))
  const all = [...kept, `appId=${application.id}`, `accountId=${accountId}`].join('&')
  return [`${path}?${all}`, ...fragment].join('#')
}

function isCandidateOnAccount({ application, accountAuto }: LoginCandidate): boolean {
  return isOnAccount({ environmentAuto: application.autoAssign, accountAuto })
}

// From the furthest from being opened to the nearest.
const distance: readonly Unreachable[] = [
  'not_on_account',
  'account_closed',
  'account_suspended',
  'membership_suspended',
  'not_assigned',
  'permission_lacking',
  'application_inactive',
]

function nearest(reasons: readonly Unreachable[]): Unreachable | null {
  return distance.findLast((reason) => reasons.includes(reason)) ?? null
}

function oneOf<T extends { id: string }>(items: readonly T[]): T | null {
  const [first] = items
  return first && items.every(({ id }) => id === first.id) ? first : null
}
