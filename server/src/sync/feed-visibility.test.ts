import type { AccountId, EnvironmentId, Permission, ServiceId, TemplateId } from '@gatehouse/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cursorNow, kindsOf, pull, rowsIn, settled, startOf, tell } from '../testing/feed.ts'
import { createWorld, type Member, tellAccess, type World } from '../testing/world.ts'

let world: World
let accountId: AccountId

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  accountId = await world.account()
})

const clerk = (...permissions: Permission[]) => world.member(accountId, 'custom', { permissions })

async function serviceAsking(permission: Permission): Promise<ServiceId> {
  const id = await world.service(accountId)
  await world.db.updateTable('service').set({ permission }).where('id', '=', id).execute()
  return id
}

const serviceChanged = (id: ServiceId) =>
  tell(world, { entity: 'service', accountId, key: { id }, op: 'put' })

describe('a service that asks for a permission', () => {
  let domain: ServiceId
  let hosting: ServiceId
  beforeEach(async () => {
    hosting = await world.service(accountId)
    domain = await serviceAsking('domains.view')
  })

  test.for<[string, Permission[], string[]]>([
    ['who views services sees those that ask for no more', ['services.view'], ['hosting']],
    ['and holds it sees it too', ['services.view', 'domains.view'], ['hosting', 'domain']],
    ['who manages services sees all', ['services.manage'], ['hosting', 'domain']],
    ['the permission alone shows nothing', ['domains.view'], []],
  ])('in a bootstrap and a snapshot, which count rightly: %s', async ([, permissions, seen]) => {
    const { client } = await clerk(...permissions)
    const expected = seen.map((name) => (name === 'domain' ? domain : hosting)).toSorted()
    for (const lines of [await client.bootstrap(), await client.snapshot(accountId)]) {
      expect(
        rowsIn(lines, 'service')
          .map(({ id }) => id)
          .toSorted(),
      ).toEqual(expected)
      const rows = lines.reduce((sum, line) => sum + (line.type === 'rows' ? line.batch.rows.length : 0), 0)
      expect(startOf(lines).rows).toBe(rows)
    }
  })

  test('is told of to those who see it, and to others neither its row nor its name', async () => {
    const viewer = await clerk('services.view')
    const holder = await clerk('services.view', 'domains.view')
    const cursor = await cursorNow(world)
    await serviceChanged(domain)
    const told = await pull(world, holder.client, cursor)
    expect(told.changes).toMatchObject([{ type: 'put', batch: { rows: [{ id: domain }] } }])
    const { changes } = await pull(world, viewer.client, cursor)
    expect(kindsOf(changes)).toEqual(['delete service'])
    expect(JSON.stringify(changes)).not.toContain('example.com')
  })

  test('that asks for it from now on is told as gone to whoever lacks it', async () => {
    const viewer = await clerk('services.view')
    const manager = await clerk('services.manage')
    const cursor = await cursorNow(world)
    await world.db
      .updateTable('service')
      .set({ permission: 'invoices.view_pay' })
      .where('id', '=', hosting)
      .execute()
    await serviceChanged(hosting)
    const target = { entity: 'service', key: { id: hosting } }
    expect((await pull(world, viewer.client, cursor)).changes).toEqual([
      { type: 'delete', accountId, target },
    ])
    expect(kindsOf((await pull(world, manager.client, cursor)).changes)).toEqual(['put service'])
  })
})

describe('templates', () => {
  let reader: Member
  let other: Member
  let templateId: TemplateId
  const changed = (op: 'put' | 'delete') =>
    tell(world, { entity: 'template', accountId, key: { id: templateId }, op })
  beforeEach(async () => {
    reader = await clerk('users.view')
    other = await clerk('applications.view')
    templateId = world.id()
    await world.db
      .insertInto('permission_template')
      .values({ id: templateId, account_id: accountId, name: 'Bookkeeping', permissions: ['services.view'] })
      .execute()
  })

  test('are in the bootstrap of whoever sees users, and counted', async () => {
    const lines = await reader.client.bootstrap()
    expect(rowsIn(lines, 'template')).toMatchObject([{ id: templateId, name: 'Bookkeeping' }])
    expect(startOf(lines).rows).toBe(rowsIn(lines, 'membership').length + 1)
    expect(rowsIn(await other.client.bootstrap(), 'template')).toEqual([])
  })

  test('that change or go are told to them alone', async () => {
    const cursor = await cursorNow(world)
    await changed('put')
    const { changes, cursor: next } = await pull(world, reader.client, cursor)
    expect(changes).toMatchObject([
      { type: 'put', batch: { entity: 'template', rows: [{ id: templateId }] } },
    ])
    await world.db.deleteFrom('permission_template').where('id', '=', templateId).execute()
    await changed('delete')
    const target = { entity: 'template', key: { id: templateId } }
    expect((await pull(world, reader.client, next)).changes).toEqual([{ type: 'delete', accountId, target }])
    expect((await pull(world, other.client, cursor)).changes).toEqual([])
  })

  test('come and go with the permission, by a snapshot of the account', async () => {
    const cursor = await cursorNow(world)
    const set = async (member: Member, permissions: Permission[]) => {
      await world.db
        .updateTable('membership')
        .set({ permissions })
        .where('id', '=', member.membershipId)
        .execute()
      await tellAccess(world, accountId, member.id)
    }
    await set(reader, ['applications.view'])
    await set(other, ['users.view'])
    for (const [member, count] of [
      [reader, 0],
      [other, 1],
    ] as const) {
      const { changes } = await pull(world, member.client, cursor)
      // Whoever may see users knows the administrators, so these come and go with it.
      const ofAccount = changes.filter(({ type }) => type !== 'administrators')
      expect(ofAccount.at(-1)).toEqual({ type: 'snapshot', accountId })
      expect(rowsIn(await member.client.snapshot(accountId), 'template')).toHaveLength(count)
    }
  })
})

