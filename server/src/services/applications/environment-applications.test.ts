import type { ApplicationId, EnvironmentId } from '@gatehouse/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, type Person, type World } from '../../testing/world.ts'

let world: World
let administrator: Person
let environmentId: EnvironmentId

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  environmentId = await world.environment()
  administrator = await world.administrator(environmentId)
})

const body = (overrides: object = {}) => ({
  applicationId: world.id<ApplicationId>(),
  key: 'ledger',
  name: 'Ledger',
  applicationUrl: 'https://ledger.example.com',
  loginUrl: 'https://ledger.example.com/login',
  ...overrides,
})
const create = async (overrides: object = {}) =>
  (
    await administrator.client.get('environmentApplications.create', {
      params: { environmentId },
      body: body(overrides),
    })
  ).value
const list = () => administrator.client.get('environmentApplications.list', { params: { environmentId } })
const about = (applicationId: ApplicationId) => ({ params: { environmentId, applicationId } })
const activities = () =>
  world.db
    .selectFrom('environment_activity')
    .select(['action', 'target_name', 'before', 'after', 'actor_id'])
    .where('environment_id', '=', environmentId)
    .orderBy('id')
    .execute()
const changes = async () =>
  (
    await world.db
      .selectFrom('change')
      .select(['entity', 'op', 'key'])
      .where('environment_id', '=', environmentId)
      .orderBy('seq')
      .execute()
  ).map(({ entity, op, key }) => [entity, op, ...Object.values(key)])

describe('creating an application', () => {
  test('makes it inactive and of the type application where nothing else is said', async () => {
    const made = await create()
    expect(made).toMatchObject({
      type: 'application',
      status: 'inactive',
      description: '',
      logoUrl: null,
      isDefault: false,
      autoAssign: false,
      version: 1,
    })
    expect((await list()).items).toEqual([made])
    expect(await activities()).toMatchObject([
      {
        action: 'application.created',
        target_name: 'Ledger',
        actor_id: administrator.id,
        before: null,
        after: { key: 'ledger', status: 'inactive', loginUrl: 'https://ledger.example.com/login' },
      },
    ])
    expect(await changes()).toEqual([['application', 'put', made.id]])
  })

  test('an agent is an application of the type agent', async () => {
    expect(await create({ type: 'agent', status: 'active' })).toMatchObject({
      type: 'agent',
      status: 'active',
    })
  })

  test('refuses a key that the environment has, which another environment may have as well', async () => {
    await create()
    const elsewhere = await world.environment()
    const there = await world.administrator(elsewhere)
    await there.client.get('environmentApplications.create', {
      params: { environmentId: elsewhere },
      body: body(),
    })
    const refused = await administrator.client.refused('environmentApplications.create', {
      params: { environmentId },
      body: body(),
    })
    expect(refused).toMatchObject({ status: 409, code: 'name_taken', fields: [{ path: 'key' }] })
    expect((await list()).items).toHaveLength(1)
  })

  test('refuses an id that is in use, whosever it is', async () => {
    const foreign = await world.application({ environmentId: await world.environment() })
    const refused = await administrator.client.refused('environmentApplications.create', {
      params: { environmentId },
      body: body({ applicationId: foreign }),
    })
    expect(refused).toMatchObject({ code: 'validation', fields: [{ path: 'applicationId' }] })
  })

  test.each([
    ['loginUrl', 'javascript:alert(1)'],
    ['loginUrl', 'file:///etc/passwd'],
    ['applicationUrl', 'https://ledger.example.com@evil.example'],
    ['applicationUrl', 'https://ledger.example.com\\@evil.example'],
    ['applicationUrl', 'ledger.example.com'],
    ['logoUrl', 'data:image/svg+xml,x'],
    ['logoUrl', 'https://'],
    ['loginUrl', `https://example.com/${'a'.repeat(2000)}`],
    ['loginUrl', 'https://example.com/a b'],
    ['key', 'Two Words'],
    ['key', '-edge'],
    ['key', 'k'.repeat(64)],
    ['name', '   '],
    ['name', 'n'.repeat(101)],
    ['description', 'd'.repeat(1001)],
  ])('refuses as %s "%s"', async (field, value) => {
    const refused = await administrator.client.refused('environmentApplications.create', {
      params: { environmentId },
      body: body({ [field]: value }),
    })
    expect(refused).toMatchObject({ code: 'validation', fields: [{ path: field }] })
  })

  test('sent twice under one key is done once', async () => {
    const parts = { params: { environmentId }, body: body() }
    const key = world.id<string>()
    const first = await administrator.client.get('environmentApplications.create', parts, { key })
    const again = await administrator.client.get('environmentApplications.create', parts, { key })
    expect(again).toEqual(first)
    expect(await activities()).toHaveLength(1)
  })
})

