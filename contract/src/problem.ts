import { z } from 'zod'

/**
 * Every way a request can be refused: RFC 9457 `application/problem+json` with a closed set of codes.
 * `status` is the HTTP status the server answers with; 0 marks problems that arise on this machine.
 */
export const problemCodes = {
  validation: { status: 400, title: 'Something in the request is not valid' },
  unauthenticated: { status: 401, title: 'Sign in to go on' },
  forbidden: { status: 403, title: 'You lack a permission for this' },
  not_found: { status: 404, title: 'There is nothing here that you can see' },
  not_on_account: { status: 409, title: 'The application is not assigned to the account' },
  already_assigned: { status: 409, title: 'The application is already assigned to the account' },
  auto_assigned: { status: 409, title: 'An auto-assignment holds, so this can not be taken away here' },
  already_member: { status: 409, title: 'This person is a member of the account already' },
  already_invited: { status: 409, title: 'A pending invitation to this address exists' },
  invitation_not_pending: { status: 409, title: 'The invitation is no longer pending' },
  invitation_mismatch: { status: 409, title: 'The invitation is for another address' },
  email_not_verified: { status: 409, title: 'The e-mail address of this login is not verified' },
  account_read_only: { status: 409, title: 'The account is suspended or closed' },
  in_use: { status: 409, title: 'It is still in use' },
  review_state: { status: 409, title: 'The review is in another state' },
  review_incomplete: { status: 409, title: 'Not everything in the review is decided' },
  hash_mismatch: { status: 409, title: 'The document is not the one that its hash names' },
  name_taken: { status: 409, title: 'The name is taken' },
  account_not_closed: { status: 409, title: 'Only a closed account can be deleted' },
  last_administrator: { status: 409, title: 'An environment needs an administrator' },
  owner_fixed: { status: 409, title: 'The owner can not be edited or removed' },
  stale_version: { status: 412, title: 'Somebody changed this meanwhile' },
  cursor_gone: { status: 410, title: 'The change feed no longer reaches back that far' },
  idempotency_mismatch: { status: 422, title: 'The idempotency key was used for another request' },
  too_large: { status: 413, title: 'The request is too large' },
  unsupported_media_type: { status: 415, title: 'The request is not JSON' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'The server failed; it has been recorded' },
  unavailable: { status: 503, title: 'The server is busy or shutting down' },
  offline: { status: 0, title: 'There is no connection to the server' },
  not_gatehouse: { status: 0, title: 'There is no Gatehouse server at this address' },
  incompatible_server: { status: 0, title: 'This server speaks another version of Gatehouse' },
  sign_in_failed: { status: 0, title: 'The sign-in did not finish' },
  keychain_unavailable: { status: 0, title: 'The keychain of this computer is not available' },
  replica_unavailable: { status: 0, title: 'The local copy could not be opened' },
  locked: { status: 0, title: 'Gatehouse is locked' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof problemCodes

export const problemCodeSchema = z.enum(Object.keys(problemCodes) as [ProblemCode, ...ProblemCode[]])

/** One invalid field: `path` as dotted names from the body's root, `message` says what would be right. */
export const fieldProblemSchema = z.object({ path: z.string(), message: z.string() })

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: problemCodeSchema,
    /** What happened here and what to do, for a person to read. */
    detail: z.string().optional(),
    /** The request's id, to quote when asking for help. */
    reference: z.string().optional(),
    fields: z.array(fieldProblemSchema).optional(),
    /** `forbidden`: the permission asked for, and those held. */
    required: z.string().optional(),
    held: z.array(z.string()).optional(),
    /** `auto_assigned`: the level that holds. */
    level: z.enum(['environment', 'account']).optional(),
    /** `stale_version`: how it is now. */
    current: z.json().optional(),
    /** `in_use`: what would go with it, counted by kind. */
    counts: z.record(z.string(), z.int()).optional(),
    /** `invitation_mismatch`: the invited address, masked. */
    invitedEmail: z.string().optional(),
    /** `invitation_not_pending`, `review_state`: the state it is in. */
    state: z.string().optional(),
    /** Milliseconds to wait, from Retry-After. */
    retryAfterMs: z.int().optional(),
  })
  .meta({ id: 'Problem' })

export type Problem = z.infer<typeof problemSchema>

type ProblemExtras = Partial<Omit<Problem, 'type' | 'title' | 'status' | 'code'>>

export function problem(code: ProblemCode, extras: ProblemExtras = {}): Problem {
  const { status, title } = problemCodes[code]
  return { type: `urn:gatehouse:problem:${code}`, title, status, code, ...extras }
}
