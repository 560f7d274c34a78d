import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Result } from '@gatehouse/contract'
import { readConfig, type ServerConfig } from '../config.ts'
import type { Database } from '../db/database.ts'
import { type EmbeddedPostgres, startEmbedded } from '../db/embedded.ts'
import { runStatements } from '../db/statement.ts'
import { type Mailbox, startMailbox } from '../mail/mailbox.ts'
import { type RunningServer, type StartFailure, type StartOptions, startServer } from '../server.ts'
import { vendor } from './catalogue.ts'
import { type DemoPerson, demoPassword, demoPeople, inviteeToken } from './people.ts'
import { type SeedName, seedDatabase } from './seed.ts'

export interface DemoOptions
  extends Pick<StartOptions, 'clock' | 'log' | 'rateLimits' | 'loginLimits' | 'checkAnswers'> {
  /** Default `demo`. */
  seed?: SeedName
  /** 0, the default, for any that is free. */
  port?: number
  /** Where PostgreSQL keeps its data. Without it the data lives as long as this demo. */
  dataDir?: string
  /** A PostgreSQL to use in place of the one that comes with the program. */
  databaseUrl?: string
  /** Throws away what the embedded database holds, and fills it anew. */
  fresh?: boolean
  /** Sends mail for real, instead of catching it. */
  smtpUrl?: string
  /** Of the page that shows the caught mail; default any that is free. */
  mailPagePort?: number
  logLevel?: ServerConfig['logLevel']
  /** Told what takes a moment, in words for a person. */
  onProgress?: (text: string) => void
}

export interface Demo {
  /** Where Gatehouse and browsers reach the server, without a trailing slash. */
  url: string
  databaseUrl: string
  people: readonly DemoPerson[]
  /** Of everybody in `people` who has a login. */
  password: string
  /** The link in the mail to the invitee. */
  inviteeLink: string
  /** Null where mail is sent for real. */
  mailbox: Mailbox | null
  /** The running server; null between `stopServer` and `startServer`. */
  server(): RunningServer | null
  /** Takes the HTTP server away, as a failing network would; the database and the mailbox stay. */
  stopServer(): Promise<void>
  /** Brings it back at the same address. */
  startServer(): Promise<void>
  close(): Promise<void>
}

const seedWord = 'gatehouse'

/** A whole Gatehouse server with demo data, for `npm start`, the tour and end-to-end tests. */
export async function startDemo(options: DemoOptions = {}): Promise<Result<Demo, StartFailure>> {
  const undo: (() => Promise<unknown>)[] = []
  const say = options.onProgress ?? (() => {})
  try {
    const port = options.port || (await freePort())
    const url = `http://127.0.0.1:${port}`
    const databaseUrl = options.databaseUrl ?? (await openEmbedded(options, undo, say))
    const mailbox = options.smtpUrl ? null : await startMailbox({ pagePort: options.mailPagePort ?? 0 })
    if (mailbox) undo.push(() => mailbox.close())

    const config = demoConfig(options, {
      port,
      databaseUrl,
      smtpUrl: options.smtpUrl ?? mailbox?.smtpUrl ?? null,
    })
    const start = () =>
      startServer({ ...partsFor(options), config, prepare: (db) => seedWhenEmpty(db, options, url, say) })
    const first = await start()
    if (!first.ok) {
      await closeAll(undo)
      return first
    }

    let server: RunningServer | null = first.value
    const stopServer = async () => {
      const running = server
      server = null
      await running?.close()
    }
    undo.push(stopServer)
    return {
      ok: true,
      value: {
        url,
        databaseUrl,
        people: demoPeople,
        password: demoPassword,
        inviteeLink: `${url}/invite/${inviteeToken(seedWord)}`,
        mailbox,
        server: () => server,
        stopServer,
        async startServer() {
          if (server) return
          const again = await start()
          if (!again.ok) throw new Error(again.error.message)
          server = again.value
        },
        close: () => closeAll(undo.splice(0)),
      },
    }
  } catch (error) {
    await closeAll(undo)
    throw error
  }
}

function partsFor({
  clock,
  log,
  rateLimits,
  loginLimits,
  checkAnswers,
}: DemoOptions): Omit<StartOptions, 'config'> {
  return {
    ...(clock ? { clock } : {}),
    ...(log ? { log } : {}),
    ...(rateLimits === undefined ? {} : { rateLimits }),
    ...(loginLimits ? { loginLimits } : {}),
    ...(checkAnswers === undefined ? {} : { checkAnswers }),
  }
}

function demoConfig(
  options: DemoOptions,
  given: Pick<ServerConfig, 'port' | 'databaseUrl' | 'smtpUrl'>,
): ServerConfig {
  const defaults = readConfig({})
  if (!defaults.ok) throw new Error(defaults.error)
  const mailFrom = `${vendor} <no-reply@example.com>`
  return { ...defaults.value, name: vendor, mailFrom, logLevel: options.logLevel ?? 'warn', ...given }
}

async function seedWhenEmpty(
  db: Database,
  options: DemoOptions,
  publicUrl: string,
  say: (text: string) => void,
) {
  const account = await db.selectFrom('account').select('id').limit(1).executeTakeFirst()
  if (account) return
  const name = options.seed ?? 'demo'
  say(`Making the demo data "${name}" ...`)
  const now = options.clock?.now() ?? new Date()
  await seedDatabase(db, { name, seed: seedWord, now, publicUrl })
}

async function openEmbedded(
  { dataDir, fresh }: DemoOptions,
  undo: (() => Promise<unknown>)[],
  say: (text: string) => void,
): Promise<string> {
  say('Starting the database ...')
  const ownDir = dataDir ?? (await mkdtemp(join(tmpdir(), 'gatehouse-demo-')))
  if (dataDir === undefined) undo.push(() => rm(ownDir, { recursive: true, force: true }))
  const postgres = await startEmbedded({ dataDir: ownDir, durable: dataDir !== undefined })
  undo.push(() => postgres.stop())
  if (fresh) await recreateDatabase(postgres)
  return postgres.connectionString
}

function recreateDatabase(postgres: EmbeddedPostgres): Promise<void> {
  return runStatements(
    postgres.connectionStringFor('postgres'),
    'drop database if exists gatehouse with (force)',
    'create database gatehouse',
  )
}

// The link in the invitee's mail holds the port, so it is chosen before there is a server.
async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((done, fail) => {
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', done)
  })
  const address = probe.address()
  await new Promise((done) => probe.close(done))
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}

async function closeAll(undo: (() => Promise<unknown>)[]): Promise<void> {
  for (const step of [...undo].reverse()) await step()
}
