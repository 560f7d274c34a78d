import type { AccountId, Activity, Permission, ServiceId } from '@gatehouse/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { cursorNow, kindsOf, pull, rowsIn, startOf } from '../../testing/feed.ts'
import { createWorld, type Member, type Person, type World } from '../../testing/world.ts'

/** What is written down about a service is seen by those who see the service, and by nobody else. */

let world: World
let accountId: AccountId
let manager: Member
let administrator: Person

beforeAll(async () => {
  world = await createWorld()
  administrator = await world.administrator()
})
afterAll(() => world.close())
beforeEach(async () => {
  accountId = await world.account()
  manager = await holding('account.view', 'services.manage', 'activity.view', 'activity.export')
})

type Reader = Pick<Person, 'client'>
const holding = (...permissions: Permission[]) => world.member(accountId, 'custom', { permissions })
const reading = (...permissions: Permission[]) =>
  holding('account.view', 'activity.view', 'activity.export', ...permissions)
const service = (label: string, permission: Permission) => ({
  productName: 'Thing',
  label,
  status: 'active' as const,
  renewsAt: null,
  permission,
})
async function add(label: string, permission: Permission): Promise<ServiceId> {
  const body = { ...service(label, permission), serviceId: world.id<ServiceId>() }
  return (await manager.client.get('services.add', { params: { accountId }, body })).value.id
}
const edit = (serviceId: ServiceId, baseVersion: number, fields: ReturnType<typeof service>) =>
  manager.client.get('services.edit', { params: { accountId, serviceId }, body: { ...fields, baseVersion } })

const names = (rows: Activity[]) => rows.map(({ targetName }) => targetName.replace('Thing ', '')).toSorted()

/** The names in every way to read activity, which are the same in all of them. */
async function seenBy({ client }: Reader): Promise<string[]> {
  const params = { accountId }
  const { items } = await client.get('activity.list', { params, query: {} })
  const exported = await client.call('activity.export', { params, query: {} })
  expect(exported.body).toEqual(items)
  for (const lines of [await client.snapshot(accountId), await client.bootstrap()]) {
    const rows = rowsIn(lines, 'activity').filter((row) => row.accountId === accountId)
    expect(names(rows)).toEqual(names(items))
    const sent = lines.reduce((sum, line) => sum + (line.type === 'rows' ? line.batch.rows.length : 0), 0)
    expect(startOf(lines).rows).toBe(sent)
  }
  return names(items)
}

test('is seen by those who see the service, wherever activity is read', async () => {
  await add('hosting', 'services.view')
  await add('domain', 'domains.view')
  expect(await seenBy(await reading())).toEqual([])
  expect(await seenBy(await reading('domains.view'))).toEqual([])
  expect(await seenBy(await reading('services.view'))).toEqual(['hosting'])
  expect(await seenBy(await reading('services.view', 'domains.view'))).toEqual(['domain', 'hosting'])
  expect(await seenBy(manager)).toEqual(['domain', 'hosting'])
  expect(await seenBy(administrator)).toEqual(['domain', 'hosting'])
})

test('stays hidden after the service is gone', async () => {
  const serviceId = await add('domain', 'domains.view')
  await manager.client.get('services.remove', { params: { accountId, serviceId } })
  expect(await seenBy(await reading('services.view'))).toEqual([])
  expect(await seenBy(await reading('services.view', 'domains.view'))).toEqual(['domain', 'domain'])
})

test('of a change of the permission asks for the old and the new one', async () => {
  const id = await add('first', 'domains.view')
  await edit(id, 1, service('second', 'invoices.view_pay'))
  await edit(id, 2, service('third', 'services.view'))
  const one = await reading('services.view', 'domains.view')
  expect(await seenBy(one)).toEqual(['first'])
  expect(await seenBy(await reading('services.view', 'invoices.view_pay'))).toEqual(['third'])
  const both = await reading('services.view', 'domains.view', 'invoices.view_pay')
  expect(await seenBy(both)).toEqual(['first', 'second', 'third'])
})

test('is told by the feed to those alone, and others never hear its name', async () => {
  const viewer = await reading('services.view')
  const holder = await reading('services.view', 'domains.view')
  const cursor = await cursorNow(world)
  await add('secret.example.com', 'domains.view')
  const told = (await pull(world, viewer.client, cursor)).changes
  expect(kindsOf(told).filter((kind) => kind.startsWith('put'))).toEqual([])
  expect(JSON.stringify(told)).not.toContain('secret.example.com')
  for (const { client } of [holder, manager, administrator]) {
    const { changes } = await pull(world, client, cursor)
    expect(kindsOf(changes)).toEqual(expect.arrayContaining(['put service', 'put activity']))
  }
})

test('is not found by what it is called, and fills no page that shows nothing', async () => {
  for (const label of ['one', 'two', 'three']) await add(label, 'domains.view')
  await add('seen', 'services.view')
  for (const label of ['four', 'five']) await add(label, 'domains.view')
  const { client } = await reading('services.view')
  const params = { accountId }
  const page = await client.get('activity.list', { params, query: { limit: 1 } })
  expect(names(page.items)).toEqual(['seen'])
  expect(page.next).toBeNull()
  expect((await client.get('activity.list', { params, query: { q: 'three' } })).items).toEqual([])
})

test('does not show in when something last happened', async () => {
  await add('domain', 'domains.view')
  const summaryFor = ({ client }: Reader) => client.get('accounts.summary', { params: { accountId } })
  expect(await summaryFor(await reading('services.view'))).toMatchObject({ activity: { lastAt: null } })
  expect(await summaryFor(manager)).toMatchObject({ activity: { lastAt: expect.any(String) } })
})

test('hidden, it takes no place among the rows that travel with a whole account', async () => {
  await add('seen', 'services.view')
  const [row] = await world.db
    .selectFrom('activity')
    .selectAll()
    .where('account_id', '=', accountId)
    .execute()
  if (!row) throw new Error('nothing was written down')
  const hidden = Array.from({ length: 500 }, () => ({
    ...row,
    id: world.id<never>(),
    before: null,
    after: null,
    permissions: ['services.view', 'domains.view'] as Permission[],
    at: new Date(row.at.getTime() + 1),
  }))
  await world.db.insertInto('activity').values(hidden).execute()
  expect(await seenBy(await reading('services.view'))).toEqual(['seen'])
})