describe('an account that comes to an environment', () => {
  let environmentId: EnvironmentId
  const told = (id: AccountId, op: 'put' | 'delete') =>
    ({ entity: 'environmentAccount', environmentId, key: { id }, op }) as const
  beforeEach(async () => {
    environmentId = await world.environment()
  })

  test('is to be fetched by its administrators, and nobody else hears of it', async () => {
    const neighbours = await world.account({ environmentId })
    const people = {
      administrator: await world.administrator(environmentId),
      elsewhere: await world.administrator(),
      neighbour: await world.member(neighbours, 'owner'),
      stranger: await world.user(),
    }
    const cursor = await cursorNow(world)
    const created = await world.account({ environmentId })
    await tell(world, { entity: 'account', accountId: created }, told(created, 'put'))
    const { changes } = await pull(world, people.administrator.client, cursor)
    // Their first account there, and with it users: from now on they know of each other.
    expect(kindsOf(changes)).toEqual(['environment', 'snapshot', 'administrators'])
    for (const { client } of [people.elsewhere, people.neighbour, people.stranger]) {
      expect((await pull(world, client, cursor)).changes).toEqual([])
    }
  })

  test('is not told in parts before the page that says to fetch it', async () => {
    const { client } = await world.administrator(environmentId)
    const cursor = await cursorNow(world)
    const created = await world.account({ environmentId })
    await tell(world, { entity: 'account', accountId: created }, told(created, 'put'))
    const { changes } = await pull(world, client, cursor, 1)
    expect(changes.filter((change) => 'accountId' in change || change.type === 'directory')).toEqual([
      { type: 'snapshot', accountId: created },
    ])
  })

  test('and is deleted is to be purged by administrators and by every member', async () => {
    const created = await world.account({ environmentId })
    const member = await world.member(created, 'viewer')
    const suspended = await world.member(created, 'admin', { status: 'suspended' })
    const administrator = await world.administrator(environmentId)
    const cursor = await cursorNow(world)
    await world.db.deleteFrom('account').where('id', '=', created).execute()
    await tell(
      world,
      told(created, 'delete'),
      ...[member, suspended].map(({ id }) => ({ entity: 'access', accountId: created, userId: id }) as const),
    )
    for (const { client } of [administrator, member, suspended]) {
      const { changes } = await pull(world, client, cursor)
      const ofAccounts = changes.filter(({ type }) => type !== 'administrators')
      expect(ofAccounts).toEqual([{ type: 'purge', accountId: created }])
    }
  })
})

describe('an administrator of very many accounts', () => {
  async function environmentWith(count: number): Promise<EnvironmentId> {
    const environmentId = await world.environment()
    await sql`insert into account (id, environment_id, name, reference, plan, created_at)
      select gen_random_uuid(), ${environmentId}::uuid, 'Account ' || n, 'N-' || n, 'Standard', ${world.clock.now()}
      from generate_series(1, ${count}::int) n`.execute(world.db)
    return environmentId
  }

  async function become(environmentId: EnvironmentId) {
    const person = await world.user()
    const cursor = await cursorNow(world)
    await world.db
      .insertInto('environment_administrator')
      .values({ environment_id: environmentId, user_id: person.id })
      .execute()
    await tell(world, { entity: 'access', environmentId, userId: person.id })
    return { ...person, cursor }
  }

  test('is told to fetch 500 of them one by one', async () => {
    const { client, cursor } = await become(await environmentWith(500))
    const { changes } = await pull(world, client, cursor)
    expect(changes.filter(({ type }) => type === 'snapshot')).toHaveLength(500)
  })

  test('is told to fetch everything anew where there are more, and when that ends as well', async () => {
    const environmentId = await environmentWith(501)
    const { client, cursor, id } = await become(environmentId)
    await settled(world)
    const refused = await client.refused('sync.changes', { query: { cursor } })
    expect(refused).toMatchObject({ status: 410, code: 'cursor_gone' })
    const lines = await client.bootstrap()
    expect(startOf(lines).accounts).toBe(501)
    const { changes, cursor: next } = await pull(world, client, startOf(lines).cursor)
    expect(changes).toEqual([])
    await world.db.deleteFrom('environment_administrator').where('user_id', '=', id).execute()
    await tell(world, { entity: 'access', environmentId, userId: id })
    await settled(world)
    expect((await client.refused('sync.changes', { query: { cursor: next } })).code).toBe('cursor_gone')
    expect(startOf(await client.bootstrap()).accounts).toBe(0)
  })
})
