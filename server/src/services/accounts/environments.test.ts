import type { EnvironmentId } from '@gatehouse/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemRandomness as random } from '../../clock.ts'
import { inTransaction } from '../../db/transaction.ts'
import { pull } from '../../testing/feed.ts'
import { createWorld, type Person, type World } from '../../testing/world.ts'
import { createEnvironment, type NewEnvironment } from './environments.ts'

let world: World
let environmentId: EnvironmentId
let administrator: Person

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  environmentId = await world.environment()
  administrator = await world.administrator(environmentId)
})

const params = () => ({ environmentId })
const activityOf = async (person: Person = administrator) =>
  (await person.client.get('environments.activity', { params: params(), query: {} })).items
const administratorsOf = async (person: Person = administrator) =>
  (await person.client.get('environments.administrators.list', { params: params() })).items.map(
    ({ userId }) => userId,
  )

describe('an operator makes an environment', () => {
  const create = (wanted: Partial<NewEnvironment> & Pick<NewEnvironment, 'key'>) =>
    inTransaction(world.db, (tx) =>
      createEnvironment(
        {
          tx,
          now: world.clock.now(),
          random,
          device: null,
          mutationId: null,
          principal: { userId: null, name: 'Gatehouse' },
        },
        { name: 'Quality', kind: 'qa', administratorId: administrator.id, ...wanted },
      ),
    )

  test('with its first administrator, who hears of it', async () => {
    const made = await create({ key: 'quality' })
    if (!made.ok) throw new Error('it is not refused')
    expect(made.value).toMatchObject({ key: 'quality', kind: 'qa', defaultApplicationId: null, version: 1 })
    environmentId = made.value.id
    expect(await administratorsOf()).toEqual([administrator.id])
    expect(await activityOf()).toMatchObject([
      { action: 'administrator.added', actorId: null, after: { email: administrator.email } },
      { action: 'environment.created', actorName: 'Gatehouse', after: { key: 'quality' } },
    ])
    const told = await world.db
      .selectFrom('change')
      .select(['entity', 'user_id'])
      .where('environment_id', '=', environmentId)
      .execute()
    expect(told).toEqual([
      { entity: 'environment', user_id: null },
      { entity: 'access', user_id: administrator.id },
    ])
  })

  test('once by a key, and not for a user who is none', async () => {
    await create({ key: 'twice' })
    expect(await create({ key: 'twice' })).toMatchObject({
      error: { code: 'name_taken', fields: [{ path: 'key' }] },
    })
    expect(await create({ key: 'nobody', administratorId: world.id() })).toMatchObject({
      error: { code: 'not_found' },
    })
  })
})

describe('environments are seen', () => {
  test('by their administrators, and by whoever has an account in one', async () => {
    const accountId = await world.account({ environmentId: world.environmentId })
    await world.member(accountId, 'viewer', { person: administrator })
    const { items } = await administrator.client.get('environments.list', {})
    const seen = items.map((item) => [item.environment.id, item.isAdministrator])
    expect(seen).toEqual(
      expect.arrayContaining([
        [environmentId, true],
        [world.environmentId, false],
      ]),
    )
    expect(seen).toHaveLength(2)
    for (const item of items) {
      const params = { environmentId: item.environment.id }
      expect(await administrator.client.get('environments.get', { params })).toEqual(item)
    }
  })

  test('by nobody else, not after a membership has ended either', async () => {
    const accountId = await world.account({ environmentId })
    const ended = await world.member(accountId, 'admin', { endsAt: new Date('2026-01-01') })
    expect((await ended.client.get('environments.list', {})).items).toEqual([])
    const there = await ended.client.refused('environments.get', { params: params() })
    const nowhere = await ended.client.refused('environments.get', {
      params: { environmentId: world.id<EnvironmentId>() },
    })
    expect({ ...there, reference: '' }).toEqual({ ...nowhere, reference: '' })
  })
})

