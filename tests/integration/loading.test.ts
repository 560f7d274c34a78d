import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Client, startClient } from './kit/client.ts'
import { answered, expectSameAsApi } from './kit/compare.ts'
import { changesIn, createOffice, login, type Office } from './kit/office.ts'
import { createScene, type Scene } from './kit/scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await createScene()
})
afterAll(() => scene.close())

const isBootstrap = ({ path }: { path: string }) => path.startsWith('/v1/sync/bootstrap')
const bootstraps = ({ network }: Client) => network.seen.filter(isBootstrap).length

/** A client of one person with four accounts, whose first sync broke off when two of them were here; and stopped. */
async function stoppedHalfWay() {
  const first = await createOffice(scene.world)
  const offices: Office[] = [first]
  for (let n = 0; n < 3; n += 1) offices.push(await createOffice(scene.world, { admin: first.admin }))
  const person = await login(scene, first.admin)
  const address = `${scene.server.discovery.api}/v1/sync/bootstrap`
  const headers = { authorization: `Bearer ${person.tokens.accessToken}` }
  const text = await (await fetch(address, { headers })).text()
  const ends = [...text.matchAll(/\{"type":"account",[^\n]*\n/g)].map(
    ({ index, 0: line }) => index + line.length,
  )
  const client = await startClient(scene, person, {
    before: (network) => void network.fault(isBootstrap, { do: 'half', bytes: (ends[1] ?? 0) + 40 }, 1),
  })
  onTestFinished(() => client.dispose())
  await client.until('two accounts are here', () => client.workspace().loading()?.problem?.code === 'offline')
  await client.workspace().engine.stopLoading()
  return { client, offices: offices.sort((a, b) => (a.accountId < b.accountId ? -1 : 1)) }
}

test('a first sync that was stopped stays so over restarts, is usable, and is kept up to date', async () => {
  const { client, offices } = await stoppedHalfWay()
  const [here, gone] = offices as [Office, Office]
  expect(client.workspace().loading()?.progress).toMatchObject({
    paused: true,
    usable: true,
    accountsDone: 2,
    accountsTotal: 4,
  })
  await client.close()
  await client.reopen()
  expect(client.workspace().loading()?.progress).toMatchObject({ paused: true, accountsDone: 2 })

  const { world } = scene
  await client.mutate(changesIn(here, world).assign(here.apps[0]))
  await client.until(
    'the change is agreed to and confirmed',
    async () => (await client.outbox()).length === 0,
  )
  await scene.changeMember(gone.admin, { endsAt: new Date(Date.now() - 1000) })
  await client.workspace().engine.now()
  const left = offices.map(({ accountId }) => accountId).filter((id) => id !== gone.accountId)
  const accounts = async () => answered(await client.read('accounts.list', {})).map(({ id }) => id)
  await client.until('the account is gone', async () => (await accounts()).length === 3)
  expect((await accounts()).sort()).toEqual(left)
  expect(bootstraps(client), 'it was not let go on').toBe(1)
  expect(client.status()).toMatchObject({ state: 'synced' })
  expect(client.status().syncedAt).not.toBeNull()
})

test('let go on it brings what is missing, and ends with what the API answers', async () => {
  const { client } = await stoppedHalfWay()
  await client.workspace().engine.goOnLoading()
  await client.until('everything is here', () => client.workspace().loading() === null)
  await client.settled()
  expect(bootstraps(client)).toBe(2)
  expect(client.network.seen.filter(isBootstrap).at(-1)?.path).toContain('resume=')
  await expectSameAsApi(scene, client)
})
