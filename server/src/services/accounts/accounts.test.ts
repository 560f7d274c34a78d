import type { AccountId } from '@gatehouse/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { pull } from '../../testing/feed.ts'
import { createWorld, type Member, type Person, type World } from '../../testing/world.ts'

let world: World
let administrator: Person
let accountId: AccountId
let owner: Member

beforeAll(async () => {
  world = await createWorld()
  administrator = await world.administrator()
})
afterAll(() => world.close())
beforeEach(async () => {
  accountId = await world.account()
  owner = await world.member(accountId, 'owner')
})

const params = () => ({ accountId })
const accountOf = async (person: Person = owner) =>
  (await person.client.get('accounts.get', { params: params() })).account
const activityOf = async (person: Person = owner) =>
  (await person.client.get('activity.list', { params: params(), query: {} })).items
const environmentActivity = async (about: AccountId = accountId) =>
  (
    await administrator.client.get('environments.activity', {
      params: { environmentId: world.environmentId },
      query: { accountId: about },
    })
  ).items
const changesSince = async (cursor: string, person: Person) =>
  (await pull(world, person.client, cursor as never)).changes
const cursorOf = async (person: Person) => {
  const [start] = await person.client.bootstrap()
  if (start?.type !== 'start') throw new Error('a bootstrap begins with its start')
  return start.cursor
}
describe('creating an account', () => {
  const create = (
    body: { reference: string; accountId?: AccountId; name?: string },
    person = administrator,
  ) =>
    person.client.call('environments.accounts.create', {
      params: { environmentId: world.environmentId },
      body: { accountId: world.id<AccountId>(), name: 'Fernstone', plan: 'Business', ...body },
    })

  test('gives it the default application and nothing else but what the environment assigns to all', async () => {
    const usual = await world.application({ isDefault: true })
    const everywhere = await world.application({ autoAssign: true })
    await world.application()
    const id = world.id<AccountId>()
    expect((await create({ reference: 'F-1', accountId: id })).status).toBe(200)
    const { items } = await administrator.client.get('applications.list', { params: { accountId: id } })
    expect(
      items.map(({ application, accountApplication }) => [application.id, accountApplication !== null]),
    ).toEqual(
      expect.arrayContaining([
        [usual, true],
        [everywhere, false],
      ]),
    )
    expect(items).toHaveLength(2)
    const { items: users } = await administrator.client.get('memberships.list', {
      params: { accountId: id },
      query: {},
    })
    expect(users).toEqual([])
    await world.db.deleteFrom('account_application').where('application_id', '=', usual).execute()
    await world.db.deleteFrom('application').where('id', 'in', [usual, everywhere]).execute()
  })

  test('is written down in the account and in the environment, and told to administrators', async () => {
    const id = world.id<AccountId>()
    const cursor = await cursorOf(administrator)
    const row = await world.db
      .selectFrom('change')
      .select((eb) => eb.fn.max('seq').as('seq'))
      .executeTakeFirst()
    await create({ reference: 'F-2', accountId: id })
    const { items } = await administrator.client.get('activity.list', {
      params: { accountId: id },
      query: {},
    })
    const created = {
      actorId: administrator.id,
      action: 'account.created',
      targetName: 'Fernstone',
      before: null,
      after: { name: 'Fernstone', reference: 'F-2', plan: 'Business' },
    }
    expect(items).toMatchObject([created])
    expect(await environmentActivity(id)).toMatchObject([{ ...created, accountId: id }])
    const told = await world.db
      .selectFrom('change')
      .selectAll()
      .where('entity', '=', 'environmentAccount')
      .where('seq', '>', row?.seq ?? '0')
      .execute()
    expect(told).toMatchObject([{ environment_id: world.environmentId, key: { id }, op: 'put' }])
    expect(await changesSince(cursor, administrator)).toContainEqual({ type: 'snapshot', accountId: id })
  })

  test('is refused for a reference that another account of the environment has, and names the field', async () => {
    await create({ reference: 'F-3' })
    const { body } = await create({ reference: ' F-3 ' })
    expect(body).toMatchObject({ code: 'name_taken', fields: [{ path: 'reference' }] })
    const elsewhere = await world.environment()
    const there = await world.administrator(elsewhere)
    await there.client.get('environments.accounts.create', {
      params: { environmentId: elsewhere },
      body: { accountId: world.id<AccountId>(), name: 'Fernstone', reference: 'F-3', plan: 'Business' },
    })
  })

  test('twice at once by one reference makes one account', async () => {
    const answers = await Promise.all([create({ reference: 'F-4' }), create({ reference: 'F-4' })])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })

  test('is refused for an id that is taken', async () => {
    const { body } = await create({ reference: 'F-5', accountId })
    expect(body).toMatchObject({ code: 'validation', fields: [{ path: 'accountId' }] })
  })

  test('is for administrators of that environment', async () => {
    expect((await create({ reference: 'F-6' }, owner)).body).toMatchObject({
      code: 'forbidden',
      required: 'environment.administer',
    })
    const other = await world.administrator(await world.environment())
    expect((await create({ reference: 'F-6' }, other)).body).toMatchObject({ code: 'not_found' })
  })
})

