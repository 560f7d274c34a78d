import type { MutationId } from '@gatehouse/contract'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Client } from './kit/client.ts'
import { expectSameAsApi } from './kit/compare.ts'
import { isWrite } from './kit/faulty-proxy.ts'
import { actionsOf, assignedIn, changesIn, clientOf, createOffice } from './kit/office.ts'
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

const keysSent = ({ network }: Client) => network.seen.filter(isWrite).map(({ key }) => key)

async function stateOf(client: Client, mutationId: MutationId): Promise<string> {
  return (await client.outbox()).find((item) => item.mutationId === mutationId)?.state ?? 'done'
}

test('a change made while the server is away waits, outlives the client’s restart, and is applied once', async () => {
  const { office, client, make } = await atWork()
  onTestFinished(() => scene.startServer())
  await scene.stopServer()
  const change = await client.mutate(make.assign(office.apps[0]))
  await client.offlineWith(1)
  expect(client.status()).toMatchObject({ state: 'offline', waiting: 1, attention: 0 })
  await client.close()

  await client.reopen()
  // A start tries to send it, so it may be on its way for a moment.
  await client.until('it waits again', async () => (await stateOf(client, change)) === 'waiting')
  expect(await client.outbox()).toHaveLength(1)
  expect(
    await client.read('applications.list', { accountId: office.accountId, type: 'application' }),
  ).toEqual({
    ok: true,
    value: [expect.objectContaining({ id: office.apps[0], waiting: true })],
  })

  await scene.startServer()
  await client.workspace().engine.now()
  await client.settled()
  expect(await client.outbox()).toEqual([])
  expect(await assignedIn(scene, office)).toEqual([office.apps[0]])
  expect(await actionsOf(scene, change)).toEqual(['application.assigned'])
  await expectSameAsApi(scene, client)
})

test('a client that is killed while a change is on its way sends it again, and it counts once', async () => {
  const { office, client, make } = await atWork()
  const gate = Promise.withResolvers<void>()
  client.network.fault(isWrite, { do: 'hold', until: gate.promise }, 1)
  const change = await client.mutate(make.assign(office.apps[0]))
  await client.until('it is on its way', async () => (await stateOf(client, change)) === 'sending')
  await client.crash()
  gate.resolve()

  await client.reopen()
  await client.settled()
  expect(new Set(keysSent(client))).toEqual(new Set([change]))
  expect(await actionsOf(scene, change)).toEqual(['application.assigned'])
  await expectSameAsApi(scene, client)
})

test.for(['cut after', 'cut before', 'send twice'] as const)(
  'a change whose request was hit by "%s" counts once',
  async (fault) => {
    const { office, client, make } = await atWork()
    client.network.fault(isWrite, { do: fault }, 1)
    const change = await client.mutate(make.assign(office.apps[0], office.apps[1]))
    if (fault !== 'send twice') {
      await client.offlineWith(1)
      expect(await actionsOf(scene, change)).toHaveLength(fault === 'cut after' ? 2 : 0)
      await client.workspace().engine.now()
    }
    await client.settled()
    expect(keysSent(client)).toEqual(fault === 'send twice' ? [change] : [change, change])
    expect(await actionsOf(scene, change)).toEqual(['application.assigned', 'application.assigned'])
    await expectSameAsApi(scene, client)
  },
)

test('an answer that breaks off half-way leaves the change waiting, and sent again it counts once', async () => {
  const { office, client, make } = await atWork()
  client.network.fault(isWrite, { do: 'half', bytes: 20 }, 1)
  const change = await client.mutate(make.assign(office.apps[0]))
  await client.offlineWith(1)
  expect(await stateOf(client, change)).toBe('waiting')
  await client.workspace().engine.now()
  await client.settled()
  expect(await actionsOf(scene, change)).toEqual(['application.assigned'])
})

test('what was done offline in an account arrives in the order in which it was done', async () => {
  const { office, client, make } = await atWork()
  await client.network.down()
  const [app] = office.apps
  const changes: MutationId[] = []
  for (const intent of [
    make.assign(app),
    make.grant(app),
    make.revoke(app),
    make.invite('new@example.com'),
  ]) {
    changes.push(await client.mutate(intent))
  }
  await client.network.up()
  await client.workspace().engine.now()
  await client.settled()
  expect(keysSent(client)).toEqual(changes)
  expect(await Promise.all(changes.map((change) => actionsOf(scene, change)))).toEqual([
    ['application.assigned'],
    ['grant.added'],
    ['grant.removed'],
    ['invitation.sent'],
  ])
  await expectSameAsApi(scene, client)
})

test('a refused change holds up none of the others and carries the server’s reason', async () => {
  const { office, client, make } = await atWork()
  await client.network.down()
  const before = await client.mutate(make.assign(office.apps[0]))
  const refused = await client.mutate(make.invite('twice@example.com'))
  const after = await client.mutate(make.grant(office.apps[0]))
  const invitation = make.invite('twice@example.com')
  if (invitation.name !== 'invitations.create') throw new Error('not an invitation')
  const { accountId, ...body } = invitation.args
  await office.colleague.client.get('invitations.create', { params: { accountId }, body })

  await client.network.up()
  await client.workspace().engine.now()
  await client.until('only the refused one is left', async () => (await client.outbox()).length === 1)
  expect(await client.outbox()).toMatchObject([
    { mutationId: refused, state: 'refused', problem: { code: 'already_invited', status: 409 } },
  ])
  expect(client.status()).toMatchObject({ state: 'attention', waiting: 0, attention: 1 })
  expect(await actionsOf(scene, before)).toEqual(['application.assigned'])
  expect(await actionsOf(scene, refused)).toEqual([])
  expect(await actionsOf(scene, after)).toEqual(['grant.added'])
  await expectSameAsApi(scene, client)
})

test('after the database was brought back from a copy, everything is fetched anew and the outbox is sent', async () => {
  const { office, client, make } = await atWork()
  const { db } = scene.world
  // The server agreed, and no pull has told the client yet.
  client.network.fault(({ path }) => path.startsWith('/v1/sync/changes'), { do: 'cut before' })
  const agreed = await client.mutate(make.assign(office.apps[0]))
  await client.until('it is agreed', async () => (await stateOf(client, agreed)) === 'sent')
  await client.network.down()
  const waiting = await client.mutate(make.assign(office.apps[1]))

  // The copy was made before the first of them.
  await db.deleteFrom('account_application').where('account_id', '=', office.accountId).execute()
  await db.deleteFrom('activity').where('mutation_id', '=', agreed).execute()
  await db.deleteFrom('idempotency_key').where('key', '=', agreed).execute()
  await scene.newEpoch()

  client.network.heal()
  await client.network.up()
  await client.workspace().engine.now()
  await client.settled()
  expect(await client.outbox()).toEqual([])
  expect(await actionsOf(scene, agreed)).toEqual(['application.assigned'])
  expect(await actionsOf(scene, waiting)).toEqual(['application.assigned'])
  expect(client.network.seen.filter(({ path }) => path.startsWith('/v1/sync/bootstrap'))).toHaveLength(2)
  await expectSameAsApi(scene, client)
})
