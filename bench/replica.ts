import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AccountId, type BootstrapLine, invitationIdSchema, mutationIdSchema } from '@gatehouse/contract'
import { v7 } from 'uuid'
import { systemClock } from '../server/src/clock.ts'
import { demoPerson } from '../server/src/demo/people.ts'
import { startDemo } from '../server/src/demo/start.ts'
import { bootstrap } from '../server/src/sync/bootstrap.ts'
import { createEngine } from '../src/replica/engine.ts'
import { type Metric, p95, timed } from './metric.ts'

/** The data of the environment administrator of the seed "firm": 200 accounts, 10,000 memberships. */
async function linesOfFirm(): Promise<BootstrapLine[]> {
  const demo = await startDemo({ seed: 'firm', logLevel: 'error' })
  if (!demo.ok) throw new Error(demo.error.message)
  const db = demo.value.server()?.db
  if (!db) throw new Error('the server is stopped')
  const person = demoPerson('administrator')
  const { id: userId } = await db
    .selectFrom('app_user')
    .where('email', '=', person.email)
    .select('id')
    .executeTakeFirstOrThrow()
  const administers = await db
    .selectFrom('environment_administrator')
    .where('user_id', '=', userId)
    .select('environment_id')
    .execute()
  const principal = {
    userId,
    name: person.name,
    email: person.email,
    emailVerified: true,
    administers: administers.map(({ environment_id }) => environment_id),
  }
  const lines: BootstrapLine[] = []
  for await (const line of bootstrap(db, { principal, clock: systemClock }, { first: [] })) lines.push(line)
  await demo.value.close()
  return lines
}

function rowsIn(lines: readonly BootstrapLine[]): number {
  return lines.reduce((sum, line) => sum + (line.type === 'rows' ? line.batch.rows.length : 0), 0)
}

/** The replica at the size of a firm, without its thread: what the database and the queries themselves cost. */
export async function benchReplica(): Promise<Record<string, Metric>> {
  const lines = await linesOfFirm()
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'))
  const file = join(folder, 'replica.db')
  const engine = createEngine()
  const opened = engine.open({ file, key: Uint8Array.from(randomBytes(32)) })
  if (!opened.ok) throw new Error(opened.error.detail)
  const now = new Date()
  const rows = rowsIn(lines)
  const loading = timed(() => {
    for (let at = 0; at < lines.length; at += 50) engine.applyBootstrap(lines.slice(at, at + 50), now)
  })
  const accounts = engine.read('accounts.list', {}, now)
  if (!accounts.ok) throw new Error(accounts.error.title)
  const active = accounts.value.filter(({ status }) => status === 'active')
  const switches = active.map(({ id }) =>
    timed(() => {
      engine.read('accounts.get', { accountId: id }, now)
      engine.read('dashboard.get', { accountId: id }, now)
    }),
  )
  const writes = active
    .slice(0, 100)
    .map(({ id }) => timed(() => void engine.enqueue(mutationIdSchema.parse(v7()), invite(id), now)))
  engine.close()
  const bytes = statSync(file).size
  rmSync(folder, { recursive: true, force: true })
  return {
    'sync.bootstrap': {
      value: Math.round((rows / loading) * 1000),
      unit: 'rows/s',
      budget: 150_000,
      worse: 'lower',
      peer: { rows },
    },
    'switch.db.p95': {
      value: Math.round(p95(switches) * 100) / 100,
      unit: 'ms',
      budget: 1,
      worse: 'higher',
      peer: { switches: switches.length },
    },
    'write.db.p95': {
      value: Math.round(p95(writes) * 100) / 100,
      unit: 'ms',
      budget: 50,
      worse: 'higher',
      peer: { writes: writes.length },
    },
    'replica.bytes_per_row': { value: Math.round(bytes / rows), unit: 'bytes', budget: 100, worse: 'higher' },
  }
}

function invite(accountId: AccountId) {
  return {
    name: 'invitations.create' as const,
    args: {
      accountId,
      invitationId: invitationIdSchema.parse(v7()),
      email: `${v7()}@guest.test`,
      role: 'viewer' as const,
      applicationIds: [],
      message: '',
      expiresInDays: 7,
      anyAddress: false,
    },
  }
}
