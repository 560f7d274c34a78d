import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AccountId, type BootstrapLine, fail, ok, type Problem, type Result } from '@gatehouse/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { settled, tell } from '../../server/src/testing/feed.ts'
import { createWorld, type Person, type World } from '../../server/src/testing/world.ts'
import type { ApiClient } from '../../src/main/api-client/client.ts'
import { readLines } from '../../src/main/api-client/streams.ts'
import { silentLogger } from '../../src/main/ports.ts'
import type { SyncDeps, SyncReplica } from '../../src/main/sync/ports.ts'
import { createPullLoop } from '../../src/main/sync/pull-loop.ts'
import { openDatabase } from '../../src/replica/database.ts'
import { createEngine } from '../../src/replica/engine.ts'
import {
  accountApplications,
  activities,
  services,
  templates,
} from '../../src/replica/repositories/account-rows.ts'
import { readEntry, readLoading } from '../../src/replica/repositories/accounts.ts'
import { grants } from '../../src/replica/repositories/grants.ts'
import { toUuid } from '../../src/replica/repositories/ids.ts'
import { invitations } from '../../src/replica/repositories/invitations.ts'
import { memberships } from '../../src/replica/repositories/memberships.ts'

/**
 * The real pull loop and the real replica against the real server; only the network between them is ours, and it
 * breaks off after so many lines, or in the middle of one. The program ends between two tries, or doesn't.
 */

const accountsEach = 6
const at = new Date('2026-03-02T10:00:00.000Z')

let world: World
let folder: string
beforeAll(async () => {
  world = await createWorld()
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-resume-'))
})
afterAll(async () => {
  await world.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Machine {
  /** Pulls; a bootstrap breaks off after so many lines, and parts of one. True once everything was brought. */
  pull(cutAfter?: number): Promise<boolean>
  /** As if the program had ended and begun again. */
  restart(): void
  /** The queries of its bootstraps. */
  asked: Record<string, string>[]
  /** Accounts that came as a whole, in order, over all bootstraps. */
  came: string[]
  rows(): string[]
}

function machine(person: Person, wantedFirst: string[]): Machine {
  const file = join(folder, `${randomBytes(8).toString('hex')}.db`)
  const key = Uint8Array.from(randomBytes(32))
  function open() {
    const made = createEngine()
    const opened = made.open({ file, key: key.slice() })
    if (!opened.ok) throw new Error(opened.error.detail)
    return made
  }
  let engine = open()
  const asked: Record<string, string>[] = []
  const came: string[] = []
  let left = Number.POSITIVE_INFINITY

  const api = {
    async call(name: 'sync.changes' | 'me.invitations', parts: never) {
      const { status, body } = await person.client.call(name, parts)
      return status === 200 ? ok(body) : fail(body as Problem)
    },
    async text(name: 'sync.changes', parts: never) {
      const answer = await api.call(name, parts)
      return answer.ok ? ok(JSON.stringify(answer.value)) : answer
    },
    async lines(
      name: 'sync.bootstrap' | 'sync.snapshot',
      parts: { query?: Record<string, string> },
      take: (text: string) => Promise<Result<void>>,
    ) {
      const { status, body } = await person.client.call(name, parts as never)
      if (status !== 200) return fail(body as Problem)
      const lines = body as BootstrapLine[]
      if (name === 'sync.snapshot') return take(textOf(lines))
      asked.push(parts.query ?? {})
      const whole = lines.slice(0, left)
      for (const line of whole) if (line.type === 'account') came.push(line.accountId)
      const next = left < lines.length ? lines.slice(Math.floor(left), Math.floor(left) + 1) : []
      const half = textOf(next).slice(0, Math.round((left % 1) * textOf(next).length))
      const response = broken(textOf(whole) + half, left >= lines.length)
      return readLines(response, take, { idleMs: 60_000, signal: new AbortController().signal })
    },
  }
  const replica: Partial<SyncReplica> = {
    state: async () => engine.state(),
    applyBootstrap: async (text, now) => engine.applyBootstrap(text, now),
    applySnapshot: async (accountId, text, now) => engine.applySnapshot(accountId, text, now),
    applyPage: async (text, now) => engine.applyPage(text, now),
    setMyInvitations: async (invitations, now) => engine.setMyInvitations(invitations, now),
  }
  const deps: Partial<SyncDeps> = {
    replica: replica as SyncReplica,
    api: api as unknown as ApiClient,
    clock: { now: () => at },
    log: silentLogger,
    wantedFirst: () => wantedFirst,
    on: {
      changed: () => {},
      status: () => {},
      progress: () => {},
      bootstrapProblem: () => {},
      accessEnded: () => {},
      principal: () => {},
    },
  }
  let loop = createPullLoop(deps as SyncDeps, { busy: () => {} })
  return {
    asked,
    came,
    async pull(cutAfter = Number.POSITIVE_INFINITY) {
      left = cutAfter
      const pulled = await loop.pull(new AbortController().signal)
      return pulled.ok
    },
    restart() {
      engine.close()
      engine = open()
      loop = createPullLoop(deps as SyncDeps, { busy: () => {} })
    },
    rows() {
      engine.close()
      return storedRows(file, key)
    },
  }
}

function textOf(lines: BootstrapLine[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

/** A body that comes in pieces of 300 bytes, and ends well or breaks off. */
function broken(text: string, endsWell: boolean): Response {
  const bytes = Buffer.from(text)
  let at = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at < bytes.length) {
        controller.enqueue(Uint8Array.from(bytes.subarray(at, at + 300)))
        at += 300
      } else if (endsWell) controller.close()
      else controller.error(new TypeError('terminated'))
    },
  })
  return new Response(body, { headers: { 'content-type': 'application/x-ndjson' } })
}

