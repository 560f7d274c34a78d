import { randomUUID } from 'node:crypto'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import { bodyBytes, problem } from '@gatehouse/contract'
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  LogController,
} from 'fastify'
import type { Clock, Randomness } from './clock.ts'
import type { ServerConfig } from './config.ts'
import type { Database } from './db/database.ts'
import type { Identity } from './identity/ports.ts'
import { openApiDocument } from './openapi/document.ts'
import { addHealth, addMetrics } from './operations/health.ts'
import type { Metrics } from './operations/metrics.ts'
import { createHandlers } from './routes/handlers.ts'
import { problemOfError, RateLimited, sendProblem } from './routes/problems.ts'
import { registerRoutes } from './routes/register.ts'
import type { Pokes } from './sync/pokes.ts'

export interface AppDeps {
  db: Database
  clock: Clock
  random: Randomness
  config: Pick<ServerConfig, 'name' | 'offlineDays' | 'trustProxy'> &
    Partial<Pick<ServerConfig, 'issuer'>> & { publicUrl: string }
  identity: Identity
  pokes: Pokes
  logger: FastifyBaseLogger
  /** Told after each committed write. */
  afterWrite?: () => void
  /** Off in tests that ask more than any person would. */
  rateLimits?: boolean
  /** Compares every answer with the contract; for tests and development. */
  checkAnswers?: boolean
  /** Aborted a while before the server closes, so that no new requests are sent to it. */
  stopping?: AbortSignal
  metrics?: Metrics
  /** Serves the metrics beside the API to whoever shows it. */
  metricsToken?: string
}

const nothingHere = problem('not_found', { detail: 'There is nothing at this address.' })

/** Requests a minute from one address: far above what a client does, sending a long outbox included. */
const requestsPerMinute = 3000

/** The whole HTTP server, not yet listening. Everything is registered here and nowhere else. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: deps.logger,
    // Its own request log holds whole addresses; `logRequests` writes what may be kept.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: bodyBytes,
    trustProxy: trusted(deps.config.trustProxy),
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    forceCloseConnections: 'idle',
    // What still comes in on a connection that was open already is answered like any other.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 300 },
    // An address that can't even be decoded never reaches a route.
    frameworkErrors: (_error, _request, reply) => void sendProblem(reply, nothingHere),
  })
  // JSON alone; the pages that take forms add their own parser.
  app.removeContentTypeParser('text/plain')
  const closing = new AbortController()
  app.addHook('preClose', async () => closing.abort())

  const isStopping = () => closing.signal.aborted || (deps.stopping?.aborted ?? false)
  deps.metrics?.observe(app)
  logRequests(app)
  answerErrors(app)
  endConnections(app, isStopping)
  await secure(app, deps)
  addHealth(app, deps.db, isStopping)
  if (deps.metrics && deps.metricsToken !== undefined) addMetrics(app, deps.metrics, deps.metricsToken)
  const document = openApiDocument()
  app.get('/openapi.json', () => document)
  registerRoutes(
    app,
    {
      db: deps.db,
      clock: deps.clock,
      random: deps.random,
      publicUrl: deps.config.publicUrl,
      authenticate: (token, device) => deps.identity.authenticate(token, device),
      watchSession: (sessionId, onEnded) => deps.identity.watchSession(sessionId, onEnded),
      afterWrite: deps.afterWrite ?? (() => {}),
      checkAnswers: deps.checkAnswers ?? false,
      closing: closing.signal,
    },
    createHandlers({ config: deps.config, clock: deps.clock, pokes: deps.pokes, random: deps.random }),
  )
  await app.register((scope) => deps.identity.register(scope))
  return app
}

// A number of proxies means: that many addresses, counted from the one that connected, are theirs.
function trusted(
  trust: ServerConfig['trustProxy'],
): boolean | string[] | ((address: string, hop: number) => boolean) {
  return typeof trust === 'number' ? (_address, hop) => hop < trust : trust
}

// Whoever is told that a connection ends asks the next node, or this one's successor.
function endConnections(app: FastifyInstance, isStopping: () => boolean): void {
  app.addHook('onSend', async (_request, reply) => {
    if (isStopping()) void reply.header('connection', 'close')
  })
}

// The pattern of the route, never the address that was asked for: that one may hold ids, tokens and names.
function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const { method } = request
    const ms = Math.round(reply.elapsedTime * 10) / 10
    request.log.info({ method, route: routeOf(request), status: reply.statusCode, ms }, 'answered')
  })
}

function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'unknown'
}

function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const refused = problemOfError(error)
    if (refused.status >= 500) {
      const context = { route: routeOf(request), err: error }
      if (refused.code === 'internal') request.log.error(context, 'unexpected error')
      else request.log.warn(context, 'not available')
    }
    return sendProblem(reply, refused)
  })
}

async function secure(app: FastifyInstance, { config, rateLimits }: AppDeps): Promise<void> {
  const isEncrypted = config.publicUrl.startsWith('https:')
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'style-src': ["'self'"],
        'img-src': ["'self'"],
        // A sign-in ends with a redirect to the client, which listens on this machine.
        'form-action': ["'self'", 'http://127.0.0.1:*'],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    hsts: isEncrypted ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'no-referrer' },
  })
  const answerNothing = (_request: FastifyRequest, reply: FastifyReply) => sendProblem(reply, nothingHere)
  if (rateLimits === false) {
    app.setNotFoundHandler(answerNothing)
    return
  }
  await app.register(rateLimit, {
    global: true,
    max: requestsPerMinute,
    timeWindow: 60_000,
    errorResponseBuilder: (_request, { ttl }) => new RateLimited(ttl),
  })
  // Guessing addresses is asking, too.
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, answerNothing)
}
