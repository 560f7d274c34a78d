import type { MutationId } from '@gatehouse/contract'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startNode } from '../../server/src/testing/node.ts'
import type { Client } from './kit/client.ts'
import { expectSameAsApi } from './kit/compare.ts'
import { isWrite } from './kit/faulty-proxy.ts'
import { actionsOf, changesIn, clientOf, createOffice } from './kit/office.ts'
import { createScene, type Scene } from './kit/scene.ts'
import { settle } from './kit/stage.ts'

let scene: Scene
beforeAll(async () => {
  scene = await createScene()
})
afterAll(() => scene.close())

test('a node that is killed under two clients at work: they go on at the other one, and each change counts once', async () => {
  const office = await createOffice(scene.world)
  const make = changesIn(office, scene.world)
  const clients: [Client, Client] = [
    await clientOf(scene, office.admin, { inThread: false }),
    await clientOf(scene, office.colleague, { inThread: false }),
  ]
  const doomed = await startNode({ DATABASE_URL: scene.world.config.connectionString })
  onTestFinished(async () => {
    doomed.process.kill('SIGKILL')
    await doomed.exited
  })
  for (const { network } of clients) {
    await network.down()
    network.turnTo(doomed.url)
    await network.up()
  }
  // The third write of one client takes the node with it: some are done there, one is on its way, others wait.
  let writes = 0
  const [first] = clients
  onTestFinished(
    first.network.watch((request) => {
      if (isWrite(request)) writes += 1
      if (writes === 3) doomed.process.kill('SIGKILL')
    }),
  )
  const queued: MutationId[] = []
  for (let n = 0; n < 8; n += 1) {
    for (const [who, client] of clients.entries()) {
      queued.push(await client.mutate(make.invite(`guest-${who}-${n}@example.com`)))
    }
  }
  expect(await doomed.exited).toMatchObject({ signal: 'SIGKILL' })
  for (const { network } of clients) network.turnTo(scene.server.address)

  const refused = new Map()
  for (const client of clients) await settle(refused, client)
  expect(refused.size, 'nobody was refused anything').toBe(0)
  for (const id of queued) expect(await actionsOf(scene, id), id).toEqual(['invitation.sent'])
  for (const client of clients) {
    await client.settled()
    await expectSameAsApi(scene, client)
  }
})

test('a refused change in the middle of a queue: what doesn’t need it is done, what does waits for its user', async () => {
  const office = await createOffice(scene.world)
  const elsewhere = await createOffice(scene.world, { admin: office.admin })
  const client = await clientOf(scene, office.admin, { inThread: false })
  const make = changesIn(office, scene.world)
  await client.mutate(make.assign(office.apps[0]))
  await client.settled()
  await client.network.down()
  const before = await client.mutate(make.assign(office.apps[1]))
  const impossible = await client.mutate(make.grant(office.apps[0]))
  const behind = await client.mutate(make.invite('behind@example.com'))
  const beside = await client.mutate(changesIn(elsewhere, scene.world).invite('beside@example.com'))
  await office.colleague.client.get('applications.unassign', {
    params: { accountId: office.accountId, applicationId: office.apps[0] },
  })

  await client.network.up()
  await client.workspace().engine.now()
  await client.until('one is refused', () => client.status().attention === 1)
  await client.until('the others are done', () => client.status().waiting === 0)
  expect(await client.outbox()).toMatchObject([{ mutationId: impossible, state: 'refused' }])
  for (const id of [before, behind, beside]) expect(await actionsOf(scene, id)).toHaveLength(1)
  await client.workspace().discard(impossible)
  await client.settled()
  await expectSameAsApi(scene, client)
})
