import { isDeepStrictEqual } from 'node:util'
import {
  type AccountId,
  type DirectoryEntry,
  deviceHeader,
  documentBodyBytes,
  type Environment,
  type EnvironmentId,
  idempotencyKeyHeader,
  largeBodyBytes,
  type MutationId,
  mutationIdSchema,
  type Principal,
  type Problem,
  problem,
  problemsOf,
  protocolHeader,
  type Result,
  type Route,
  type RouteName,
  refuseToAdminister,
  routes,
} from '@gatehouse/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Clock, Randomness } from '../clock.ts'
import type { Database, Tx } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Identity } from '../identity/ports.ts'
import {
  findEntry,
  findEnvironment,
  findPrincipal,
  lockAccount,
  lockEnvironment,
} from '../repositories/access.ts'
import { asOfNow, refuseInAccount } from '../services/admission.ts'
import { touchMembership } from '../services/memberships/last-active.ts'
import { protocolOf } from '../sync/known-to.ts'
import { unknownAccount, unknownEnvironment } from './answers.ts'
import type { Handler, Handlers } from './handler.ts'
import { claimKey, type StoredAnswer, storeAnswer } from './idempotency.ts'
import { sendProblem, validationProblem } from './problems.ts'
import { sendEvents, sendLines } from './streams.ts'

export interface RouteDeps {
  db: Database
  clock: Clock
  random: Randomness
  publicUrl: string
  authenticate: Identity['authenticate']
  watchSession: Identity['watchSession']
  /** Told after each committed write, so that what it queued leaves at once. */
  afterWrite(): void
  /** Compares every answer with the contract: on in tests and development. */
  checkAnswers: boolean
  /** Aborted when the server closes; ends the streams. */
  closing: AbortSignal
}

/** Answers of these hold a secret that is nowhere to be kept, so a repeated request runs again. */
const unkept: ReadonlySet<RouteName> = new Set(['invitations.link'])

/** Adds every route of the contract. */
export function registerRoutes(app: FastifyInstance, deps: RouteDeps, handlers: Handlers): void {
  const add = <N extends RouteName>(name: N) => registerRoute(app, deps, name, handlers[name])
  for (const name of Object.keys(routes) as RouteName[]) add(name)
}

// The contract decides each handler's exact type; here, where all of them are run alike, it is loosened.
type LooseHandler = (context: Record<string, unknown>) => Promise<Result<unknown>>

/** Adds one route: who may call it, how its parts are read, and one transaction for a write, by the contract. */
export function registerRoute<N extends RouteName>(
  app: FastifyInstance,
  deps: RouteDeps,
  name: N,
  handler: Handler<N>,
): void {
  const route: Route = routes[name]
  const run = handler as unknown as LooseHandler
  const isPublicWrite = route.access === 'public' && route.method !== 'GET'
  app.route({
    method: route.method,
    url: route.path,
    ...(route.largeBody ? { bodyLimit: route.largeBody === true ? largeBodyBytes : documentBodyBytes } : {}),
    config: isPublicWrite ? { rateLimit: { max: 30, timeWindow: 60_000 } } : {},
    async handler(request, reply) {
      const caller = await identify(deps, route, request)
      if (!caller.ok) return refuse(reply, deps, name, caller.error)
      const protocol = protocolOf(request.headers[protocolHeader])
      const call: Call = { deps, name, route, run, request, protocol, ...caller.value, now: deps.clock.now() }
      const signal = route.format ? untilGone(call, reply) : deps.closing
      const answer = route.writes ? await writeAnswer(call, signal) : await readAnswer(call, signal)
      if (!answer.ok) return refuse(reply, deps, name, answer.error)
      if (isPublicWrite) deps.afterWrite()
      if (route.format === 'ndjson') return sendLines(reply, checkEach(call, answer.value))
      if (route.format === 'sse') {
        return sendEvents(reply, checkEach(call, answer.value), () => isStillWelcome(call))
      }
      check(call, answer.value)
      return reply.header('cache-control', 'no-store').send(answer.value)
    },
  })
}

interface Call {
  deps: RouteDeps
  name: RouteName
  route: Route
  run: LooseHandler
  request: FastifyRequest
  protocol: number
  principal: Principal | null
  /** The sign-in that the caller's token came from. */
  sessionId: string | null
  now: Date
}

