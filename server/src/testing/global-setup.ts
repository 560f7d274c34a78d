import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { createDatabase } from '../db/database.ts'
import { startEmbedded } from '../db/embedded.ts'
import { migrate } from '../db/migrate.ts'
import { runStatements } from '../db/statement.ts'
import type {} from './test-database.ts'

interface Shared {
  databaseUrl: string
  /** Of every database that this run makes; the one to clone is called so itself. */
  prefix: string
  stop(): Promise<void>
}

// Several projects of one run share one PostgreSQL; the last to finish stops it.
const holder = globalThis as { gatehouseTestDatabase?: { users: number; shared: Promise<Shared> } }

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  holder.gatehouseTestDatabase ??= { users: 0, shared: start() }
  const mine = holder.gatehouseTestDatabase
  mine.users += 1
  const { databaseUrl, prefix, stop } = await mine.shared
  project.provide('databaseUrl', databaseUrl)
  project.provide('databasePrefix', prefix)
  return async () => {
    mine.users -= 1
    if (mine.users > 0) return
    delete holder.gatehouseTestDatabase
    await stop()
  }
}

async function start(): Promise<Shared> {
  const url = process.env.DATABASE_URL
  return url ? useGiven(url) : useEmbedded()
}

async function useEmbedded(): Promise<Shared> {
  await removeLeftovers()
  const dataDir = await mkdtemp(join(tmpdir(), `${folderPrefix}${process.pid}-`))
  const postgres = await startEmbedded({ dataDir, durable: false }).catch(async (error: unknown) => {
    await rm(dataDir, { recursive: true, force: true })
    throw error
  })
  const stop = async () => {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    const databaseUrl = postgres.connectionStringFor('postgres')
    const prefix = 'gatehouse_test'
    await makeTemplate(databaseUrl, prefix)
    return { databaseUrl, prefix, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

// Somebody else's PostgreSQL: databases with a name of this run's own are made and removed, and no other is touched.
async function useGiven(databaseUrl: string): Promise<Shared> {
  const prefix = `gatehouse_test_${randomBytes(4).toString('hex')}`
  await makeTemplate(databaseUrl, prefix)
  return { databaseUrl, prefix, stop: () => dropDatabases(databaseUrl, prefix) }
}

async function dropDatabases(databaseUrl: string, prefix: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [prefix],
    )
    for (const { datname } of rows) {
      await client.query(`drop database if exists ${pg.escapeIdentifier(datname)} with (force)`)
    }
  } finally {
    await client.end()
  }
}

async function makeTemplate(databaseUrl: string, name: string): Promise<void> {
  await runStatements(databaseUrl, `create database ${name}`)
  const url = new URL(databaseUrl)
  url.pathname = `/${name}`
  const db = createDatabase({ connectionString: url.href, max: 1 })
  try {
    const migrated = await migrate(db)
    if (!migrated.ok) throw new Error(migrated.error.message)
  } finally {
    await db.destroy()
  }
}

const folderPrefix = 'gatehouse-test-'

// A run that was killed leaves its PostgreSQL behind.
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(name.startsWith(folderPrefix) && name.slice(folderPrefix.length).split('-')[0])
    if (!pid || isAlive(pid)) continue
    const dataDir = join(tmpdir(), name)
    const postgres = await startEmbedded({ dataDir, durable: false }).catch(() => null)
    await postgres?.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