describe('editing an application', () => {
  test('changes what is given, the key too, and writes those fields before and after', async () => {
    const made = await create({ logoUrl: 'https://ledger.example.com/logo.png' })
    const { value } = await administrator.client.get('environmentApplications.edit', {
      ...about(made.id),
      body: {
        key: 'books',
        name: 'Books',
        type: 'agent',
        logoUrl: null,
        loginUrl: made.loginUrl,
        baseVersion: 1,
      },
    })
    expect(value).toEqual({ ...made, key: 'books', name: 'Books', type: 'agent', logoUrl: null, version: 2 })
    expect((await activities()).at(-1)).toMatchObject({
      action: 'application.edited',
      before: {
        key: 'ledger',
        name: 'Ledger',
        type: 'application',
        logoUrl: 'https://ledger.example.com/logo.png',
      },
      after: { key: 'books', name: 'Books', type: 'agent', logoUrl: null },
    })
    expect((await activities()).at(-1)?.after).not.toHaveProperty('loginUrl')
    expect(await changes()).toEqual([
      ['application', 'put', made.id],
      ['application', 'put', made.id],
    ])
  })

  test('that changes nothing writes nothing', async () => {
    const made = await create()
    const { value } = await administrator.client.get('environmentApplications.edit', {
      ...about(made.id),
      body: { name: made.name, baseVersion: 1 },
    })
    expect(value).toEqual(made)
    expect(await activities()).toHaveLength(1)
  })

  test('is refused with how it is now when somebody was faster', async () => {
    const made = await create()
    const edit = (name: string, baseVersion: number) =>
      administrator.client.call('environmentApplications.edit', {
        ...about(made.id),
        body: { name, baseVersion },
      })
    expect((await edit('Books', 1)).status).toBe(200)
    expect(await edit('Accounts', 1)).toMatchObject({
      status: 412,
      body: { code: 'stale_version', current: { ...made, name: 'Books', version: 2 } },
    })
  })

  test('refuses the key of another application, and not its own', async () => {
    const made = await create()
    const other = await create({ key: 'books' })
    const edit = (key: string) =>
      administrator.client.call('environmentApplications.edit', {
        ...about(other.id),
        body: { key, baseVersion: 1 },
      })
    expect(await edit(made.key)).toMatchObject({ body: { code: 'name_taken', fields: [{ path: 'key' }] } })
    expect((await edit('books')).status).toBe(200)
  })

  test('of another environment or of none finds nothing', async () => {
    const foreign = await world.application({ environmentId: await world.environment() })
    for (const applicationId of [foreign, world.id<ApplicationId>()]) {
      const refused = await administrator.client.refused('environmentApplications.edit', {
        ...about(applicationId),
        body: { name: 'Mine', baseVersion: 1 },
      })
      expect(refused.code).toBe('not_found')
    }
  })
})

describe('the status of an application', () => {
  const setStatus = (applicationId: ApplicationId, status: 'active' | 'inactive', baseVersion: number) =>
    administrator.client.call('environmentApplications.setStatus', {
      ...about(applicationId),
      body: { status, baseVersion },
    })

  test('is set to active and back; set to what it is changes nothing', async () => {
    const made = await create()
    expect((await setStatus(made.id, 'active', 1)).body).toMatchObject({
      value: { status: 'active', version: 2 },
    })
    expect((await setStatus(made.id, 'active', 2)).body).toMatchObject({ value: { version: 2 } })
    expect((await setStatus(made.id, 'inactive', 2)).body).toMatchObject({ value: { status: 'inactive' } })
    expect(await setStatus(made.id, 'active', 2)).toMatchObject({ status: 412 })
    expect((await activities()).slice(1)).toMatchObject([
      { action: 'application.activated', before: { status: 'inactive' }, after: { status: 'active' } },
      { action: 'application.deactivated', before: { status: 'active' }, after: { status: 'inactive' } },
    ])
  })
})

