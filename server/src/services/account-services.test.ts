import type { AccountId, Permission, Service, ServiceId } from '@gatehouse/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { pull } from '../testing/feed.ts'
import { createWorld, type Member, type World } from '../testing/world.ts'

let world: World
let accountId: AccountId
let manager: Member

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  accountId = await world.account()
  manager = await world.member(accountId, 'billing')
})

const params = () => ({ accountId })
const add = (body: Partial<Service> = {}) =>
  manager.client.get('services.add', {
    params: params(),
    body: { serviceId: world.id<ServiceId>(), productName: 'Hosting', ...body },
  })
const fields = {
  productName: 'Hosting',
  label: '',
  status: 'active',
  renewsAt: null,
  permission: 'services.view',
} as const
const edit = (serviceId: ServiceId, body: Partial<typeof fields | Service> & { baseVersion?: number }) =>
  manager.client.call('services.edit', {
    params: { accountId, serviceId },
    body: { ...fields, baseVersion: 1, ...body },
  })
const holding = (...permissions: Permission[]) => world.member(accountId, 'custom', { permissions })
const seenBy = async (member: Member) =>
  (await member.client.get('services.list', { params: params() })).items.map(({ id }) => id)
const activityOf = async () => {
  const auditor = await holding('activity.view', 'services.view')
  return (await auditor.client.get('activity.list', { params: params(), query: {} })).items
}

describe('adding', () => {
  test('takes what isn’t said as active, without renewal, and seen by whoever views services', async () => {
    const { value } = await add()
    expect(value).toMatchObject({ ...fields, accountId, version: 1 })
    expect(await activityOf()).toMatchObject([
      { action: 'service.added', targetKind: 'service', targetName: 'Hosting', before: null, after: fields },
    ])
  })

  test('is refused for an id that is taken, in another account too', async () => {
    const serviceId = await world.service(await world.account())
    const refused = await manager.client.refused('services.add', {
      params: params(),
      body: { serviceId, productName: 'Hosting' },
    })
    expect(refused).toMatchObject({ code: 'validation', fields: [{ path: 'serviceId' }] })
  })

  test('needs the permission to manage services', async () => {
    const viewer = await world.member(accountId, 'viewer')
    const refused = await viewer.client.refused('services.add', {
      params: params(),
      body: { serviceId: world.id<ServiceId>(), productName: 'Hosting' },
    })
    expect(refused).toMatchObject({ code: 'forbidden', required: 'services.manage' })
  })
})

describe('editing', () => {
  test('writes down what really changed, before and after', async () => {
    const renewsAt = '2026-05-01T00:00:00.000Z'
    const { value } = await add({ label: 'a.example.com', renewsAt })
    const { body } = await edit(value.id, {
      label: 'b.example.com',
      status: 'cancelled',
      renewsAt: '2026-05-01T00:00:00Z',
    })
    expect(body).toMatchObject({
      value: { label: 'b.example.com', status: 'cancelled', renewsAt, version: 2 },
    })
    const [edited] = await activityOf()
    expect(edited).toMatchObject({ action: 'service.edited', targetName: 'Hosting b.example.com' })
    expect(edited?.before).toEqual({ label: 'a.example.com', status: 'active' })
    expect(edited?.after).toEqual({ label: 'b.example.com', status: 'cancelled' })
  })

  test('that changes nothing leaves version and activity as they are', async () => {
    const { value } = await add()
    expect((await edit(value.id, {})).body).toMatchObject({ value: { version: 1 } })
    expect(await activityOf()).toHaveLength(1)
  })

  test('of an older version answers the service as it is now', async () => {
    const { value } = await add()
    await edit(value.id, { label: 'first' })
    expect((await edit(value.id, { label: 'second' })).body).toMatchObject({
      code: 'stale_version',
      current: { label: 'first', version: 2 },
    })
  })

  test('and removing find nothing in another account', async () => {
    const other = await world.service(await world.account())
    expect((await edit(other, {})).body).toMatchObject({ code: 'not_found' })
    const removed = await manager.client.refused('services.remove', {
      params: { accountId, serviceId: other },
    })
    expect(removed.code).toBe('not_found')
    expect(await world.db.selectFrom('service').select('id').where('id', '=', other).execute()).toHaveLength(
      1,
    )
  })
})

test('removing tells replicas and keeps in activity what it was', async () => {
  const { value } = await add({ label: 'x' })
  const [start] = await manager.client.bootstrap()
  if (start?.type !== 'start') throw new Error('a bootstrap begins with its start')
  await manager.client.get('services.remove', { params: { accountId, serviceId: value.id } })
  const { changes } = await pull(world, manager.client, start.cursor)
  expect(changes).toContainEqual({
    type: 'delete',
    accountId,
    target: { entity: 'service', key: { id: value.id } },
  })
  expect(await activityOf()).toMatchObject([
    { action: 'service.removed', before: { productName: 'Hosting', label: 'x' }, after: null },
    { action: 'service.added' },
  ])
  expect(await seenBy(manager)).toEqual([])
})

describe('a service with a permission of its own', () => {
  test('is seen by whoever holds it and views services, and by whoever manages them', async () => {
    const domain = (await add({ productName: 'Domain', permission: 'domains.view' })).value.id
    const hosting = (await add()).value.id
    expect(await seenBy(await holding('services.view', 'domains.view'))).toEqual([domain, hosting])
    expect(await seenBy(await holding('services.view'))).toEqual([hosting])
    expect(await seenBy(await holding('services.view', 'services.manage'))).toEqual([domain, hosting])
    const administrator = await world.administrator()
    const { items } = await administrator.client.get('services.list', { params: params() })
    expect(items.map(({ id }) => id)).toEqual([domain, hosting])
  })

  test('given one later, it is hidden from those who lack it, in their replicas too', async () => {
    const { value } = await add()
    const viewer = await holding('services.view')
    expect(await seenBy(viewer)).toEqual([value.id])
    const [start] = await viewer.client.bootstrap()
    if (start?.type !== 'start') throw new Error('a bootstrap begins with its start')
    await edit(value.id, { permission: 'invoices.view_pay' })
    expect(await seenBy(viewer)).toEqual([])
    const { changes } = await pull(world, viewer.client, start.cursor)
    const target = { entity: 'service', key: { id: value.id } }
    expect(changes).toEqual([{ type: 'delete', accountId, target }])
  })
})
