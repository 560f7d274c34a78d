import { problem } from '@gatehouse/contract'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Client, startClient } from './kit/client.ts'
import { expectSameAsApi } from './kit/compare.ts'
import { type Fault, isWrite } from './kit/faulty-proxy.ts'
import { actionsOf, changesIn, clientOf, createOffice, login } from './kit/office.ts'
import { createScene, type Scene } from './kit/scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await createScene()
})
afterAll(() => scene.close())

const isPage = ({ path }: { path: string }) => path.startsWith('/v1/sync/changes')
const bootstraps = ({ network }: Client) =>
  network.seen.filter(({ path }) => path.startsWith('/v1/sync/bootstrap')).length

function refusal(code: 'cursor_gone' | 'forbidden'): Fault {
  const body = problem(code)
  const headers = { 'content-type': 'application/problem+json' }
  return { do: 'answer', status: body.status, headers, body: JSON.stringify(body) }
}

test('where the feed no longer reaches back, changes that wait, were agreed to and were refused are kept', async () => {
  const office = await createOffice(scene.world)
  const client = await clientOf(scene, office.admin)
  const make = changesIn(office, scene.world)
  const states = async () => (await client.outbox()).map(({ mutationId, state }) => [mutationId, state])
  client.network.fault(isPage, { do: 'cut before' })
  const agreed = await client.mutate(make.assign(office.apps[0]))
  await client.until('one is agreed to', async () => (await states()).some(([, state]) => state === 'sent'))
  client.network.fault(isWrite, refusal('forbidden'), 1)
  const refused = await client.mutate(make.assign(office.apps[1]))
  await client.until('one is refused', () => client.status().attention === 1)
  await client.network.down()
  const waiting = await client.mutate(make.assign(office.apps[2]))
  expect(await states()).toEqual([
    [agreed, 'sent'],
    [refused, 'refused'],
    [waiting, 'waiting'],
  ])

  client.network.heal()
  client.network.fault(isPage, refusal('cursor_gone'), 1)
  await client.network.up()
  await client.workspace().engine.now()
  await client.until('only what was refused is left', async () => (await client.outbox()).length === 1)
  expect(bootstraps(client)).toBe(2)
  expect(await client.outbox()).toMatchObject([
    { mutationId: refused, state: 'refused', problem: { code: 'forbidden' } },
  ])
  expect(await actionsOf(scene, agreed)).toEqual(['application.assigned'])
  expect(await actionsOf(scene, waiting)).toEqual(['application.assigned'])
  await expectSameAsApi(scene, client)
})

test('a first sync whose feed is gone by its end is made once more', async () => {
  const office = await createOffice(scene.world)
  const client = await startClient(scene, await login(scene, office.admin), {
    before: (network) => void network.fault(isPage, refusal('cursor_gone'), 2),
  })
  onTestFinished(() => client.dispose())
  await client.until(
    'the first one has ended',
    () => bootstraps(client) === 1 && !client.workspace().loading(),
  )
  await client.workspace().engine.now()
  await client.settled()
  expect(bootstraps(client)).toBe(2)
  await expectSameAsApi(scene, client)
})

test('a change whose answer can not be read asks for the user in the end, and is made once', async () => {
  const office = await createOffice(scene.world)
  const client = await clientOf(scene, office.admin)
  const { engine } = client.workspace()
  const garbled = { do: 'answer', status: 200, headers: { 'content-type': 'application/json' } } as const
  // It reaches the server, whose answer is lost; whoever answers from then on isn't understood.
  client.network.fault(isWrite, { do: 'cut after' }, 1)
  client.network.fault(isWrite, { ...garbled, body: '{"transaction":' })
  const change = await client.mutate(changesIn(office, scene.world).assign(office.apps[0]))
  for (let n = 0; n < 8 && client.status().attention === 0; n += 1) {
    await client.time.advance(60_000)
    await engine.now()
  }
  expect(client.status()).toMatchObject({ state: 'attention', attention: 1, waiting: 0 })
  expect(await client.outbox()).toMatchObject([{ mutationId: change, state: 'refused' }])

  client.network.heal()
  expect(await client.workspace().retry(change)).toMatchObject({ ok: true })
  await client.settled()
  expect(await actionsOf(scene, change)).toEqual(['application.assigned'])
  const keys = new Set(client.network.seen.filter(isWrite).map(({ key }) => key))
  expect(keys).toEqual(new Set([change]))
  await expectSameAsApi(scene, client)
})
