import type { AccountId } from '@gatehouse/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { holdRows, rowsFromStart } from '../testing/held-rows.ts'
import { createWorld, type Member, type World } from '../testing/world.ts'

/** An id means the same however its letters are written; PostgreSQL keeps them small. */

let world: World
let accountId: AccountId
let owner: Member

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  accountId = await world.account()
  owner = await world.member(accountId, 'owner')
})

const inCapitals = <T extends string>(id: T) => id.toUpperCase() as T

test('replicas lose what is taken by an id in capital letters', async () => {
  const applicationId = await world.application()
  await world.assign(accountId, applicationId)
  const user = await world.member(accountId, 'viewer')
  await world.grant(accountId, user.membershipId, applicationId)
  const copy = await holdRows(world, owner.client)
  const params = {
    accountId: inCapitals(accountId),
    applicationId: inCapitals(applicationId),
    membershipId: inCapitals(user.membershipId),
  }
  await owner.client.get('grants.remove', { params })
  await copy.pull()
  expect(copy.all()).toEqual(await rowsFromStart(owner.client))
  await owner.client.get('applications.unassign', { params })
  await copy.pull()
  expect(copy.all()).toEqual(await rowsFromStart(owner.client))
})

test('an environment is administered by its id in capital letters too', async () => {
  const administrator = await world.administrator()
  const { environment } = await administrator.client.get('environments.get', {
    params: { environmentId: world.environmentId },
  })
  const edited = await administrator.client.get('environments.edit', {
    params: { environmentId: inCapitals(world.environmentId) },
    body: { name: 'Named by capitals', baseVersion: environment.version },
  })
  expect(edited.value).toMatchObject({ id: world.environmentId, name: 'Named by capitals' })
  const deputy = await world.administrator()
  await administrator.client.get('environments.administrators.remove', {
    params: { environmentId: world.environmentId, userId: inCapitals(deputy.id) },
  })
})

test('a template keeps its name when it is edited by its id in capital letters', async () => {
  const templateId = world.id<never>()
  const body = { templateId, name: 'Helpers', permissions: ['users.view' as const] }
  await owner.client.get('templates.create', { params: { accountId }, body })
  const edited = await owner.client.get('templates.edit', {
    params: { accountId, templateId: inCapitals(templateId) },
    body: { name: 'Helpers', permissions: ['users.view', 'account.view'], baseVersion: 1 },
  })
  expect(edited.value).toMatchObject({ id: templateId, version: 2 })
})

test('an application that is named twice, in small and capital letters, is assigned once', async () => {
  const applicationId = await world.application()
  const { value } = await owner.client.get('applications.assign', {
    params: { accountId },
    body: { applicationIds: [applicationId, inCapitals(applicationId)], autoAssign: false },
  })
  expect(value.items.map((item) => item.applicationId)).toEqual([applicationId])
})

test('the same request under the same key is a repeat, however the ids in it are written', async () => {
  const applicationId = await world.application()
  const options = { key: world.id<string>() }
  const assign = (id: typeof applicationId) =>
    owner.client.get(
      'applications.assign',
      { params: { accountId }, body: { applicationIds: [id], autoAssign: false } },
      options,
    )
  const first = await assign(applicationId)
  expect(await assign(inCapitals(applicationId))).toEqual(first)
})
