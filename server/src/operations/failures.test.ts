import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { systemRandomness } from '../clock.ts'
import { createDatabase, type Database } from '../db/database.ts'
import { type EmbeddedPostgres, startEmbedded } from '../db/embedded.ts'
import { migrate } from '../db/migrate.ts'
import { addDesk, type Desk, invite, signInAt, startNode } from '../testing/node.ts'
import { createTestDatabase } from '../testing/test-database.ts'

const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

async function start(environment: Record<string, string>) {
  const node = await startNode(environment)
  undo.push(async () => {
    node.process.kill('SIGKILL')
    await node.exited
  })
  return node
}

interface Sent {
  key: string
  email: string
  statuses: (number | null)[]
}

/** Writers that each send one write after the other, and each write until it is agreed to, at the next server each time. */
async function writeUntilAgreed(
  urls: string[],
  token: string,
  desk: Desk,
  options: { writers: number; writes: number; after(count: number): Promise<void> | void },
): Promise<Sent[]> {
  const all: Sent[] = []
  let agreed = 0
  const writer = async (who: number) => {
    for (let n = 0; n < options.writes; n += 1) {
      const sent: Sent = {
        key: systemRandomness.id(new Date()),
        email: `writer-${who}-${n}@example.com`,
        statuses: [],
      }
      all.push(sent)
      for (let attempt = who; sent.statuses.at(-1) !== 200; attempt += 1) {
        const url = urls[attempt % urls.length] ?? ''
        const { status } = await invite(url, token, desk.accountId, sent)
        sent.statuses.push(status)
        // What has been refused for another reason would be sent for ever.
        if (status !== null && status !== 200 && status !== 503) throw new Error(`answered ${status}`)
      }
      agreed += 1
      await options.after(agreed)
    }
  }
  await Promise.all(Array.from({ length: options.writers }, (_, who) => writer(who)))
  return all
}

async function expectEachOnce(db: Database, desk: Desk, sent: Sent[]): Promise<void> {
  const invitations = await db
    .selectFrom('invitation')
    .where('account_id', '=', desk.accountId)
    .select(['id', 'email'])
    .execute()
  const activities = await db
    .selectFrom('activity')
    .where('account_id', '=', desk.accountId)
    .where('action', '=', 'invitation.sent')
    .select('mutation_id')
    .execute()
  const keys = sent.map(({ key }) => key).sort()
  expect(invitations.map(({ id }) => id as string).sort()).toEqual(keys)
  expect(activities.map(({ mutation_id }) => mutation_id as string).sort()).toEqual(keys)
}

test('a node that is killed while others write: sent again to the next one, each write is there once', async () => {
  const database = await createTestDatabase()
  undo.push(() => database.drop())
  const desk = await addDesk(database.db)
  const environment = { DATABASE_URL: database.config.connectionString }
  const [first, second] = await Promise.all([start(environment), start(environment)])
  const { token } = await signInAt(first.url, desk.email)
  const sent = await writeUntilAgreed([first.url, second.url], token, desk, {
    writers: 8,
    writes: 15,
    after: (count) => {
      if (count === 40) first.process.kill('SIGKILL')
    },
  })
  expect(await first.exited).toMatchObject({ signal: 'SIGKILL' })
  expect(second.process.exitCode).toBeNull()
  expect(sent.filter(({ statuses }) => statuses.length > 1).length).toBeGreaterThan(0)
  await expectEachOnce(database.db, desk, sent)
}, 60_000)

test('PostgreSQL that restarts while others write: 503 meanwhile, and by itself as before, with nothing lost', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-restart-'))
  undo.push(() => rm(folder, { recursive: true, force: true }))
  let postgres: EmbeddedPostgres = await startEmbedded({ dataDir: folder, durable: true })
  undo.push(() => postgres.stop())
  const connectionString = postgres.connectionString
  const db = createDatabase({ connectionString, max: 2 })
  await migrate(db)
  const desk = await addDesk(db)
  const node = await start({ DATABASE_URL: connectionString })
  const { token } = await signInAt(node.url, desk.email)

  const seen: number[] = []
  const sent = await writeUntilAgreed([node.url], token, desk, {
    writers: 6,
    writes: 12,
    async after(count) {
      if (count !== 20) return
      await postgres.stop()
      // Nothing can be agreed to until it is back, so this is certainly seen.
      for (const path of ['/readyz', '/healthz']) seen.push((await fetch(node.url + path)).status)
      postgres = await startEmbedded({ dataDir: folder, durable: true })
    },
  })
  expect(seen).toEqual([503, 200])
  const statuses = new Set(sent.flatMap((each) => each.statuses))
  expect([...statuses].sort()).toEqual([200, 503])
  expect(node.process.exitCode).toBeNull()
  expect((await fetch(`${node.url}/readyz`)).status).toBe(200)
  await expectEachOnce(db, desk, sent)
  await db.destroy()
}, 60_000)

test('a server with its own PostgreSQL stops that last, and finds its data again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-own-'))
  undo.push(() => rm(folder, { recursive: true, force: true }))
  const run = async () => {
    const node = await start({ GATEHOUSE_DATA: folder })
    expect((await fetch(`${node.url}/readyz`)).status).toBe(200)
    node.process.kill('SIGTERM')
    expect(await node.exited).toEqual({ code: 0, signal: null })
    await expect(readFile(join(folder, 'postmaster.pid'))).rejects.toThrow()
    return node.output()
  }
  expect(await run()).toContain('database migrated')
  expect(await run()).not.toContain('database migrated')
}, 60_000)