const ofAccount = { accountApplications, memberships, grants, invitations, services, templates, activities }
const counted = ['account', 'person', 'membership', 'grant_', 'invitation', 'service', 'template', 'activity']

/** Everything of a replica as the server would tell it, and how many rows lie in the tables for it. */
function storedRows(file: string, key: Uint8Array): string[] {
  const opened = openDatabase(file, key)
  if (!opened.ok) throw new Error(opened.error.detail)
  const sql = opened.value
  const accountIds = sql
    .all<{ id: Uint8Array }>('select id from account')
    .map(({ id }) => toUuid(id) as AccountId)
  const rows = accountIds.flatMap((id) => [
    `entry ${JSON.stringify([readEntry(sql, id), readLoading(sql, id)])}`,
    ...Object.entries(ofAccount).flatMap(([name, table]) =>
      table.all(sql, id).map((row) => `${name} ${JSON.stringify(row)}`),
    ),
  ])
  rows.push(
    ...sql
      .all<{ key: string; name: string }>('select key, name from application')
      .map((row) => JSON.stringify(row)),
  )
  for (const table of counted)
    rows.push(`${table} ${JSON.stringify(sql.get(`select count(*) from ${table}`))}`)
  sql.close()
  return rows.toSorted()
}

async function consultant(): Promise<{ person: Person; accounts: AccountId[] }> {
  const person = await world.user()
  const accounts: AccountId[] = []
  for (let n = 0; n < accountsEach; n += 1) {
    const accountId = await world.account()
    await world.member(accountId, 'admin', { person })
    const owner = await world.member(accountId, 'owner')
    const application = await world.application()
    await world.assign(accountId, application)
    await world.grant(accountId, owner.membershipId, application)
    await world.service(accountId)
    accounts.push(accountId)
  }
  return { person, accounts }
}

const happenings = {
  async renamed(accountId: AccountId) {
    await world.db
      .updateTable('account')
      .set({ name: `Renamed ${world.id()}` })
      .where('id', '=', accountId)
      .execute()
    await tell(world, { entity: 'account', accountId })
  },
  async 'another member'(accountId: AccountId) {
    const { membershipId: id } = await world.member(accountId, 'viewer')
    await tell(world, { entity: 'membership', accountId, key: { id }, op: 'put' })
  },
  async 'services gone'(accountId: AccountId) {
    const gone = await world.db
      .deleteFrom('service')
      .where('account_id', '=', accountId)
      .returning('id')
      .execute()
    await tell(
      world,
      ...gone.map(({ id }) => ({ entity: 'service', accountId, key: { id }, op: 'delete' }) as const),
    )
  },
  async taken(accountId: AccountId, { id }: Person) {
    await world.db
      .deleteFrom('membership')
      .where('account_id', '=', accountId)
      .where('user_id', '=', id)
      .execute()
    await tell(world, { entity: 'access', accountId, userId: id })
  },
  async 'fewer permissions'(accountId: AccountId, { id }: Person) {
    await world.db
      .updateTable('membership')
      .set({ permissions: ['applications.view'] })
      .where('account_id', '=', accountId)
      .where('user_id', '=', id)
      .execute()
    await tell(world, { entity: 'access', accountId, userId: id })
  },
  async given(_accountId: AccountId, person: Person) {
    const accountId = await world.account()
    await world.member(accountId, 'billing', { person })
    await tell(world, { entity: 'access', accountId, userId: person.id })
  },
  async 'deleted with all in it'(accountId: AccountId, _person: Person) {
    const members = await world.db
      .selectFrom('membership')
      .select('user_id')
      .where('account_id', '=', accountId)
      .execute()
    await world.db.deleteFrom('account').where('id', '=', accountId).execute()
    await tell(
      world,
      ...members.map(({ user_id }) => ({ entity: 'access', accountId, userId: user_id }) as const),
    )
  },
} satisfies Record<string, (accountId: AccountId, person: Person) => Promise<void>>

