import type {
  AccountId,
  ActivityId,
  ApplicationId,
  EnvironmentId,
  InvitationId,
  MembershipId,
  ServiceId,
  TemplateId,
  UserId,
} from '@gatehouse/contract'
import { hash, uuidAt } from './random.ts'

/** The moment of every generated world. Nothing in it depends on when it is made. */
export const worldNow = new Date('2026-11-02T09:00:00.000Z')
export const dayMs = 86_400_000
const began = worldNow.getTime() - 3 * 365 * dayMs

/** Within the three years before `worldNow`, in whole minutes: no more order than rows of a real server have. */
export function momentOf(kind: number, a: number, b = 0): number {
  return began + (hash(a, b, kind) % (3 * 365 * 24 * 60)) * 60_000
}

export const iso = (ms: number) => new Date(ms).toISOString()

const kinds = { environment: 1, account: 2, application: 3, user: 4, membership: 5, rest: 6 }

/** Accounts and environments were made one after the other, so their ids ascend; all others are as they came. */
export const idOf = {
  environment: (n: number) => uuidAt(began + n, n, kinds.environment) as EnvironmentId,
  account: (n: number) => uuidAt(began + n * 60_000, n, kinds.account) as AccountId,
  application: (n: number) => uuidAt(momentOf(31, n), n, kinds.application) as ApplicationId,
  user: (n: number) => uuidAt(momentOf(32, n), n, kinds.user) as UserId,
  membership: (n: number) => uuidAt(momentOf(33, n), n, kinds.membership) as MembershipId,
  invitation: (n: number) => uuidAt(momentOf(34, n), n, kinds.rest) as InvitationId,
  service: (n: number) => uuidAt(momentOf(35, n), n, kinds.rest + 1) as ServiceId,
  template: (n: number) => uuidAt(momentOf(36, n), n, kinds.rest + 2) as TemplateId,
  activity: (n: number) => uuidAt(momentOf(37, n), n, kinds.rest + 3) as ActivityId,
}
