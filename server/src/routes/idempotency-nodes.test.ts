import { randomUUID } from 'node:crypto'
import type { AccountId, EnvironmentId, MembershipId, RouteName } from '@gatehouse/contract'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createPlace, type Place } from '../testing/cast.ts'
import type { Node } from '../testing/nodes.ts'
import { allRoutes, type Reply, requestOf, send } from '../testing/requests.ts'
import { createWorld, type World } from '../testing/world.ts'

/** One change is done once, whichever of several servers hears of it, however often and at the same time. */

let world: World
let other: Node
let apps: FastifyInstance[]

beforeAll(async () => {
  world = await createWorld()
  other = await world.node()
  apps = [world.app, other.app]
})
afterAll(() => world.close())

/** An account of its own with one of everything, and somebody who may do all of it. */
interface Stage extends Place {
  token: string
  membershipId: MembershipId
}
let stage: Stage
beforeEach(async () => {
  const environmentId = await world.environment()
  stage = await createStage(environmentId)
})

async function createStage(environmentId: EnvironmentId): Promise<Stage> {
  const administrator = await world.administrator(environmentId)
  const place = await createPlace(world, environmentId)
  await world.member(place.accountId, 'owner')
  // As a member who isn't the owner, an administrator may do all that there is: leaving the account, too.
  const { membershipId } = await world.member(place.accountId, 'admin', { person: administrator })
  return { ...place, token: administrator.id, membershipId }
}

/** The same request sixteen times at once, half of them to each server. */
const repeated = (name: RouteName, parts: Parameters<typeof send>[2], key: string) =>
  Promise.all(Array.from({ length: 16 }, (_, n) => sendTo(n, name, parts, key)))

const sendTo = (n: number, name: RouteName, parts: Parameters<typeof send>[2], key: string) =>
  send(apps[n % 2] as FastifyInstance, name, parts, { token: stage.token, key })

/** An answer without what names the single request. */
function essence({ status, body }: Reply): unknown {
  if (status === 200) return { status, body }
  const { reference: _, ...problem } = body as Record<string, unknown>
  return { status, problem }
}

/** The transactions that have written to the feed since a moment. */
async function transactionsSince(seq: string): Promise<string[]> {
  const rows = await world.db.selectFrom('change').where('seq', '>', seq).select('xid').distinct().execute()
  return rows.map(({ xid }) => xid)
}
async function latest(): Promise<string> {
  const { rows } = await sql<{ seq: string }>`select coalesce(max(seq), 0)::text as seq from change`.execute(
    world.db,
  )
  return rows[0]?.seq ?? '0'
}

/** These answer a secret that is kept nowhere, so that each repeat has another one. */
const answersSecret: RouteName[] = ['invitations.link']

describe('sixteen times the same request at once, over two servers', () => {
  const writes = allRoutes.filter(([, { writes }]) => writes)
  const done: RouteName[] = []

  test.each(writes)('%s', async (name) => {
    const parts = requestOf(name, stage.things)
    const seq = await latest()
    const key = randomUUID()
    const answers = await repeated(name, parts, key)
    const [first] = answers
    for (const answer of answers) {
      if (answersSecret.includes(name) && first?.status === 200) {
        expect(answer.status).toBe(200)
        expect(answer.body).toMatchObject({
          transaction: (first.body as { transaction: string }).transaction,
        })
      } else if (first) expect(essence(answer)).toEqual(essence(first))
    }
    const transactions = await transactionsSince(seq)
    const keys = await world.db
      .selectFrom('idempotency_key')
      .where('key', '=', key as never)
      .select('key')
      .execute()
    if (first?.status === 200) {
      done.push(name)
      const { transaction } = first.body as { transaction: string }
      expect(keys).toHaveLength(1)
      expect(transactions.filter((xid) => xid !== transaction)).toEqual([])
    } else {
      // What was refused has done nothing, and its key is still to be had.
      expect(keys).toEqual([])
      expect(transactions).toEqual([])
    }
  })

  test('most of them were done, not refused', () => {
    expect(done.length, done.join(' ')).toBeGreaterThan(writes.length / 2)
  })
})

const assign = (accountId: AccountId, applicationId: string, autoAssign: boolean) => ({
  params: { accountId },
  body: { applicationIds: [applicationId], autoAssign },
})

test('of two requests under one key one is done, and exactly those who sent the other are refused', async () => {
  const application = await world.application({ environmentId: stage.environmentId })
  const key = randomUUID()
  const answers = await Promise.all(
    Array.from({ length: 16 }, async (_, n) => {
      const autoAssign = n % 4 < 2
      const parts = assign(stage.accountId, application, autoAssign)
      return { autoAssign, answer: await sendTo(n, 'applications.assign', parts, key) }
    }),
  )
  const row = await world.db
    .selectFrom('account_application')
    .where('account_id', '=', stage.accountId)
    .where('application_id', '=', application)
    .select('auto_assign')
    .executeTakeFirstOrThrow()
  for (const { autoAssign, answer } of answers) {
    if (autoAssign === row.auto_assign) expect(answer.status).toBe(200)
    else expect(answer.body).toMatchObject({ status: 422, code: 'idempotency_mismatch' })
  }
})

test('what one server refused the other does under the same key, once nothing is in the way', async () => {
  const application = await world.application({ environmentId: stage.environmentId })
  const { accountId, membershipId } = stage
  const grant = { params: { accountId, applicationId: application, membershipId } }
  const key = randomUUID()
  for (const answer of await repeated('grants.add', grant, key)) {
    expect(answer.body).toMatchObject({ code: 'not_on_account' })
  }
  await sendTo(0, 'applications.assign', assign(accountId, application, false), randomUUID())
  const seq = await latest()
  const answers = await repeated('grants.add', grant, key)
  for (const answer of answers) expect(essence(answer)).toEqual({ status: 200, body: answers[0]?.body })
  expect(await transactionsSince(seq)).toHaveLength(1)
})

test('a server that dies in the middle of a change leaves nothing of it, and the repeat is done elsewhere', async () => {
  const application = await world.application({ environmentId: stage.environmentId })
  const parts = assign(stage.accountId, application, false)
  const key = randomUUID()
  const seq = await latest()
  // Somebody holds the account, so that the change has claimed its key and waits.
  const holder = await world.db.startTransaction().execute()
  await sql`select id from account where id = ${stage.accountId} for update`.execute(holder)
  const holding = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(holder)
  const dying = sendTo(0, 'applications.assign', parts, key)
  const waiting = async () => {
    const { rows } = await sql<{ pid: number }>`select pid from pg_stat_activity
      where datname = current_database() and ${holding.rows[0]?.pid}::int = any(pg_blocking_pids(pid))`.execute(
      world.db,
    )
    return rows.map(({ pid }) => pid)
  }
  await expect.poll(waiting, { interval: 10 }).toHaveLength(1)
  // The repeat comes to the other server meanwhile, and waits for what becomes of the first.
  const repeat = sendTo(1, 'applications.assign', parts, key)
  for (const pid of await waiting()) await sql`select pg_terminate_backend(${pid})`.execute(world.db)
  expect((await dying).body).toMatchObject({ status: 503, code: 'unavailable' })
  await holder.rollback().execute()
  const answer = await repeat
  expect(answer.status, answer.text).toBe(200)
  expect(essence(await sendTo(0, 'applications.assign', parts, key))).toEqual(essence(answer))
  expect(await transactionsSince(seq)).toEqual([(answer.body as { transaction: string }).transaction])
})
