import { z } from 'zod'
import type { Permission } from '../entities/permission.ts'
import type { ProblemCode } from '../problem.ts'

/**
 * Who may call a route: anybody, any signed-in user, an administrator of the environment that the path names (or of
 * that of the account that it names), or a principal holding the permission in the account that the path names. The
 * authorization tests are generated from it.
 */
export type RouteAccess = 'public' | 'signed-in' | 'administrator' | Permission

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Fastify's notation: `/v1/accounts/:accountId`. */
  path: `/${string}`
  summary: string
  access: RouteAccess
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodObject
  answer: z.ZodType
  /** `ndjson` streams one `answer` a line; `sse` sends it as the data of each event. */
  format?: 'json' | 'ndjson' | 'sse'
  /** Needs an Idempotency-Key (a mutation id); the same key and body answers the same result. */
  writes?: true
  /** A write that suspended and closed accounts take too; all others refuse with `account_read_only`. */
  inAnyStatus?: true
  /** Takes bodies of up to `largeBodyBytes` in place of `bodyBytes`; `document`: of up to `documentBodyBytes`. */
  largeBody?: true | 'document'
  /** What it can refuse with, besides validation, unauthenticated, forbidden, not_found, rate_limited. */
  problems?: readonly ProblemCode[]
}

/** Keeps the literal types of a route, so that client and server derive theirs from it. */
export function route<const T extends Route>(definition: T): T {
  return definition
}

/**
 * Every code that a route can refuse with: those it declares, and those that follow from what it is. The document
 * lists them, and the server's tests fail where one is answered that isn't among them.
 */
export function problemsOf(route: Route): ProblemCode[] {
  const isAsked = route.params !== undefined || route.query !== undefined || route.body !== undefined
  const isGuarded = route.access !== 'public' && route.access !== 'signed-in'
  return [
    ...new Set<ProblemCode>([
      ...(isAsked || route.writes ? (['validation'] as const) : []),
      ...(route.access === 'public' ? [] : (['unauthenticated'] as const)),
      ...(isGuarded ? (['forbidden'] as const) : []),
      ...(route.params || route.body ? (['not_found'] as const) : []),
      ...(isGuarded && route.writes && !route.inAnyStatus && route.params && 'accountId' in route.params.shape
        ? (['account_read_only'] as const)
        : []),
      ...(route.problems ?? []),
      ...(route.writes ? (['idempotency_mismatch'] as const) : []),
      ...(route.body ? (['too_large', 'unsupported_media_type'] as const) : []),
      'rate_limited',
      'internal',
      'unavailable',
    ]),
  ]
}

/** PostgreSQL's transaction id as decimal text: a pull whose `coversBelow` is greater has this write in it. */
export const transactionSchema = z.string().regex(/^\d+$/)

/** The answer of every write. */
export function written<T extends z.ZodType>(value: T) {
  return z.object({ transaction: transactionSchema, value })
}

/** Bytes that a body may have, and that one of a route with `largeBody` may have; more is refused with `too_large`. */
export const bodyBytes = 256 * 1024
export const largeBodyBytes = 2 * 1024 * 1024
/** What a review of an account of 20,000 users takes. */
export const documentBodyBytes = 24 * 1024 * 1024

export const idempotencyKeyHeader = 'idempotency-key'
/** The name that the client gives the machine it runs on; shown in activity. At most 100 characters. */
export const deviceHeader = 'gatehouse-device'
export const protocolHeader = 'gatehouse-protocol'
