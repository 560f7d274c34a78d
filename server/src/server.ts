import { createServer } from 'node:net'
import type { Result } from '@gatehouse/contract'
import type { FastifyBaseLogger } from 'fastify'
import { buildApp } from './app.ts'
import { type Clock, type Randomness, systemClock, systemRandomness } from './clock.ts'
import type { ServerConfig } from './config.ts'
import { createDatabase, type Database } from './db/database.ts'
import { type EmbeddedPostgres, startEmbedded } from './db/embedded.ts'
import { migrate } from './db/migrate.ts'
import { createIdentity, type IdentityDeps } from './identity/identity.ts'
import { createLog } from './log.ts'
import { type Mailbox, startMailbox } from './mail/mailbox.ts'
import { createMailer } from './mail/mailer.ts'
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
  /** Ends streams, lets requests finish for a few seconds, and shuts everything down in order. Can be called twice. */
  close(): Promise<void>
}

export interface StartFailure {
  code: 'port_taken' | 'port_forbidden' | 'address_unknown' | 'database_unreachable'
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
  const close = once(async () => {
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
    const { db, databaseUrl } = database.value
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
    const housekeeping = createHousekeeping({ db, clock, log, changeDays: config.changeDays })
    housekeeping.start()
    undo.push(() => housekeeping.stop())

    const url = config.publicUrl ?? `http://${hostInUrl(config.host)}:${port.value}`
    const { loginLimits } = options
    const identity = await createIdentity({
      db,
      clock,
      random,
      config: { publicUrl: url, name: config.name, ...(loginLimits ? { limits: loginLimits } : {}) },
      mailer,
    })
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
    })
    undo.push(async () => {
      const deadline = setTimeout(() => app.server.closeAllConnections(), 3000)
      await app.close()
      clearTimeout(deadline)
    })
    const failure = await listen(
      () => app.listen({ host: config.host, port: port.value }),
      config,
      port.value,
    )
    if (failure) {
      await close()
      return { ok: false, error: failure }
    }
    return { ok: true, value: { url, db, databaseUrl, mailbox, close } }
  } catch (error) {
    await close()
    throw error
  }
}

async function openDatabase(
  config: ServerConfig,
  log: FastifyBaseLogger,
  undo: (() => Promise<unknown>)[],
): Promise<Result<{ db: Database; databaseUrl: string }, StartFailure>> {
  let embedded: EmbeddedPostgres | undefined
  if (config.databaseUrl === null) {
    const started = await startEmbedded({ dataDir: config.dataDir, durable: true })
    undo.push(() => started.stop())
    embedded = started
  }
  const databaseUrl = embedded?.connectionString ?? config.databaseUrl ?? ''
  const db = createDatabase({
    connectionString: databaseUrl,
    max: 20,
    onIdleError: (error) => log.warn({ err: error }, 'a database connection was lost'),
  })
  undo.push(() => db.destroy())
  try {
    const { applied } = await migrate(db)
    if (applied.length > 0) log.info({ migrations: applied.length }, 'database migrated')
    return { ok: true, value: { db, databaseUrl } }
  } catch (error) {
    if (embedded) throw error
    const cause = (error as Error).cause ?? error
    const reason = (cause as { code?: string }).code ?? (cause as Error).name
    log.error({ err: error }, 'database not usable')
    const message = `The database in DATABASE_URL can not be used (${reason}). Check that it runs, that user and password are right, and that the user may create tables in it.`
    return { ok: false, error: { code: 'database_unreachable', message } }
  }
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

// The issuer's address holds the port and must be known before anything listens; so it is tried first.
async function findPort({ host, port }: ServerConfig): Promise<Result<number, StartFailure>> {
  const probe = createServer()
  let found = port
  const failure = await listen(
    () =>
      new Promise<void>((resolve, reject) => {
        probe.once('error', reject)
        probe.listen({ host, port }, resolve)
      }),
    { host },
    port,
  )
  if (failure) return { ok: false, error: failure }
  const address = probe.address()
  if (address && typeof address === 'object') found = address.port
  await new Promise((resolve) => probe.close(resolve))
  return { ok: true, value: found }
}

async function listen(
  start: () => Promise<unknown>,
  { host }: Pick<ServerConfig, 'host'>,
  port: number,
): Promise<StartFailure | null> {
  try {
    await start()
    return null
  } catch (error) {
    const { code } = error as { code?: string }
    const choose = 'Choose another with GATEHOUSE_PORT or --port, or 0 for any that is free.'
    switch (code) {
      case 'EADDRINUSE':
        return {
          code: 'port_taken',
          message: `Port ${port} on ${host} is taken by another program. ${choose}`,
        }
      case 'EACCES':
        return { code: 'port_forbidden', message: `This user may not listen on port ${port}. ${choose}` }
      case 'EADDRNOTAVAIL':
      case 'ENOTFOUND':
        return {
          code: 'address_unknown',
          message: `${host} is not an address of this computer. Check GATEHOUSE_HOST.`,
        }
      default:
        throw error
    }
  }
}

function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined
  return () => {
    running ??= work()
    return running
  }
}
