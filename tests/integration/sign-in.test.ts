import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client } from './kit/client.ts'
import { expectSameAsApi } from './kit/compare.ts'
import { actionsOf, changesIn, clientOf, createOffice, login } from './kit/office.ts'
import { createScene, type Scene } from './kit/scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await createScene()
})
afterAll(() => scene.close())

const refreshes = ({ network }: Client) =>
  network.seen.filter(({ method, path }) => method === 'POST' && path === '/oidc/token').length

function askTogether(client: Client, times = 8) {
  const { api } = client.workspace()
  return Promise.all(Array.from({ length: times }, () => api.call('me.get', {})))
}

/** Takes tokens away on the server; whoever shows one hears that it is unknown. */
async function forget(...kinds: ('AccessToken' | 'RefreshToken')[]): Promise<void> {
  await scene.world.db.deleteFrom('oidc_model').where('kind', 'in', kinds).execute()
}

test('when the access token has run out, requests at the same moment cause one refresh', async () => {
  const office = await createOffice(scene.world)
  const client = await clientOf(scene, office.admin, { tokenLifeSeconds: 50 })
  expect(refreshes(client)).toBe(0)
  await client.time.advance(31_000)
  const answers = await askTogether(client)
  expect(answers.every(({ ok }) => ok)).toBe(true)
  expect(refreshes(client)).toBe(1)
})

test('when the server refuses the access token, requests at the same moment cause one refresh', async () => {
  const office = await createOffice(scene.world)
  const client = await clientOf(scene, office.admin)
  await forget('AccessToken')
  const answers = await askTogether(client)
  expect(answers.every(({ ok }) => ok)).toBe(true)
  expect(refreshes(client)).toBe(1)
})

test('the renewed sign-in is kept: a client that is killed starts again signed in', async () => {
  const office = await createOffice(scene.world)
  const client = await clientOf(scene, office.admin)
  await forget('AccessToken')
  await askTogether(client)
  await client.crash()
  await client.reopen({ fresh: null })
  await client.workspace().engine.now()
  await client.settled()
  expect(refreshes(client)).toBe(2)
  expect(client.states).not.toContain('sign-in')
})

test('a sign-in that was ended on the server asks for another; what waits is kept and then sent', async () => {
  const office = await createOffice(scene.world)
  const client = await clientOf(scene, office.admin)
  await forget('AccessToken', 'RefreshToken')
  const change = await client.mutate(changesIn(office, scene.world).assign(office.apps[0]))
  await client.until('the pill says sign-in', () => client.status().state === 'sign-in')
  await client.until('it waits', async () => (await client.outbox())[0]?.state === 'waiting')
  expect(client.status()).toMatchObject({ waiting: 1, attention: 0 })
  expect(await actionsOf(scene, change)).toEqual([])

  const { tokens, engine } = client.workspace()
  tokens.accept((await login(scene, office.admin)).tokens)
  engine.signedInAgain()
  await client.settled()
  expect(await actionsOf(scene, change)).toEqual(['application.assigned'])
  await expectSameAsApi(scene, client)
})

test('a token server that can not be reached is no end of the sign-in', async () => {
  const office = await createOffice(scene.world)
  const client = await clientOf(scene, office.admin)
  await forget('AccessToken')
  const healed = client.network.fault(({ path }) => path === '/oidc/token', { do: 'answer', status: 503 })
  const change = await client.mutate(changesIn(office, scene.world).assign(office.apps[0]))
  await client.offlineWith(1)
  expect(client.status()).toMatchObject({ waiting: 1, attention: 0 })
  healed()
  await client.workspace().engine.now()
  await client.settled()
  expect(await actionsOf(scene, change)).toEqual(['application.assigned'])
})