describe('the default application', () => {
  const setDefault = (applicationId: ApplicationId | null, baseVersion: number) =>
    administrator.client.call('environmentApplications.setDefault', {
      params: { environmentId },
      body: { applicationId, baseVersion },
    })

  test('is one at most: choosing another takes the place of the first, and null leaves none', async () => {
    const [ledger, books] = [await create(), await create({ key: 'books', name: 'Books', status: 'active' })]
    expect((await setDefault(ledger.id, 1)).body).toMatchObject({
      value: {
        environment: { defaultApplicationId: ledger.id, version: 2 },
        application: { id: ledger.id, isDefault: true, status: 'inactive' },
      },
    })
    await setDefault(books.id, 2)
    const { environment, items } = await list()
    expect(environment).toMatchObject({ defaultApplicationId: books.id, version: 3 })
    expect(items.map(({ id, isDefault, version }) => [id, isDefault, version])).toEqual([
      [books.id, true, 2],
      [ledger.id, false, 3],
    ])
    expect((await setDefault(null, 3)).body).toMatchObject({
      value: { environment: { defaultApplicationId: null }, application: null },
    })
    expect((await activities()).slice(2)).toMatchObject([
      { action: 'application.default_set', before: null, after: { defaultApplication: 'Ledger' } },
      {
        action: 'application.default_set',
        before: { defaultApplication: 'Ledger' },
        after: { defaultApplication: 'Books' },
      },
      { action: 'application.default_cleared', before: { defaultApplication: 'Books' }, after: null },
    ])
    expect((await changes()).slice(2)).toEqual([
      ['application', 'put', ledger.id],
      ['environment', 'put'],
      ['application', 'put', ledger.id],
      ['application', 'put', books.id],
      ['environment', 'put'],
      ['application', 'put', books.id],
      ['environment', 'put'],
    ])
  })

  test('bases on the version of the environment, and set to what it is changes nothing', async () => {
    const ledger = await create()
    await setDefault(ledger.id, 1)
    expect(await setDefault(null, 1)).toMatchObject({
      status: 412,
      body: { code: 'stale_version', current: { id: environmentId, version: 2 } },
    })
    await setDefault(ledger.id, 2)
    expect((await list()).environment.version).toBe(2)
  })

  test('can not be an application of another environment', async () => {
    const foreign = await world.application({ environmentId: await world.environment() })
    expect(await setDefault(foreign, 1)).toMatchObject({ status: 404 })
  })

  test('stays the default while it is not integrated', async () => {
    const ledger = await create({ status: 'active' })
    await setDefault(ledger.id, 1)
    const { value } = await administrator.client.get('environmentApplications.setStatus', {
      ...about(ledger.id),
      body: { status: 'inactive', baseVersion: 2 },
    })
    expect(value).toMatchObject({ status: 'inactive', isDefault: true })
  })
})

describe('of administrators who do it at once', () => {
  test('one alone gets the key, and one alone chooses the default application', async () => {
    const other = await world.administrator(environmentId)
    const people = [administrator, other, administrator, other]
    const created = await Promise.all(
      people.map(({ client }) =>
        client.call('environmentApplications.create', { params: { environmentId }, body: body() }),
      ),
    )
    expect(created.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409])
    const { items } = await list()
    const applicationId = items[0]?.id ?? null
    const chosen = await Promise.all(
      people.map(({ client }) =>
        client.call('environmentApplications.setDefault', {
          params: { environmentId },
          body: { applicationId, baseVersion: 1 },
        }),
      ),
    )
    expect(chosen.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412])
    expect((await activities()).map(({ action }) => action)).toEqual([
      'application.created',
      'application.default_set',
    ])
  })
})

describe('who is no administrator', () => {
  test('is refused as an owner of an account there, and finds nothing as anybody else', async () => {
    const made = await create()
    const owner = await world.member(await world.account({ environmentId }), 'owner')
    const elsewhere = await world.administrator(await world.environment())
    const calls = (person: Person) => [
      person.client.call('environmentApplications.list', { params: { environmentId } }),
      person.client.call('environmentApplications.create', { params: { environmentId }, body: body() }),
      person.client.call('environmentApplications.delete', { ...about(made.id), body: { baseVersion: 1 } }),
      person.client.call('environmentApplications.impact', {
        ...about(made.id),
        query: { change: 'delete' },
      }),
    ]
    for (const answer of await Promise.all(calls(owner))) {
      expect(answer).toMatchObject({
        status: 403,
        body: { code: 'forbidden', required: 'environment.administer' },
      })
    }
    for (const answer of await Promise.all(calls(elsewhere))) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } })
    }
    expect(await activities()).toHaveLength(1)
  })
})
