import {
  administratorRequired,
  type Problem,
  type ProblemCode,
  problem,
  type Route,
} from '@gatehouse/contract'
import { account, ids } from './examples/samples.ts'

type Extras = NonNullable<Parameters<typeof problem>[1]>

/** What a refusal brings beside its code, where it brings anything that a caller acts on. */
const extras: Partial<Record<ProblemCode, Extras>> = {
  validation: { fields: [{ path: 'email', message: 'This is not an e-mail address.' }] },
  unauthenticated: { detail: 'The access token is unknown, expired or was revoked. Sign in again.' },
  not_found: { detail: 'There is no such account, or you have no access to it.' },
  auto_assigned: { level: 'environment', detail: 'The whole environment has this application.' },
  invitation_not_pending: { state: 'revoked', detail: 'This invitation was revoked.' },
  invitation_mismatch: {
    invitedEmail: 'j•••@example.net',
    detail: 'You are signed in with another address.',
  },
  account_read_only: { detail: 'The account is suspended, so it can only be read.' },
  review_state: { state: 'signed', detail: 'The review is signed.' },
  review_incomplete: { counts: { total: 40, decided: 38 }, detail: '2 places are still to be decided.' },
  hash_mismatch: {
    detail: 'The hash of the record is not the one that was worked out here. Nothing was recorded.',
  },
  in_use: { counts: { accounts: 3, grants: 12 }, detail: 'Accounts have it. Say `cascade` to go on.' },
  stale_version: { current: { ...account, version: account.version + 1 } },
  idempotency_mismatch: { detail: 'This Idempotency-Key came with another request before.' },
  rate_limited: { retryAfterMs: 20_000 },
  unavailable: { retryAfterMs: 2000 },
}

/** A refusal of a route as it might be answered. */
export function problemExample(route: Route, code: ProblemCode): Problem {
  const reference = ids.mutation
  if (code !== 'forbidden') return problem(code, { ...extras[code], reference })
  const isGuarded = route.access !== 'public' && route.access !== 'signed-in'
  const required = isGuarded && route.access !== 'administrator' ? route.access : administratorRequired
  return problem('forbidden', { required, held: [], reference })
}