async function identify(
  { db, authenticate }: RouteDeps,
  route: Route,
  request: FastifyRequest,
): Promise<Result<Pick<Call, 'principal' | 'sessionId'>>> {
  if (route.access === 'public') return { ok: true, value: { principal: null, sessionId: null } }
  const token = bearerToken(request)
  if (!token) return unauthenticated('Send an access token: Authorization: Bearer ...')
  const user = await authenticate(token, readDevice(request))
  const principal = user && (await findPrincipal(db, user.userId))
  if (!principal)
    return unauthenticated('The access token is unknown, expired or was revoked. Sign in again.')
  return { ok: true, value: { principal, sessionId: user.sessionId } }
}

function bearerToken(request: FastifyRequest): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
}

function unauthenticated(detail: string): Result<never> {
  return { ok: false, error: problem('unauthenticated', { detail }) }
}

type Parts = Partial<Record<'params' | 'query' | 'body', unknown>>

function parse({ route, request }: Call, part: 'params' | 'query' | 'body', into: Parts): Problem | null {
  const schema = route[part]
  if (!schema) return null
  const parsed = schema.safeParse(request[part])
  if (!parsed.success) return validationProblem(parsed.error, part)
  into[part] = parsed.data
  return null
}

async function readAnswer(call: Call, signal: AbortSignal): Promise<Result<unknown>> {
  const { deps, run, principal, sessionId, protocol, now } = call
  const parts: Parts = {}
  const wrongParams = parse(call, 'params', parts)
  if (wrongParams) return { ok: false, error: wrongParams }
  // Whoever may not see it hears that first, whatever else is wrong with the request.
  const allowed = await admit(call, deps.db, parts)
  if (!allowed.ok) return allowed
  const wrong = parse(call, 'query', parts) ?? parse(call, 'body', parts)
  if (wrong) return { ok: false, error: wrong }
  return run({ ...parts, db: deps.db, now, signal, principal, sessionId, protocol, ...allowed.value })
}

async function writeAnswer(call: Call, signal: AbortSignal): Promise<Result<unknown>> {
  const { deps, name, principal } = call
  if (!principal) throw new Error(`the contract lets anybody write by ${name}`)
  const parts: Parts = {}
  const wrongParams = parse(call, 'params', parts)
  if (wrongParams) return { ok: false, error: wrongParams }
  const wrong = parse(call, 'body', parts)
  const key = readKey(call.request)
  if (wrong || !key.ok) {
    const allowed = await admit(call, deps.db, parts)
    if (!allowed.ok) return allowed
    return key.ok && wrong ? { ok: false, error: wrong } : key
  }
  const device = readDevice(call.request)
  const answer = await inTransaction(deps.db, (tx) =>
    writeOnce(call, { tx, parts, principal, key: key.value, device, signal }),
  )
  if (answer.ok) deps.afterWrite()
  return answer
}

interface Write {
  tx: Tx
  parts: Parts
  principal: Principal
  key: MutationId
  device: string | null
  signal: AbortSignal
}

async function writeOnce(call: Call, write: Write): Promise<Result<StoredAnswer>> {
  const { deps, name, run, sessionId, protocol, now } = call
  const { tx, parts, principal, key, device, signal } = write
  const { userId } = principal
  const claimed = await claimKey(tx, { userId, key, request: [name, parts.params, parts.body] }, now)
  if (!claimed.ok) return claimed
  const { stored, transaction } = claimed.value
  if (stored && 'value' in stored) return { ok: true, value: stored }

  const allowed = await admit(call, tx, parts)
  if (!allowed.ok) return allowed
  const context = {
    tx,
    now,
    random: deps.random,
    principal: allowed.value.principal ?? principal,
    device,
    mutationId: key,
    publicUrl: deps.publicUrl,
  }
  const result = await run({
    ...parts,
    now,
    signal,
    principal,
    sessionId,
    protocol,
    ...allowed.value,
    write: context,
    isRepeat: stored !== null,
  })
  if (!result.ok) return result
  await noteActivity(tx, now, allowed.value)
  const answer = { transaction: stored?.transaction ?? transaction, value: result.value }
  await storeAnswer(tx, userId, key, unkept.has(name) ? { transaction: answer.transaction } : answer)
  return { ok: true, value: answer }
}

// Whoever changes something in an account was at work there. An administrator who is no user of it leaves no trace.
async function noteActivity(tx: Tx, now: Date, { entry }: Subject): Promise<void> {
  const membershipId = entry?.access.membershipId
  if (entry && membershipId) await touchMembership(tx, now, { accountId: entry.account.id, membershipId })
}

interface Subject {
  entry?: DirectoryEntry
  environment?: Environment
  /** As they are now that it is their turn. */
  principal?: Principal
}