const step = fc.record({
  cutAfter: fc.oneof(fc.integer({ min: 0, max: 45 }), fc.double({ min: 0, max: 45, noNaN: true })),
  restarts: fc.boolean(),
  happens: fc.array(
    fc.tuple(
      fc.constantFrom(...(Object.keys(happenings) as (keyof typeof happenings)[])),
      fc.nat(accountsEach - 1),
    ),
    { maxLength: 3 },
  ),
})

test('cut wherever, with whatever happening in between, it ends with what an uncut one brings', async () => {
  const schedules = fc.record({
    first: fc.array(fc.nat(accountsEach - 1), { maxLength: 2 }),
    steps: fc.array(step, { minLength: 1, maxLength: 4 }),
  })
  await fc.assert(
    fc.asyncProperty(schedules, async ({ first, steps }) => {
      const { person, accounts } = await consultant()
      const of = (n: number) => accounts[n] as AccountId
      const cut = machine(person, first.map(of))
      const deleted = new Set<number>()
      for (const { cutAfter, restarts, happens } of steps) {
        await cut.pull(cutAfter)
        if (restarts) cut.restart()
        for (const [name, n] of happens) {
          // To an account that is no more nothing happens.
          if (deleted.has(n)) continue
          if (name === 'deleted with all in it') deleted.add(n)
          await happenings[name](of(n), person)
        }
      }
      await settled(world)
      expect(await cut.pull()).toBe(true)
      const whole = machine(person, [])
      expect(await whole.pull()).toBe(true)
      expect(cut.rows()).toEqual(whole.rows())
    }),
    { numRuns: 15 },
  )
})

test('cut at every line, whole or half, with the program starting anew each time, it ends whole', async () => {
  const { person } = await consultant()
  const whole = machine(person, [])
  expect(await whole.pull()).toBe(true)
  const cut = machine(person, [])
  let cuts = 0
  // Each try gets one more line and a half of what is left, so that every kind of line is the one that is cut.
  while (!(await cut.pull(1 + cuts * 1.5))) {
    cuts += 1
    cut.restart()
  }
  expect(cuts).toBeGreaterThan(8)
  expect(cut.rows()).toEqual(whole.rows())
})

test('with nothing happening in between, no account comes twice', async () => {
  const { person, accounts } = await consultant()
  const cut = machine(person, [])
  for (const lines of [14, 9, 16]) expect(await cut.pull(lines)).toBe(false)
  expect(await cut.pull()).toBe(true)
  expect(cut.asked.map((query) => 'resume' in query)).toEqual([false, true, true, true])
  expect(cut.came).toEqual(accounts)
})

test('begins again where the server can not go on from there any more', async () => {
  const { person, accounts } = await consultant()
  const cut = machine(person, [])
  expect(await cut.pull(20)).toBe(false)
  const { epoch } = await world.db.selectFrom('feed').select('epoch').executeTakeFirstOrThrow()
  onTestFinished(async () => {
    await world.db.updateTable('feed').set({ epoch }).execute()
  })
  await world.db.updateTable('feed').set({ epoch: world.id<string>() }).execute()
  cut.came.length = 0
  expect(await cut.pull()).toBe(true)
  expect(cut.asked.map((query) => 'resume' in query)).toEqual([false, false])
  expect(cut.came).toEqual(accounts)
})
