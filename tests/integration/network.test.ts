import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startClient } from './kit/client.ts'
import { expectSameAsApi } from './kit/compare.ts'
import { anything, isWrite } from './kit/faulty-proxy.ts'
import { actionsOf, changesIn, clientOf, createOffice, login } from './kit/office.ts'
import { createScene, type Scene } from './kit/scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await createScene()
})
afterAll(() => scene.close())

async function atWork() {
  const office = await createOffice(scene.world)
  const client = await clientOf(scene, office.admin)
  return { office, client, make: changesIn(office, scene.world) }
}

const portal = {
  do: 'answer',
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!doctype html><title>Welcome to our hotel</title><p>Room number and name, please.',
} as const

test('a hotel’s sign-in page in the server’s place keeps everything waiting, and breaks nothing', async () => {
  const { office, client, make } = await atWork()
  client.network.fault(anything, portal)
  // Streams that were open before end as well.
  await client.network.down()
  await client.network.up()
  const change = await client.mutate(make.assign(office.apps[0]))
  await client.offlineWith(1)
  const pulled = await client.workspace().engine.now()
  expect(pulled).toMatchObject({ ok: false, error: { code: 'not_gatehouse' } })
  expect(client.status()).toMatchObject({ state: 'offline', waiting: 1, attention: 0 })
  expect(await client.outbox()).toMatchObject([{ mutationId: change, state: 'waiting', problem: null }])
  expect(await client.read('users.list', { accountId: office.accountId })).toMatchObject({
    ok: true,
    value: { length: 3 },
  })

  client.network.heal()
  await client.workspace().engine.now()
  await client.settled()
  expect(await actionsOf(scene, change)).toEqual(['application.assigned'])
  await expectSameAsApi(scene, client)
})

test('a hotel’s sign-in page at the first start leaves a client that starts when it is gone', async () => {
  const office = await createOffice(scene.world)
  const client = await startClient(scene, await login(scene, office.admin), {
    before: (network) => void network.fault(anything, portal),
  })
  onTestFinished(() => client.dispose())
  await client.offlineWith(0)
  expect(client.workspace().loading()).toMatchObject({ problem: { code: 'not_gatehouse' } })
  client.network.heal()
  await client.workspace().engine.now()
  await client.settled()
  expect(client.workspace().loading()).toBeNull()
  await expectSameAsApi(scene, client)
})

test.for([
  [503, 'offline'],
  [429, 'syncing'],
] as const)(
  '%i keeps a change waiting for as long as Retry-After says, and no shorter when asked',
  async ([status, state]) => {
    const { office, client, make } = await atWork()
    client.network.fault(isWrite, { do: 'answer', status, headers: { 'retry-after': '40' } }, 1)
    const change = await client.mutate(make.assign(office.apps[0]))
    await client.until('it waits again', async () => {
      const [item] = await client.outbox()
      return item?.state === 'waiting' && item.attempts === 1
    })
    await client.until(`the pill says ${state}`, () => client.status().state === state)
    expect(client.status()).toMatchObject({ waiting: 1, attention: 0 })
    const sent = () => client.network.seen.filter(isWrite).length

    await client.workspace().engine.now()
    await client.time.advance(39_999)
    await client.workspace().engine.outboxChanged()
    await client.workspace().engine.pull()
    expect(sent()).toBe(1)
    await client.time.advance(1)
    await client.settled()
    expect(sent()).toBe(2)
    expect(await actionsOf(scene, change)).toEqual(['application.assigned'])
  },
)

test('a bootstrap that breaks off begins again and ends whole', async () => {
  const office = await createOffice(scene.world)
  const isBootstrap = ({ path }: { path: string }) => path.startsWith('/v1/sync/bootstrap')
  const client = await startClient(scene, await login(scene, office.admin), {
    before(network) {
      network.fault(isBootstrap, { do: 'half', bytes: 900 }, 1)
      network.fault(isBootstrap, { do: 'cut before' }, 1)
    },
  })
  onTestFinished(() => client.dispose())
  await client.offlineWith(0)
  await client.workspace().engine.now()
  await client.workspace().engine.now()
  await client.settled()
  await expectSameAsApi(scene, client)
})

test('answers that come a byte at a time are read whole, names in every script too', async () => {
  const { office, client } = await atWork()
  client.network.fault(({ path }) => path.startsWith('/v1/sync/changes'), { do: 'trickle' })
  await scene.world.db
    .updateTable('app_user')
    .set({ name: '王小明 🦊 Ödön' })
    .where('id', '=', office.member.id)
    .execute()
  await scene.changeMember(office.member, { role: 'technician' })
  await client.until('the name arrived', async () => {
    const users = await client.read('users.list', { accountId: office.accountId })
    return users.ok && users.value.some(({ name }) => name === '王小明 🦊 Ödön')
  })
  await expectSameAsApi(scene, client)
})
