import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Client, type ClientOptions, startClient } from './kit/client.ts'
import { expectSameAsApi } from './kit/compare.ts'
import { type Fault, isWrite, type Seen } from './kit/faulty-proxy.ts'
import { actionsOf, changesIn, clientOf, createOffice, login } from './kit/office.ts'
import { createScene, type Scene } from './kit/scene.ts'
import { startSelfSigned } from './kit/self-signed.ts'

// What may answer in the server's place, or in its name, and what becomes of a change and of a pull then.

let scene: Scene
beforeAll(async () => {
  scene = await createScene()
})
afterAll(() => scene.close())

async function atWork(options: ClientOptions = {}) {
  const office = await createOffice(scene.world)
  const client = await clientOf(scene, office.admin, { inThread: false, ...options })
  return { office, client, make: changesIn(office, scene.world) }
}

const isPull = ({ path }: Seen) => path.startsWith('/v1/sync/changes')

const html = { 'content-type': 'text/html; charset=utf-8' }
const json = { 'content-type': 'application/json' }
const strangers: Record<string, Fault> = {
  'a sign-in page': { do: 'answer', status: 200, headers: html, body: '<!doctype html><p>Your room number?' },
  'a redirect to a sign-in page': {
    do: 'answer',
    status: 302,
    headers: { location: 'http://127.0.0.1:9/portal' },
  },
  'a redirect that keeps the method': {
    do: 'answer',
    status: 307,
    headers: { location: 'http://127.0.0.1:9/portal' },
  },
  'a network that wants a sign-in': { do: 'answer', status: 511, headers: html, body: '<p>Sign in' },
  'a gateway that found nobody': { do: 'answer', status: 502, headers: html, body: '<h1>Bad Gateway</h1>' },
  'a gateway that waited in vain': { do: 'answer', status: 504, headers: html, body: '' },
  'a proxy with no room': {
    do: 'answer',
    status: 500,
    headers: { 'content-type': 'text/plain' },
    body: 'oops',
  },
  'JSON of somebody else': { do: 'answer', status: 200, headers: json, body: '{"ok":true}' },
  'JSON that breaks off': { do: 'answer', status: 200, headers: json, body: '{"transaction":' },
  'an empty answer': { do: 'answer', status: 200, headers: json, body: '' },
  'an answer that is not packed as it says': {
    do: 'answer',
    status: 200,
    headers: { ...json, 'content-encoding': 'gzip' },
    body: 'this was never packed',
  },
  'half an answer': { do: 'half', bytes: 12 },
}

test.for(Object.keys(strangers))(
  '%s to a change keeps it waiting, and it is done once when that is over',
  async (name) => {
    const { office, client, make } = await atWork()
    client.network.fault(isWrite, strangers[name] as Fault, 1)
    const change = await client.mutate(make.assign(office.apps[0]))
    await client.until('it waits again', async () => {
      const [item] = await client.outbox()
      return item?.state === 'waiting' && item.attempts === 1
    })
    expect(client.status()).toMatchObject({ waiting: 1, attention: 0 })
    expect(await client.outbox()).toMatchObject([{ mutationId: change, problem: null }])

    client.network.heal()
    await client.time.advance(120_000)
    await client.settled()
    expect(await actionsOf(scene, change)).toEqual(['application.assigned'])
    await expectSameAsApi(scene, client)
  },
)

test.for(Object.keys(strangers))(
  '%s to a pull changes nothing here, and the next one brings all',
  async (name) => {
    const { office, client } = await atWork()
    client.network.fault(isPull, strangers[name] as Fault)
    const body = { applicationIds: [office.apps[1]], autoAssign: false }
    await office.colleague.client.get('applications.assign', {
      params: { accountId: office.accountId },
      body,
    })
    expect(await client.workspace().engine.pull()).toMatchObject({ ok: false })
    const shown = () => client.read('applications.list', { accountId: office.accountId, type: 'application' })
    expect(await shown()).toEqual({ ok: true, value: [] })
    expect(client.status()).toMatchObject({ attention: 0 })

    client.network.heal()
    await client.workspace().engine.now()
    await client.settled()
    expect(await shown()).toMatchObject({ ok: true, value: [{ id: office.apps[1] }] })
    await expectSameAsApi(scene, client)
  },
)

test('a server whose certificate nobody signed gets nothing; what waits can still be taken back', async () => {
  const impostor = await startSelfSigned()
  onTestFinished(() => impostor.close())
  let between = false
  const { office, client, make } = await atWork({
    fetch: (network) => (input, init) => {
      if (!between) return network(input, init)
      const swap = (url: string) => url.replace(/^http:..127.0.0.1:\d+/, impostor.url)
      return fetch(input instanceof Request ? new Request(swap(input.url), input) : swap(String(input)), init)
    },
  })
  between = true
  const kept = await client.mutate(make.assign(office.apps[0]))
  const regretted = await client.mutate(make.assign(office.apps[1]))
  await client.offlineWith(2)
  await client.until('the first is back', async () => (await client.outbox())[0]?.state === 'waiting')
  expect(impostor.asked()).toBe(0)
  expect(await client.outbox()).toMatchObject([{ canUndo: true }, { canUndo: true }])
  expect(await client.workspace().undo(regretted)).toMatchObject({ ok: true, value: { undone: true } })

  between = false
  await client.workspace().engine.now()
  await client.settled()
  expect(await actionsOf(scene, kept)).toEqual(['application.assigned'])
  expect(await actionsOf(scene, regretted)).toEqual([])
})

test('an answer to a change that comes a byte at a time is read whole', async () => {
  const { office, client, make } = await atWork()
  client.network.fault(isWrite, { do: 'trickle' })
  const change = await client.mutate(make.assign(office.apps[0]))
  await client.settled()
  expect(await actionsOf(scene, change)).toEqual(['application.assigned'])
})

const hours = 3_600_000
test.for([
  ['nine hours slow', -9 * hours],
  ['nine hours fast', 9 * hours],
  ['two years slow', -2 * 365 * 24 * hours],
] as const)(
  'a clock that is %s: signed in, loaded, changed and asked for patience as with a right one',
  async ([, clockOffMs]) => {
    const office = await createOffice(scene.world)
    const client: Client = await startClient(scene, await login(scene, office.admin), {
      inThread: false,
      clockOffMs,
    })
    onTestFinished(() => client.dispose())
    await client.settled()
    const make = changesIn(office, scene.world)
    const first = await client.mutate(make.assign(office.apps[0]))
    await client.settled()

    client.network.fault(isWrite, { do: 'answer', status: 429, headers: { 'retry-after': '30' } }, 1)
    const second = await client.mutate(make.grant(office.apps[0]))
    await client.until('it was asked for patience', async () => (await client.outbox())[0]?.attempts === 1)
    await client.until('it waits again', async () => (await client.outbox())[0]?.state === 'waiting')
    expect(client.time.waiting()).toContain(30_000)
    await client.time.advance(30_000)
    await client.settled()
    expect(await actionsOf(scene, first)).toEqual(['application.assigned'])
    expect(await actionsOf(scene, second)).toEqual(['grant.added'])
    await client.close()
    await client.reopen({ fresh: null })
    await client.settled()
    expect(client.status()).toMatchObject({ state: 'synced' })
    await expectSameAsApi(scene, client)
  },
)
