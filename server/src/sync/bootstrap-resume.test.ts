import type { AccountId, BootstrapLine, Cursor } from '@gatehouse/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { kindsOf, pull, startOf } from '../testing/feed.ts'
import { createWorld, type Person, tellAccess, type World } from '../testing/world.ts'

let world: World
let person: Person
let accounts: AccountId[]

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  person = await world.user()
  accounts = []
  for (let n = 0; n < 5; n += 1) {
    // Names in another order than ids: the order of accounts must not depend on what can change.
    const accountId = await world.account({ name: `Account ${9 - n}` })
    await world.member(accountId, 'admin', { person })
    await world.service(accountId)
    accounts.push(accountId)
  }
})

const account = (n: number) => accounts[n] as AccountId

interface Query {
  first?: string
  resume?: Cursor
  after?: AccountId
}

async function ask(query: Query): Promise<BootstrapLine[]> {
  return (await person.client.get('sync.bootstrap', { query })) as unknown as BootstrapLine[]
}

const accountsIn = (lines: BootstrapLine[]) =>
  lines.flatMap((line) => (line.type === 'account' ? [line.accountId] : []))

test('goes on after the last complete account, from the first cursor, with the directory anew', async () => {
  const { cursor } = startOf(await ask({}))
  const lines = await ask({ resume: cursor, after: account(1) })
  expect(startOf(lines)).toMatchObject({ cursor, resumed: true, accounts: 3 })
  const rows = lines.reduce((sum, line) => sum + (line.type === 'rows' ? line.batch.rows.length : 0), 0)
  expect(startOf(lines).rows).toBe(rows)
  expect(lines.slice(0, 6).map(({ type }) => type)).toEqual([
    'start',
    'principal',
    'environments',
    'administrators',
    'directory',
    'usable',
  ])
  const directory = lines.find((line) => line.type === 'directory')
  expect(directory?.rows).toHaveLength(5)
  expect(accountsIn(lines)).toEqual(accounts.slice(2))
  expect(JSON.stringify(lines.filter(({ type }) => type === 'rows'))).not.toContain(account(0))
})

test('sends what is asked for first, though it stands before, and each account once', async () => {
  const { cursor } = startOf(await ask({}))
  const lines = await ask({ first: `${account(4)},${account(0)}`, resume: cursor, after: account(1) })
  expect(accountsIn(lines)).toEqual([account(4), account(0), account(2), account(3)])
})

test('keeps the order when accounts are renamed in between', async () => {
  const whole = accountsIn(await ask({}))
  expect(whole).toEqual(accounts)
  await world.db.updateTable('account').set({ name: '0 first of all' }).where('id', '=', account(3)).execute()
  expect(accountsIn(await ask({}))).toEqual(whole)
})

test('what was given, changed or taken in between among the accounts sent before is in the pull from there', async () => {
  const { cursor } = startOf(await ask({}))
  const [given, changed, taken] = [await world.account(), account(0), account(1)]
  await world.member(given, 'viewer', { person })
  const membershipIn = (accountId: AccountId) =>
    world.db.updateTable('membership').where('account_id', '=', accountId).where('user_id', '=', person.id)
  await membershipIn(changed).set({ permissions: [] }).execute()
  await membershipIn(taken).set({ ends_at: world.clock.now() }).execute()
  for (const id of [given, changed, taken]) await tellAccess(world, id, person.id)
  const lines = await ask({ resume: cursor, after: account(2) })
  expect(accountsIn(lines)).toEqual([account(3), account(4), given])
  const { changes } = await pull(world, person.client, startOf(lines).cursor)
  const about = changes.filter((change) => 'accountId' in change)
  expect(about).toEqual([
    { type: 'snapshot', accountId: given },
    { type: 'snapshot', accountId: changed },
    { type: 'purge', accountId: taken },
  ])
  expect(kindsOf(changes).filter((kind) => kind.startsWith('put'))).toEqual([])
})

test('is refused where a pull from there would be, and without a place to go on from', async () => {
  const { cursor } = startOf(await ask({}))
  const refused = (query: Query) => person.client.refused('sync.bootstrap', { query })
  const [, xid] = cursor.split('.')
  const ofAnotherFeed = `${world.id()}.${xid}.0`
  expect(await refused({ resume: ofAnotherFeed })).toMatchObject({ status: 410, code: 'cursor_gone' })
  const { floor } = await world.db.selectFrom('feed').select('floor').executeTakeFirstOrThrow()
  await world.db
    .updateTable('feed')
    .set({ floor: String(BigInt(xid ?? 0) + 1n) })
    .execute()
  expect(await refused({ resume: cursor, after: account(0) })).toMatchObject({ code: 'cursor_gone' })
  await world.db.updateTable('feed').set({ floor }).execute()
  expect(await refused({ after: account(0) })).toMatchObject({
    code: 'validation',
    fields: [{ path: 'query.after' }],
  })
  expect(await refused({ resume: 'nonsense' })).toMatchObject({ code: 'validation' })
})

test('an account that is not theirs, named as the last one, shows nothing of it', async () => {
  const { cursor } = startOf(await ask({}))
  const foreign = await world.account({ name: 'of somebody else' })
  const lines = await ask({ resume: cursor, after: foreign, first: foreign })
  expect(accountsIn(lines)).toEqual([])
  expect(JSON.stringify(lines)).not.toContain('of somebody else')
})
