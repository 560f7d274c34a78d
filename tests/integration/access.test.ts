import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordChanges } from '../../server/src/services/record.ts'
import { settled } from '../../server/src/testing/feed.ts'
import type { Client } from './kit/client.ts'
import { answered, everyStoredRow, expectSameAsApi } from './kit/compare.ts'
import { actionsOf, changesIn, clientOf, createOffice, type Office } from './kit/office.ts'
import { createScene, type Scene } from './kit/scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await createScene()
})
afterAll(() => scene.close())

async function applicationsIn(client: Client, { accountId }: Office): Promise<string[]> {
  const list = await client.read('applications.list', { accountId, type: 'application' })
  return answered(list).map(({ id }) => id)
}

const accountsOf = async (client: Client) =>
  answered(await client.read('accounts.list', {})).map(({ id }) => id)

test('a change of one arrives at the other by a poke, while no time passes for either', async () => {
  const office = await createOffice(scene.world)
  const make = changesIn(office, scene.world)
  const ana = await clientOf(scene, office.admin, { device: 'Ana’s machine' })
  const ben = await clientOf(scene, office.colleague, { device: 'Ben’s machine' })
  // The first may come by the pull that follows each opening of the stream; the second has nothing but the poke.
  for (const app of office.apps.slice(0, 2)) {
    const change = await ana.mutate(make.assign(app))
    await ben.until('it arrived', async () => (await applicationsIn(ben, office)).includes(app))
    const activity = answered(await ben.read('activity.list', { accountId: office.accountId }))
    expect(activity[0]).toMatchObject({
      mutationId: change,
      actorName: office.admin.name,
      device: ana.device,
    })
  }
  await ana.settled()
  await expectSameAsApi(scene, ben)
  expect(await expectSameAsApi(scene, ana)).toMatchObject({ [office.accountId]: {} })
})

test('access that ended while offline: waiting changes are refused, and nothing of the account stays', async () => {
  const office = await createOffice(scene.world)
  const other = await createOffice(scene.world, { colleague: office.colleague })
  const client = await clientOf(scene, office.colleague)
  expect(await accountsOf(client)).toHaveLength(2)
  await client.network.down()
  const first = await client.mutate(changesIn(office, scene.world).assign(office.apps[0]))
  const second = await client.mutate(changesIn(office, scene.world).invite('new@example.com'))
  const elsewhere = await client.mutate(changesIn(other, scene.world).assign(other.apps[0]))
  await scene.changeMember(office.colleague, { endsAt: new Date(Date.now() - 1000) })

  await client.network.up()
  await client.workspace().engine.now()
  await client.until('the account is gone', async () => (await accountsOf(client)).length === 1)
  await client.until(
    'two are refused',
    () => client.status().attention === 2 && client.status().waiting === 0,
  )
  expect(await client.outbox()).toMatchObject([
    { mutationId: first, state: 'refused', problem: { code: 'not_found' } },
    { mutationId: second, state: 'refused', problem: { code: 'not_found' } },
  ])
  expect(await actionsOf(scene, first)).toEqual([])
  expect(await actionsOf(scene, elsewhere)).toEqual(['application.assigned'])
  await settled(scene.world)
  await client.workspace().engine.pull()
  expect((await everyStoredRow(client)).filter((row) => row.includes(office.accountId))).toEqual([])
  await expectSameAsApi(scene, client)
})

test('a role that was lowered while offline: the server names what is lacking, and what may not be seen goes', async () => {
  const office = await createOffice(scene.world)
  const client = await clientOf(scene, office.colleague)
  await client.network.down()
  const change = await client.mutate(changesIn(office, scene.world).assign(office.apps[0]))
  await scene.changeMember(office.colleague, { role: 'billing' })

  await client.network.up()
  await client.workspace().engine.now()
  await client.until('it is refused', () => client.status().attention === 1)
  expect(await client.outbox()).toMatchObject([
    { mutationId: change, state: 'refused', problem: { code: 'forbidden', required: 'applications.assign' } },
  ])
  await settled(scene.world)
  await client.workspace().engine.pull()
  const rows = await everyStoredRow(client)
  expect(rows.filter((row) => row.startsWith('membership '))).toHaveLength(1)
  await expectSameAsApi(scene, client)
})

test('access that is given later arrives by that account’s snapshot alone', async () => {
  const { world } = scene
  const office = await createOffice(world)
  const given = await createOffice(world)
  const client = await clientOf(scene, office.admin)
  await given.admin.client.get('applications.assign', {
    params: { accountId: given.accountId },
    body: { applicationIds: [given.apps[0]], autoAssign: true },
  })
  const { membershipId } = await world.member(given.accountId, 'technician', { person: office.admin })
  await world.db.transaction().execute((tx) =>
    recordChanges(tx, new Date(), [
      { entity: 'access', accountId: given.accountId, userId: office.admin.id },
      { entity: 'membership', accountId: given.accountId, key: { id: membershipId }, op: 'put' },
    ]),
  )
  await client.until('the account is there as a whole', async () => {
    const account = await client.read('accounts.get', { accountId: given.accountId })
    return account.ok && account.value.loaded
  })
  await client.settled()
  expect(await applicationsIn(client, given)).toEqual([given.apps[0]])
  const asked = (path: string) => client.network.seen.filter((request) => request.path.startsWith(path))
  expect(asked('/v1/sync/bootstrap')).toHaveLength(1)
  expect(asked(`/v1/sync/accounts/${given.accountId}/snapshot`)).toHaveLength(1)
  await expectSameAsApi(scene, client)
})
