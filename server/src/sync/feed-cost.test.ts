import type { AccountId, ApplicationId, Cursor, EnvironmentId, UserId } from '@gatehouse/contract'
import { type KyselyPlugin, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Tx } from '../db/database.ts'
import { inSnapshot } from '../db/transaction.ts'
import { findPrincipal } from '../repositories/access.ts'
import { cursorNow, kindsOf, settled, tell } from '../testing/feed.ts'
import { createWorld, type Person, type World } from '../testing/world.ts'
import { usersConcerned } from './concerned.ts'
import { readPage } from './feed.ts'

/**
 * What a pull costs, counted rather than timed: queries, rows that they answer, and rows of tables that PostgreSQL
 * looks at. The same for somebody with 10 accounts and for somebody with 2,000.
 */

const few = 10
const many = 2000

let world: World
/** `few` of the accounts of `many`, so that one change concerns both. */
let shared: AccountId[]
let foreign: AccountId[]
let environmentId: EnvironmentId
let small: EnvironmentId
let applicationId: ApplicationId
let members: readonly [Person, Person]
let administrators: readonly [Person, Person]

beforeAll(async () => {
  world = await createWorld()
  environmentId = await world.environment()
  small = await world.environment()
  applicationId = await world.application({ environmentId })
  await accountsIn(environmentId, many)
  foreign = await accountsIn(await world.environment(), many)
  await accountsIn(small, few)
  members = [await world.user(), await world.user()]
  const [one, other] = members
  shared = await memberOf(one, few)
  await memberOf(other, many)
  // Everybody else, so that the tables are large for whoever looks at all of them.
  const crowd = await world.user()
  await sql`insert into membership (id, account_id, user_id, role, permissions, created_at)
    select gen_random_uuid(), id, ${crowd.id}::uuid, 'viewer', '{}', ${world.clock.now()} from account`.execute(
    world.db,
  )
  administrators = [await world.administrator(small), await world.administrator(environmentId)]
  // And what happened before.
  await sql`insert into change (account_id, user_id, environment_id, entity, key, op)
    select a.id, null, null, 'account', '{}', 'put' from account a cross join generate_series(1, 5)`.execute(
    world.db,
  )
  await sql`vacuum analyze`.execute(world.db)
})
afterAll(() => world.close())

async function accountsIn(environment: EnvironmentId, count: number): Promise<AccountId[]> {
  const { rows } = await sql<{ id: AccountId }>`
    insert into account (id, environment_id, name, reference, plan, created_at)
    select gen_random_uuid(), ${environment}::uuid, 'Account ' || n, 'N-' || n, 'Standard', ${world.clock.now()}
    from generate_series(1, ${count}::int) n returning id`.execute(world.db)
  return rows.map(({ id }) => id)
}

async function memberOf({ id }: Person, count: number): Promise<AccountId[]> {
  const { rows } = await sql<{ account_id: AccountId }>`
    insert into membership (id, account_id, user_id, role, permissions, created_at)
    select gen_random_uuid(), id, ${id}::uuid, 'admin', array['account.view', 'users.view', 'applications.view'],
      ${world.clock.now()}
    from (select id from account where environment_id = ${environmentId} order by id limit ${count}) a
    returning account_id`.execute(world.db)
  return rows.map((row) => row.account_id)
}

interface Cost {
  kinds: string[]
  queries: number
  answered: number
  /** Rows of tables that were looked at. */
  examined: number
  /** Tables that were read from end to end. */
  scanned: string[]
}

async function costOfPull(person: Person, cursor: Cursor): Promise<Cost> {
  const principal = await findPrincipal(world.db, person.id)
  if (!principal) throw new Error('there is no such user')
  return inSnapshot(world.db, async (tx) => {
    const { counted, counts } = counting(tx)
    const before = await lookedAt(tx)
    const page = await readPage(counted, {
      principal,
      now: world.clock.now(),
      protocol: 2,
      cursor,
      limit: 500,
    })
    if (!page.ok) throw new Error(page.error.code)
    return { kinds: kindsOf(page.value.changes), ...counts, ...examinedBetween(before, await lookedAt(tx)) }
  })
}

function counting(tx: Tx) {
  const counts = { queries: 0, answered: 0 }
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      counts.queries += 1
      counts.answered += result.rows.length
      return result
    },
  }
  return { counted: tx.withPlugin(plugin) as Tx, counts }
}

type TableCounts = Map<string, { scanned: number; fetched: number }>

/** What this connection has looked at so far, table by table. */
async function lookedAt(tx: Tx): Promise<TableCounts> {
  const { rows } = await sql<{ relname: string; seq_tup_read: string; idx_tup_fetch: string | null }>`
    select relname, seq_tup_read, idx_tup_fetch from pg_stat_xact_user_tables`.execute(tx)
  return new Map(
    rows.map((row) => [
      row.relname,
      { scanned: Number(row.seq_tup_read), fetched: Number(row.idx_tup_fetch ?? 0) },
    ]),
  )
}

