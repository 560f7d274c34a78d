import type { AccountId, BootstrapLine } from '@gatehouse/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cursorNow, kindsOf, pull, tell } from '../testing/feed.ts'
import { createWorld, type Member, type Person, type World } from '../testing/world.ts'
import { bootstrap } from './bootstrap.ts'

let world: World
let one: AccountId
let two: AccountId
let consultant: Person
let inOne: Member

beforeAll(async () => {
  world = await createWorld()
  one = await world.account({ name: 'alpha' })
  two = await world.account({ name: 'Beta' })
  inOne = await world.member(one, 'admin')
  consultant = inOne
  await world.member(two, 'billing', { person: consultant })
  for (const accountId of [one, two]) {
    const application = await world.application({ name: `Of ${accountId}` })
    await world.assign(accountId, application)
    const owner = await world.member(accountId, 'owner')
    await world.grant(accountId, owner.membershipId, application)
    await world.service(accountId)
  }
  const administrator = await world.administrator()
  for (const accountId of [one, two]) {
    await administrator.client.get('applications.assign', {
      params: { accountId },
      body: { applicationIds: [await world.application()], autoAssign: true },
    })
  }
})
afterAll(() => world.close())

const rowsOf = (lines: BootstrapLine[], accountId: string) =>
  Object.fromEntries(
    lines.flatMap((line) =>
      line.type === 'rows' && line.accountId === accountId
        ? [[line.batch.entity, line.batch.rows.length]]
        : [],
    ),
  )

test('sends the directory, says usable, then account by account, and ends', async () => {
  const lines = await consultant.client.bootstrap()
  const types = lines.map((line) => line.type)
  expect(types.slice(0, 7)).toEqual([
    'start',
    'principal',
    'environments',
    'applications',
    'administrators',
    'directory',
    'usable',
  ])
  expect(types.at(-1)).toBe('end')
  const accounts = lines.flatMap((line) => (line.type === 'account' ? [line.accountId] : []))
  expect(accounts).toEqual([one, two])
})

test('says beforehand how many accounts and rows will come', async () => {
  const lines = await consultant.client.bootstrap()
  const rows = lines.reduce((sum, line) => sum + (line.type === 'rows' ? line.batch.rows.length : 0), 0)
  expect(lines[0]).toMatchObject({ type: 'start', accounts: 2, rows })
})

test('sends the accounts that are asked for first, and ignores those that are not theirs', async () => {
  const foreign = await world.account()
  const lines = await consultant.client.bootstrap(`${foreign},nonsense,${two}`)
  expect(lines.flatMap((line) => (line.type === 'account' ? [line.accountId] : []))).toEqual([two, one])
})

test('holds of each account what the permissions there allow', async () => {
  const lines = await consultant.client.bootstrap()
  expect(rowsOf(lines, one)).toEqual({
    accountApplication: 2,
    membership: 2,
    grant: 1,
    service: 1,
    activity: 1,
  })
  // Billing sees services, themselves and which applications there are.
  expect(rowsOf(lines, two)).toEqual({ accountApplication: 2, membership: 1, service: 1 })
})

test('a suspended membership shows the account and nothing in it', async () => {
  const member = await world.member(one, 'admin', { status: 'suspended' })
  const lines = await member.client.bootstrap()
  const directory = lines.find((line) => line.type === 'directory')
  expect(directory?.rows).toMatchObject([
    { account: { id: one }, access: { membershipStatus: 'suspended', permissions: [] } },
  ])
  expect(rowsOf(lines, one)).toEqual({})
  await world.db.deleteFrom('membership').where('id', '=', member.membershipId).execute()
})

test('somebody without any account gets an empty one', async () => {
  const lines = await (await world.user()).client.bootstrap()
  expect(lines.map((line) => line.type)).toEqual(['start', 'principal', 'usable', 'end'])
})

test('a snapshot is one account with its directory entry', async () => {
  const lines = await consultant.client.snapshot(one)
  expect(lines.map((line) => line.type).filter((type) => type !== 'rows')).toEqual([
    'start',
    'directory',
    'account',
    'end',
  ])
  expect(rowsOf(lines, one)).toEqual(rowsOf(await consultant.client.bootstrap(), one))
})

test('a snapshot of an account that is not theirs is not found', async () => {
  const params = { accountId: await world.account() }
  expect((await consultant.client.refused('sync.snapshot', { params })).code).toBe('not_found')
})

