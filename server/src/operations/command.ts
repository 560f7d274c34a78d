import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { Result } from '@gatehouse/contract'
import type pg from 'pg'
import { systemClock } from '../clock.ts'
import { readConfig, type ServerConfig } from '../config.ts'
import { createPool, type Database, databaseOn } from '../db/database.ts'
import { startEmbedded } from '../db/embedded.ts'
import { appliedMigrations, migrate, migrationNames } from '../db/migrate.ts'
import { hostInUrl } from './listening.ts'

/** What a command line program is given from outside, so that tests can give it. */
export interface Surroundings {
  environment: Record<string, string | undefined>
  now: Date
  /** A line for whoever runs the command. */
  say(text: string): void
  /** What is on the standard input, to its end. */
  input(): Promise<string>
}

/** 0: done. 1: refused or failed, and nothing was changed. 2: the command line was not understood. */
export type ExitCode = 0 | 1 | 2

export type Command = (argv: string[], surroundings: Surroundings) => Promise<ExitCode>

/** Runs a command as a process of its own. */
export async function runAsProgram(command: Command): Promise<never> {
  const surroundings: Surroundings = {
    environment: process.env,
    now: systemClock.now(),
    say: (text) => console.log(text),
    async input() {
      let text = ''
      for await (const chunk of process.stdin) text += String(chunk)
      return text
    },
  }
  process.exit(
    await command(process.argv.slice(2), surroundings).catch((error: unknown) => {
      console.error(`gatehouse: ${sentenceOf(error)}`)
      return 1
    }),
  )
}

/** For a person at the command line, who runs the server and may see what a log may not hold. */
function sentenceOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { message?: string } }
  return [message ?? 'something unexpected happened', cause?.message].filter(Boolean).join(': ')
}

type Options = NonNullable<ParseArgsConfig['options']>
type Values<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O; strict: true; allowPositionals: true }>
>['values']

/** The command line, or how it has to be written. `null` after help was asked for and given. */
export function readCommandLine<const O extends Options>(
  argv: string[],
  options: O,
  usage: string,
  say: (text: string) => void,
): { values: Values<O>; positionals: string[] } | { exit: ExitCode } {
  try {
    const { help, ...rest } = { help: { type: 'boolean', short: 'h' } as const, ...options }
    const parsed = parseArgs({
      args: argv,
      options: { help, ...rest },
      strict: true,
      allowPositionals: true,
    })
    const values = parsed.values as Values<O> & { help?: boolean }
    if (values.help) {
      say(usage)
      return { exit: 0 }
    }
    return { values, positionals: parsed.positionals }
  } catch (error) {
    return wrongUsage((error as Error).message, usage, say)
  }
}

export function wrongUsage(reason: string, usage: string, say: (text: string) => void): { exit: 2 } {
  say(`gatehouse: ${reason}\n\n${usage}`)
  return { exit: 2 }
}

export interface OpenDatabase {
  config: ServerConfig
  db: Database
  pool: pg.Pool
  connectionString: string
  /** What it is called for a person: without password. */
  name: string
  close(): Promise<void>
}

/** Where a server with this configuration is reached. */
export function urlOf({ publicUrl, host, port }: ServerConfig): string {
  return publicUrl ?? `http://${hostInUrl(host)}:${port}`
}

/**
 * The database that a server with the same variables would use. The program's own PostgreSQL is started where it
 * doesn't run, and shared where a server has started it.
 */
export async function openDatabase(
  { environment }: Surroundings,
  expected: 'migrated' | 'any' | 'migrate',
): Promise<Result<OpenDatabase, string>> {
  const config = readConfig(environment)
  if (!config.ok) return config
  const { databaseUrl, dataDir } = config.value
  const embedded = databaseUrl === null ? await startEmbedded({ dataDir, durable: true }) : null
  const connectionString = embedded?.connectionString ?? databaseUrl ?? ''
  const pool = createPool({ connectionString, max: 2, connectMs: 10_000 })
  const db = databaseOn(pool)
  const close = async () => {
    await db.destroy()
    await embedded?.stop()
  }
  try {
    const wrong = await prepare(db, expected)
    if (wrong !== null) {
      await close()
      return { ok: false, error: wrong }
    }
  } catch (error) {
    await close()
    throw error
  }
  const name = embedded ? `the database in ${dataDir}` : 'the database in DATABASE_URL'
  return { ok: true, value: { config: config.value, db, pool, connectionString, name, close } }
}

/** Null, or why a command may not go on. */
async function prepare(db: Database, expected: 'migrated' | 'any' | 'migrate'): Promise<string | null> {
  if (expected === 'any') return null
  if (expected === 'migrate') {
    const migrated = await migrate(db)
    return migrated.ok ? null : migrated.error.message
  }
  const applied = await appliedMigrations(db)
  const unknown = applied.filter((name) => !migrationNames.includes(name))
  if (unknown.length > 0)
    return `The database belongs to a newer Gatehouse (${unknown.join(', ')}). Use that one.`
  if (applied.length < migrationNames.length) {
    return 'The database is not migrated to this version. Start the server once, which does it, and try again.'
  }
  return null
}
