import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { Result } from '@gatehouse/contract'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type pg from 'pg'
import { buildApp } from './app.ts'
import { type Clock, type Randomness, systemClock, systemRandomness } from './clock.ts'
import type { ServerConfig } from './config.ts'
import { createPool, type Database, databaseOn } from './db/database.ts'
import { type EmbeddedPostgres, startEmbedded } from './db/embedded.ts'
import { migrate } from './db/migrate.ts'
import { createExternalIdentity } from './identity/external/external-identity.ts'
import { createIdentity, type IdentityDeps } from './identity/identity.ts'
import { createLog } from './log.ts'
import { type Mailbox, startMailbox } from './mail/mailbox.ts'
import { createMailer } from './mail/mailer.ts'
import { createMetricsServer } from './operations/health.ts'
import { findPort, hostInUrl, type ListenFailure, listen } from './operations/listening.ts'
import { createMetrics, type Metrics } from './operations/metrics.ts'
import { createHousekeeping } from './sync/housekeeping.ts'
import { createPokes } from './sync/pokes.ts'

export interface StartOptions {
  config: ServerConfig
  /** Takes every mail itself and delivers none: for trying Gatehouse out, and for tests. */
  captureMail?: boolean
  clock?: Clock
  random?: Randomness
  log?: FastifyBaseLogger
  /** Off in tests that ask more than any person would. */
  rateLimits?: boolean
  /** How many tries a sign-in has; see identity/. */
  loginLimits?: IdentityDeps['config']['limits']
  /** Compares every answer with the contract. */
  checkAnswers?: boolean
  /** Runs once the database is migrated and before anybody is served, as the demo data does. */
  prepare?: (db: Database) => Promise<void>
}

export interface RunningServer {
  /** Where clients reach it, without a trailing slash. */
  url: string
  db: Database
  /** Of the database that is used; the embedded one's where none was given. */
  databaseUrl: string
  mailbox: Mailbox | null
  /** Where metrics are served apart from everything else. */
  metricsUrl: string | null
  /**
   * Says that it is no longer ready, waits until that was noticed, ends streams, lets requests finish, and shuts
   * everything down in order. Can be called twice.
   */
  close(): Promise<void>
}

export interface StartFailure {
  code: ListenFailure['code'] | 'database_unreachable' | 'database_newer' | 'database_busy'
  /** What happened and what to do, for a person to read. */
  message: string
}

/** Starts everything that a Gatehouse server is made of, in order. What can go wrong on any computer is a value. */
export async function startServer(options: StartOptions): Promise<Result<RunningServer, StartFailure>> {
  const { config } = options
  const clock = options.clock ?? systemClock
  const random = options.random ?? systemRandomness
  const log = options.log ?? createLog(config.logLevel)
  // What was started, to be undone in reverse order.
  const undo: (() => Promise<unknown>)[] = []
  const stopping = new AbortController()
  const close = onlyOnce(async () => {
    for (const step of undo.reverse()) {
      await step().catch((error: unknown) => log.warn({ err: error }, 'a part did not close cleanly'))
    }
  })

  try {
    const port = await findPort(config)
    if (!port.ok) return port
    const database = await openDatabase(config, log, undo)
    if (!database.ok) {
      await close()
      return database
    }
    const { db, pool, databaseUrl } = database.value
    await options.prepare?.(db)

    const mailbox = options.captureMail ? await startMailbox() : null
    if (mailbox) undo.push(() => mailbox.close())
    const mailer = startMailer({
      db,
      clock,
      log,
      smtpUrl: mailbox?.smtpUrl ?? config.smtpUrl,
      from: config.mailFrom,
    })
    undo.push(() => mailer.close())
    const pokes = createPokes({ db, connectionString: databaseUrl, clock, log })
    await pokes.start()
    undo.push(() => pokes.stop())
    const housekeeping = createHousekeeping({ db, clock, random, log, config })
    housekeeping.start()
    undo.push(() => housekeeping.stop())

    const url = config.publicUrl ?? `http://${hostInUrl(config.host)}:${port.value}`
    const { loginLimits } = options
    const names = { publicUrl: url, name: config.name }
    const identity = config.issuer
      ? createExternalIdentity({ db, clock, random, issuer: config.issuer, config: names })
      : await createIdentity({
          db,
          connectionString: databaseUrl,
          clock,
          random,
          config: { ...names, ...(loginLimits ? { limits: loginLimits } : {}) },
          mailer,
        })
    const metrics = await startMetrics(config, pool, clock, undo)
    if (!metrics.ok) {
      await close()
      return metrics
    }
    const app = await buildApp({
      db,
      clock,
      random,
      config: { ...config, publicUrl: url },
      identity,
      pokes,
      logger: log,
      afterWrite: () => mailer.wake(),
      rateLimits: options.rateLimits ?? true,
      checkAnswers: options.checkAnswers ?? false,
      stopping: stopping.signal,
      ...metrics.value.forApp,
    })
    undo.push(() => closeApp(app, config.shutdownSeconds * 1000))
    undo.push(async () => {
      stopping.abort()
      await delay(config.drainSeconds * 1000)
    })
    const address = { host: config.host, port: port.value }
    const failure = await listen(() => app.listen(address), address)
    if (failure) {
      await close()
      return { ok: false, error: failure }
    }
    return { ok: true, value: { url, metricsUrl: metrics.value.url, db, databaseUrl, mailbox, close } }
  } catch (error) {
    await close()
    throw error
  }
}