describe('editing an account', () => {
  const edit = (person: Person, body: object) =>
    person.client.call('accounts.edit', { params: params(), body: { baseVersion: 1, ...body } })

  test('renames it for whoever holds the permission, and everybody in it hears', async () => {
    const cursor = await cursorOf(owner)
    expect((await edit(owner, { name: 'Fernstone & Sons' })).body).toMatchObject({
      value: { name: 'Fernstone & Sons', version: 2 },
    })
    expect(await changesSince(cursor, owner)).toContainEqual(
      expect.objectContaining({
        type: 'directory',
        row: expect.objectContaining({ account: await accountOf() }),
      }),
    )
    expect(await activityOf()).toMatchObject([
      { action: 'account.edited', before: { name: expect.any(String) }, after: { name: 'Fernstone & Sons' } },
    ])
    expect(await environmentActivity()).toEqual([])
  })

  test('leaves reference and plan to administrators, unless they are sent as they are', async () => {
    const { name, reference, plan } = await accountOf()
    for (const wanted of [{ reference: 'X-1' }, { plan: 'Gold' }]) {
      const refused = (await edit(owner, { name: 'Mine', ...wanted })).body
      expect(refused).toMatchObject({ code: 'forbidden', required: 'environment.administer' })
    }
    expect((await accountOf()).name).toBe(name)
    expect((await edit(owner, { name: 'Mine', reference, plan })).status).toBe(200)
    const { body } = await edit(administrator, { reference: 'X-2', plan: 'Gold', baseVersion: 2 })
    expect(body).toMatchObject({ value: { name: 'Mine', reference: 'X-2', plan: 'Gold', version: 3 } })
    expect(await environmentActivity()).toMatchObject([
      { action: 'account.edited', before: { reference, plan }, after: { reference: 'X-2', plan: 'Gold' } },
    ])
  })

  test('refuses a reference that is taken, two at the same moment too', async () => {
    const other = await world.account()
    const taken = await administrator.client.get('accounts.get', { params: { accountId: other } })
    expect((await edit(administrator, { reference: taken.account.reference })).body).toMatchObject({
      code: 'name_taken',
      fields: [{ path: 'reference' }],
    })
    const answers = await Promise.all(
      [accountId, other].map((id) =>
        administrator.client.call('accounts.edit', {
          params: { accountId: id },
          body: { reference: `SAME-${accountId}`, baseVersion: 1 },
        }),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })

  test('answers a stale one with the account as it is now', async () => {
    await edit(owner, { name: 'First' })
    const { body } = await edit(owner, { name: 'Second' })
    expect(body).toMatchObject({ status: 412, code: 'stale_version', current: { name: 'First', version: 2 } })
  })

  test('that changes nothing leaves no trace', async () => {
    const { name } = await accountOf()
    expect((await edit(owner, { name })).body).toMatchObject({ value: { version: 1 } })
    expect(await activityOf()).toEqual([])
  })
})