describe('renaming an environment', () => {
  const edit = (name: string, baseVersion = 1) =>
    administrator.client.call('environments.edit', { params: params(), body: { name, baseVersion } })

  test('is written down and told to whoever sees it', async () => {
    const accountId = await world.account({ environmentId })
    const member = await world.member(accountId, 'viewer')
    const [start] = await member.client.bootstrap()
    if (start?.type !== 'start') throw new Error('a bootstrap begins with its start')
    expect((await edit('Production (EU)')).body).toMatchObject({
      value: { name: 'Production (EU)', version: 2 },
    })
    const { changes } = await pull(world, member.client, start.cursor)
    expect(changes).toMatchObject([{ type: 'environment', row: { name: 'Production (EU)' } }])
    expect(await activityOf()).toMatchObject([
      { action: 'environment.edited', before: { name: 'Production' }, after: { name: 'Production (EU)' } },
    ])
  })

  test('based on what it no longer is, answers how it is now', async () => {
    await edit('First')
    expect((await edit('Second')).body).toMatchObject({
      code: 'stale_version',
      current: { name: 'First', version: 2 },
    })
  })
})

describe('administrators', () => {
  const add = (email: string, person: Person = administrator) =>
    person.client.call('environments.administrators.add', { params: params(), body: { email } })
  const remove = (userId: Person['id'], person: Person = administrator) =>
    person.client.call('environments.administrators.remove', { params: { environmentId, userId } })

  test('are added by the address they sign in with, in any case, once', async () => {
    const person = await world.user()
    expect((await add(person.email.toUpperCase())).body).toMatchObject({
      value: { userId: person.id, name: person.name, email: person.email },
    })
    expect((await add(person.email)).status).toBe(200)
    expect((await administratorsOf(person)).toSorted()).toEqual([administrator.id, person.id].toSorted())
    expect(await activityOf()).toMatchObject([
      { action: 'administrator.added', targetId: person.id, after: { email: person.email } },
    ])
  })

  test('are not added by an address that nobody signs in with, or that is not verified', async () => {
    expect((await add('nobody@example.com')).body).toMatchObject({ code: 'not_found' })
    const unverified = await world.user({ isVerified: false })
    expect((await add(unverified.email)).body).toMatchObject({ code: 'email_not_verified' })
    expect(await administratorsOf()).toEqual([administrator.id])
  })

  test('get every account of the environment with it, and lose those where they are no members', async () => {
    const accountId = await world.account({ environmentId })
    const mine = await world.account({ environmentId })
    const person = await world.member(mine, 'viewer')
    const [start] = await person.client.bootstrap()
    if (start?.type !== 'start') throw new Error('a bootstrap begins with its start')
    const changesAfter = (cursor: string) => pull(world, person.client, cursor as never)
    await add(person.email)
    const given = await changesAfter(start.cursor)
    expect(given.changes).toEqual(
      expect.arrayContaining([
        { type: 'snapshot', accountId },
        { type: 'snapshot', accountId: mine },
        expect.objectContaining({
          type: 'principal',
          row: expect.objectContaining({ administers: [environmentId] }),
        }),
      ]),
    )
    await remove(person.id)
    const taken = await changesAfter(given.cursor)
    expect(taken.changes).toEqual(
      expect.arrayContaining([
        { type: 'purge', accountId },
        { type: 'snapshot', accountId: mine },
      ]),
    )
    expect((await person.client.get('accounts.list', { query: {} })).items).toMatchObject([
      { account: { id: mine }, access: { via: 'membership', role: 'viewer' } },
    ])
  })

  test('are removed by each other and by themselves, but the last one stays', async () => {
    const second = await world.administrator(environmentId)
    expect((await remove(administrator.id)).status).toBe(200)
    expect((await remove(second.id, second)).body).toMatchObject({ code: 'last_administrator' })
    expect(await administratorsOf(second)).toEqual([second.id])
    expect((await remove(administrator.id, second)).body).toMatchObject({ code: 'not_found' })
    expect((await activityOf(second)).map(({ action, before }) => [action, before])).toEqual([
      ['administrator.removed', { email: administrator.email }],
    ])
  })

  test('who remove each other at the same moment leave one of them, who alone goes on', async () => {
    for (let round = 0; round < 5; round += 1) {
      environmentId = await world.environment()
      const [a, b] = [await world.administrator(environmentId), await world.administrator(environmentId)]
      const answers = await Promise.all([remove(b.id, a), remove(a.id, b)])
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      const refused = answers.find(({ status }) => status !== 200)
      // Who came second is no administrator any longer, and hears what anybody hears.
      expect(refused?.body).toMatchObject({ code: 'not_found' })
      const left = answers[0]?.status === 200 ? a : b
      expect(await administratorsOf(left)).toEqual([left.id])
    }
  })

  test('who were removed while their write waited, write nothing', async () => {
    const second = await world.administrator(environmentId)
    const accountId = await world.account({ environmentId })
    const [removed, suspended] = await Promise.all([
      remove(second.id),
      second.client.call('accounts.suspend', { params: { accountId }, body: {} }),
    ])
    expect(removed.status).toBe(200)
    const { account } = await administrator.client.get('accounts.get', { params: { accountId } })
    expect(account.status).toBe(suspended.status === 200 ? 'suspended' : 'active')
    const late = await second.client.call('accounts.resume', { params: { accountId }, body: {} })
    expect(late.body).toMatchObject({ code: 'not_found' })
  })

  test('of another environment decide nothing here', async () => {
    const stranger = await world.administrator(await world.environment())
    const accountId = await world.account({ environmentId })
    await world.member(accountId, 'owner', { person: stranger })
    expect((await add(stranger.email, stranger)).body).toMatchObject({
      code: 'forbidden',
      required: 'environment.administer',
    })
    expect((await remove(administrator.id, stranger)).body).toMatchObject({ code: 'forbidden' })
  })
})