function examinedBetween(before: TableCounts, after: TableCounts): Pick<Cost, 'examined' | 'scanned'> {
  const scanned: string[] = []
  let examined = 0
  for (const [table, counts] of after) {
    const read = counts.scanned - (before.get(table)?.scanned ?? 0)
    examined += read + counts.fetched - (before.get(table)?.fetched ?? 0)
    if (read > 0 && ['account', 'membership', 'change'].includes(table)) scanned.push(`${table} ${read}`)
  }
  return { examined, scanned }
}

/** Both may be planned by another index, and then look at a row or two more; never by how many accounts there are. */
function expectAlike({ examined, ...first }: Cost, { examined: examinedToo, ...second }: Cost): void {
  expect(second).toEqual(first)
  expect(Math.abs(examined - examinedToo)).toBeLessThanOrEqual(few)
}

describe.each(['members', 'administrators'] as const)('of %s', (who) => {
  const both = () => (who === 'members' ? members : administrators)
  const costs = async (cursor: Cursor) => {
    await settled(world)
    const [first, second] = both()
    return [await costOfPull(first, cursor), await costOfPull(second, cursor)] as const
  }
  const environmentOf = (n: 0 | 1) => (who === 'administrators' && n === 0 ? small : environmentId)

  test('a pull with nothing new looks at nothing', async () => {
    const [first, second] = await costs(await cursorNow(world))
    expectAlike(first, second)
    expect(first).toMatchObject({ kinds: [], queries: 2 })
    expect(first.examined).toBeLessThanOrEqual(2)
  })

  test('much that happens elsewhere costs by how much that is', async () => {
    const cursor = await cursorNow(world)
    await tell(
      world,
      ...foreign.slice(0, 200).map((accountId) => ({ entity: 'account', accountId }) as const),
    )
    const [first, second] = await costs(cursor)
    expectAlike(first, second)
    expect(first).toMatchObject({ kinds: [], scanned: [] })
    expect(first.examined).toBeLessThan(200 * 4)
  })

  test('changes in five accounts cost by these', async () => {
    const cursor = await cursorNow(world)
    if (who === 'members') {
      await tell(world, ...shared.slice(0, 5).map((accountId) => ({ entity: 'account', accountId }) as const))
    } else {
      for (const environment of [small, environmentId]) {
        const { rows } = await sql<{ id: AccountId }>`
          select id from account where environment_id = ${environment} limit 5`.execute(world.db)
        await tell(world, ...rows.map(({ id }) => ({ entity: 'account', accountId: id }) as const))
      }
    }
    const [first, second] = await costs(cursor)
    expectAlike(first, second)
    expect(first.kinds).toEqual(Array.from({ length: 5 }, () => 'directory'))
    expect(first.scanned).toEqual([])
    expect(first.examined).toBeLessThan(100)
  })

  test('an auto-assignment of a whole environment is one change, and costs the same', async () => {
    const cursor = await cursorNow(world)
    for (const environment of new Set([environmentOf(0), environmentOf(1)])) {
      const id =
        environment === environmentId
          ? applicationId
          : await world.application({ environmentId: environment })
      await world.db.updateTable('application').set({ auto_assign: true }).where('id', '=', id).execute()
      await tell(world, { entity: 'application', environmentId: environment, applicationId: id, op: 'put' })
    }
    const [first, second] = await costs(cursor)
    expectAlike(first, second)
    expect(first.kinds).toEqual(['application'])
    expect(first.scanned).toEqual([])
    expect(first.examined).toBeLessThan(50)
  })
})

test('whom a change concerns is asked in as many rows, however many accounts listeners have', async () => {
  const listening = new Set<UserId>([...members, ...administrators].map(({ id }) => id))
  const asked = (targets: string[], listeners: ReadonlySet<UserId>) =>
    inSnapshot(world.db, async (tx) => {
      const { counted, counts } = counting(tx)
      const before = await lookedAt(tx)
      const users = await usersConcerned(counted, targets, listeners, world.clock.now())
      return { users, ...counts, ...examinedBetween(before, await lookedAt(tx)) }
    })
  const [account] = shared
  const ofAccount = await asked([`a:${account}`], listening)
  expect(ofAccount.users).toEqual(new Set([...members, administrators[1]].map(({ id }) => id)))
  expect(ofAccount.scanned).toEqual([])
  const ofEnvironment = await asked([`e:${environmentId}`], listening)
  expect(ofEnvironment.users).toEqual(ofAccount.users)
  const [first, second] = [
    await asked([`e:${environmentId}`], new Set([members[0].id])),
    await asked([`e:${environmentId}`], new Set([members[1].id])),
  ]
  expect([first.users.size, second.users.size]).toEqual([1, 1])
  expect(second.examined).toBe(first.examined)
})