/** Whether the principal may do this in the account or environment that the path names, and which that is. */
async function admit(call: Call, db: Database, parts: Parts): Promise<Result<Subject>> {
  const { route, principal } = call
  const { access } = route
  if (access === 'public' || access === 'signed-in' || !principal) return { ok: true, value: {} }
  const { accountId, environmentId } = parts.params as {
    accountId?: AccountId
    environmentId?: EnvironmentId
  }
  if (accountId) return admitToAccount(call, db, principal, accountId)
  if (environmentId) return admitToEnvironment(call, db, principal, environmentId)
  throw new Error(`the path of ${call.name} names nothing that its access could be judged by`)
}

async function admitToAccount(
  { route, now }: Call,
  db: Database,
  principal: Principal,
  accountId: AccountId,
): Promise<Result<Subject>> {
  const isWrite = route.writes && db.isTransaction
  if (isWrite) await lockAccount(db, accountId)
  const current = isWrite ? await asOfNow(db, principal) : principal
  const entry = await findEntry(db, current, accountId, now)
  if (!entry) return { ok: false, error: unknownAccount }
  const refused = refuseInAccount(route, current, entry)
  return refused ? { ok: false, error: refused } : { ok: true, value: { entry, principal: current } }
}

async function admitToEnvironment(
  { route, now }: Call,
  db: Database,
  principal: Principal,
  environmentId: EnvironmentId,
): Promise<Result<Subject>> {
  const isWrite = route.writes && db.isTransaction
  if (isWrite) await lockEnvironment(db, environmentId)
  const current = isWrite ? await asOfNow(db, principal) : principal
  const environment = await findEnvironment(db, current, environmentId, now)
  if (!environment) return { ok: false, error: unknownEnvironment }
  const refused = refuseToAdminister(current, environmentId, [])
  return refused ? { ok: false, error: refused } : { ok: true, value: { environment, principal: current } }
}

function readKey(request: FastifyRequest): Result<MutationId> {
  const parsed = mutationIdSchema.safeParse(request.headers[idempotencyKeyHeader])
  if (parsed.success) return { ok: true, value: parsed.data }
  return {
    ok: false,
    error: problem('validation', {
      detail:
        'A write needs the header Idempotency-Key with a UUID of its own, so that sending it twice does it once.',
      fields: [{ path: `headers.${idempotencyKeyHeader}`, message: 'A UUID is needed here' }],
    }),
  }
}

function readDevice(request: FastifyRequest): string | null {
  const value = request.headers[deviceHeader]
  if (typeof value !== 'string') return null
  // Headers carry no more than Latin-1, so clients send other characters percent-encoded.
  const text = decodeSafely(value).replaceAll(/\p{C}/gu, '').trim().slice(0, 100)
  return text || null
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

// A stream ends when its caller goes away or their sign-in is ended, and when the server closes.
function untilGone({ deps, sessionId }: Call, reply: FastifyReply): AbortSignal {
  const gone = new AbortController()
  const unwatch = sessionId === null ? () => {} : deps.watchSession(sessionId, () => gone.abort())
  reply.raw.once('close', () => {
    unwatch()
    gone.abort()
  })
  return AbortSignal.any([gone.signal, deps.closing])
}

/** Whether whoever opened a stream would still be let in: they may have signed out, or be no more. */
async function isStillWelcome({ deps, request }: Call): Promise<boolean> {
  const token = bearerToken(request)
  const user = token ? await deps.authenticate(token) : null
  return user !== null && (await findPrincipal(deps.db, user.userId)) !== null
}

/** Says no, and in tests says which route says it with a code that its contract entry doesn't declare. */
function refuse(reply: FastifyReply, deps: RouteDeps, name: RouteName, refused: Problem): FastifyReply {
  if (!deps.checkAnswers || problemsOf(routes[name]).includes(refused.code)) {
    return sendProblem(reply, refused)
  }
  const detail = `The contract's entry of ${name} does not declare the problem ${refused.code}: ${refused.detail}`
  return sendProblem(reply, problem('internal', { detail }))
}

function check({ deps, name, route }: Call, answer: unknown): void {
  if (!deps.checkAnswers) return
  const parsed = route.answer.safeParse(answer)
  if (!parsed.success)
    throw new Error(`the answer of ${name} is not what the contract says`, { cause: parsed.error })
  if (!isDeepStrictEqual(parsed.data, answer))
    throw new Error(`the answer of ${name} holds more than the contract says`)
}

async function* checkEach(call: Call, items: unknown): AsyncGenerator<unknown> {
  for await (const item of items as AsyncIterable<unknown>) {
    check(call, item)
    yield item
  }
}