test('activity comes newest first, at most 500 rows and 90 days of it', async () => {
  const accountId = await world.account()
  const member = await world.member(accountId, 'admin')
  const now = world.clock.now().getTime()
  const rows = Array.from({ length: 510 }, (_, n) => ({
    id: world.id<never>(),
    account_id: accountId,
    actor_id: member.id,
    actor_name: member.name,
    action: 'user.signed_in',
    target_kind: 'account',
    target_id: accountId,
    target_name: '',
    before: null,
    after: null,
    at: new Date(now - (n < 505 ? n : 91 * 86_400) * 1000),
    device: null,
    mutation_id: null,
  }))
  await world.db.insertInto('activity').values(rows).execute()
  const lines = await member.client.snapshot(accountId)
  const sent = lines.flatMap((line) =>
    line.type === 'rows' && line.batch.entity === 'activity' ? line.batch.rows : [],
  )
  expect(sent).toHaveLength(500)
  expect(sent[0]?.at).toBe(new Date(now).toISOString())
  expect(lines[0]).toMatchObject({ rows: 500 + 1 })
})

test('an account that changed on the way comes with its entry anew, one that went does not come', async () => {
  const person = await world.user()
  const accounts = [await world.account(), await world.account(), await world.account()] as const
  const [kept, renamed, taken] = accounts
  for (const accountId of accounts) await world.member(accountId, 'viewer', { person })
  const lines = bootstrap(
    world.db,
    { principal: await person.client.get('me.get', {}), protocol: 2, clock: world.clock },
    { first: [] },
  )
  const before: BootstrapLine[] = []
  for await (const line of { [Symbol.asyncIterator]: () => ({ next: () => lines.next() }) }) {
    before.push(line)
    if (line.type === 'account') break
  }
  expect(before.at(-1)).toMatchObject({ accountId: kept })
  await world.db.updateTable('account').set({ name: 'Renamed' }).where('id', '=', renamed).execute()
  await world.db
    .deleteFrom('membership')
    .where('account_id', '=', taken)
    .where('user_id', '=', person.id)
    .execute()
  const after: BootstrapLine[] = []
  for await (const line of lines) after.push(line)
  expect(after[0]).toMatchObject({ type: 'directory', rows: [{ account: { id: renamed, name: 'Renamed' } }] })
  expect(after.flatMap((line) => (line.type === 'account' ? [line.accountId] : []))).toEqual([renamed])
  expect(JSON.stringify(after)).not.toContain(taken)
  expect(after.at(-1)).toEqual({ type: 'end' })
})

test('a user who is deleted on the way gets no end', async () => {
  const person = await world.user()
  for (const accountId of [one, two]) await world.member(accountId, 'viewer', { person })
  const lines = bootstrap(
    world.db,
    { principal: await person.client.get('me.get', {}), protocol: 2, clock: world.clock },
    { first: [] },
  )
  const types: string[] = []
  for await (const line of lines) {
    types.push(line.type)
    if (line.type !== 'account') continue
    await world.db.deleteFrom('membership').where('user_id', '=', person.id).execute()
    await world.db.deleteFrom('app_user').where('id', '=', person.id).execute()
  }
  expect(types).toContain('account')
  expect(types).not.toContain('end')
})

test('a reader who reads no further keeps no transaction open, and nobody else from their changes', async () => {
  const principal = await consultant.client.get('me.get', {})
  const lines = bootstrap(world.db, { principal, protocol: 2, clock: world.clock }, { first: [] })
  await lines.next()
  const neighbour = await world.member(one, 'admin')
  const cursor = await cursorNow(world)
  const types = ['principal', 'environments', 'applications', 'administrators', 'directory', 'usable', 'rows']
  for (const type of types) {
    expect((await lines.next()).value).toMatchObject({ type })
    expect((await openTransactions()).rows).toEqual([])
    // While the first reader still hasn't gone on.
    await tell(world, { entity: 'account', accountId: one })
    expect(kindsOf((await pull(world, neighbour.client, cursor)).changes)).toEqual(['directory'])
  }
  await lines.return(undefined)
  await world.db.deleteFrom('membership').where('id', '=', neighbour.membershipId).execute()
})

const openTransactions = () =>
  sql`select pid from pg_stat_activity
    where datname = current_database() and state = 'idle in transaction'`.execute(world.db)