describe('the activity of an environment', () => {
  test('is found by action, actor, account, time and name, page by page', async () => {
    const second = await world.administrator(environmentId)
    const ids: string[] = []
    for (const [index, person] of [administrator, second, administrator].entries()) {
      const accountId = world.id<never>()
      ids.push(accountId)
      await person.client.get('environments.accounts.create', {
        params: params(),
        body: { accountId, name: `Äpfel ${index}`, reference: `R-${index}`, plan: 'Basic' },
      })
      world.clock.advance(60_000)
    }
    await administrator.client.get('accounts.suspend', { params: { accountId: ids[0] as never }, body: {} })
    type Query = Parameters<typeof administrator.client.get<'environments.activity'>>[1]['query']
    const found = async (query: Query) =>
      (await administrator.client.get('environments.activity', { params: params(), query })).items.map(
        ({ action, accountId }) => `${action} ${ids.indexOf(String(accountId))}`,
      )
    expect(await found({})).toEqual([
      'account.suspended 0',
      'account.created 2',
      'account.created 1',
      'account.created 0',
    ])
    expect(await found({ action: ['account.suspended'] })).toEqual(['account.suspended 0'])
    expect(await found({ action: 'account.suspended,account.edited' })).toHaveLength(1)
    expect(await found({ actorId: second.id })).toEqual(['account.created 1'])
    expect(await found({ accountId: ids[0] as never })).toHaveLength(2)
    expect(await found({ q: 'äPFEL 2' })).toEqual(['account.created 2'])
    const first = await administrator.client.get('environments.activity', {
      params: params(),
      query: { limit: 3 },
    })
    expect(first.items).toHaveLength(3)
    expect(await found({ limit: 3, after: first.next ?? '' })).toEqual(['account.created 0'])
  })

  test('is not shown to those who only have an account there', async () => {
    const accountId = await world.account({ environmentId })
    const owner = await world.member(accountId, 'owner')
    expect(
      await owner.client.refused('environments.activity', { params: params(), query: {} }),
    ).toMatchObject({ code: 'forbidden', required: 'environment.administer' })
  })
})