async function openDatabase(
  config: ServerConfig,
  log: FastifyBaseLogger,
  undo: (() => Promise<unknown>)[],
): Promise<Result<{ db: Database; pool: pg.Pool; databaseUrl: string }, StartFailure>> {
  let embedded: EmbeddedPostgres | undefined
  if (config.databaseUrl === null) {
    const started = await startEmbedded({ dataDir: config.dataDir, durable: true })
    undo.push(() => started.stop())
    embedded = started
  }
  const databaseUrl = embedded?.connectionString ?? config.databaseUrl ?? ''
  const pool = createPool({
    connectionString: databaseUrl,
    max: config.poolSize,
    statementMs: config.statementSeconds * 1000,
    connectMs: 10_000,
    onIdleError: (error) => log.warn({ err: error }, 'a database connection was lost'),
  })
  const db = databaseOn(pool)
  // A request that outlived its time may hold a connection for ever. PostgreSQL rolls it back when the process ends.
  undo.push(() => Promise.race([db.destroy(), delay(2000, undefined, { ref: false })]))
  try {
    const migrated = await migrate(db, {
      onBusy: () => log.warn('the database is to be migrated, and others hold it; trying again'),
    })
    if (!migrated.ok) {
      const { code, message } = migrated.error
      return { ok: false, error: { code: `database_${code}`, message } }
    }
    const { applied } = migrated.value
    if (applied.length > 0) log.info({ migrations: applied.length }, 'database migrated')
    return { ok: true, value: { db, pool, databaseUrl } }
  } catch (error) {
    if (embedded) throw error
    const cause = (error as Error).cause ?? error
    const reason = (cause as { code?: string }).code ?? (cause as Error).name
    log.error({ err: error }, 'database not usable')
    const message = `The database in DATABASE_URL can not be used (${reason}). Check that it runs, that user and password are right, and that the user may create tables in it.`
    return { ok: false, error: { code: 'database_unreachable', message } }
  }
}

/** Lets requests that are under way finish for a while, and then ends their connections. */
async function closeApp(app: FastifyInstance, graceMs: number): Promise<void> {
  const deadline = setTimeout(() => app.server.closeAllConnections(), graceMs)
  // A connection whose last answer has left would be kept for the next request.
  const idle = setInterval(() => app.server.closeIdleConnections(), 50)
  await app.close()
  clearTimeout(deadline)
  clearInterval(idle)
}

interface StartedMetrics {
  url: string | null
  forApp: { metrics?: Metrics; metricsToken?: string }
}

/** Nothing is counted unless somebody can ask for it. */
async function startMetrics(
  { metricsHost: host, metricsPort: port, metricsToken: token }: ServerConfig,
  pool: pg.Pool,
  clock: Clock,
  undo: (() => Promise<unknown>)[],
): Promise<Result<StartedMetrics, StartFailure>> {
  if (port === null && token === null) return { ok: true, value: { url: null, forApp: {} } }
  const metrics = createMetrics({ pool, now: () => clock.now() })
  undo.push(async () => metrics.close())
  if (port === null) {
    return {
      ok: true,
      value: { url: null, forApp: { metrics, ...(token === null ? {} : { metricsToken: token }) } },
    }
  }
  const server = createMetricsServer(metrics, token)
  const start = async () => {
    server.listen({ host, port })
    await once(server, 'listening')
  }
  const names = { host: 'GATEHOUSE_METRICS_HOST', port: 'GATEHOUSE_METRICS_PORT' }
  const failure = await listen(start, { host, port }, names)
  if (failure) return { ok: false, error: failure }
  undo.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  const found = address && typeof address === 'object' ? address.port : port
  return { ok: true, value: { url: `http://${hostInUrl(host)}:${found}/metrics`, forApp: { metrics } } }
}

interface MailerParts {
  db: Database
  clock: Clock
  log: FastifyBaseLogger
  smtpUrl: string | null
  from: string
}

function startMailer({ smtpUrl, ...deps }: MailerParts): { wake(): void; close(): Promise<void> } {
  if (smtpUrl === null) {
    deps.log.warn({}, 'SMTP_URL is not set, so mails are queued and none is sent')
    return { wake() {}, close: async () => {} }
  }
  const mailer = createMailer({ ...deps, smtpUrl })
  mailer.start()
  return mailer
}

function onlyOnce<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined
  return () => {
    running ??= work()
    return running
  }
}
