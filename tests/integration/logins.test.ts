import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ok } from '@gatehouse/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { install } from './kit/installation.ts'
import { actionsOf, assignedIn, changesIn, createOffice } from './kit/office.ts'
import { createScene, type Scene } from './kit/scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await createScene()
})
afterAll(() => scene.close())

test('two people on one computer: what waits in the one that was left is sent when it is opened again', async () => {
  const office = await createOffice(scene.world)
  const machine = await install(scene)
  await machine.session.start()
  await machine.signIn(office.admin)
  await machine.synced()
  await machine.signIn(office.colleague)
  await machine.synced()
  const colleague = machine.workspace().principal()
  expect(colleague.userId).toBe(office.colleague.id)

  machine.network.isUp = false
  const made = await machine.workspace().mutate(changesIn(office, scene.world).assign(office.apps[0]))
  if (!made.ok) throw new Error(made.error.code)
  await machine.offlineWith(1)
  expect(await machine.session.switchTo(machine.idOf(office.admin))).toEqual(ok({}))
  expect(await machine.workspace().unsent(), 'each has an outbox of their own').toBe(0)

  // Locked and unlocked in between, still without a connection.
  machine.session.lock('screen')
  expect(await machine.session.unlock('keychain')).toEqual(ok({}))
  expect(await actionsOf(scene, made.value.mutationId)).toEqual([])

  machine.network.isUp = true
  expect(await machine.session.switchTo(machine.idOf(office.colleague))).toEqual(ok({}))
  await machine.synced()
  expect(await actionsOf(scene, made.value.mutationId)).toEqual(['application.assigned'])
  expect(await assignedIn(scene, office)).toContain(office.apps[0])
})

test('signing one out leaves nothing of it on the disk, and the other can still work', async () => {
  const office = await createOffice(scene.world)
  const machine = await install(scene)
  await machine.session.start()
  await machine.signIn(office.admin)
  await machine.synced()
  await machine.signIn(office.colleague)
  await machine.synced()
  expect(await machine.session.signOut({ discardUnsent: false })).toEqual(ok({}))
  await machine.synced()
  expect(machine.workspace().principal().userId).toBe(office.admin.id)

  const gone = machine.idOf(office.colleague)
  for (const name of ['session', 'replica']) {
    const files = await readdir(join(machine.folder, name))
    expect(files.filter((file) => file.startsWith(gone))).toEqual([])
  }
  expect(await readFile(join(machine.folder, 'settings.json'), 'utf8')).not.toContain(gone)

  machine.session.lock('by-hand')
  await machine.session.stop()
  const replica = join(machine.folder, 'replica')
  for (const file of await readdir(replica)) {
    const content = await readFile(join(replica, file), 'latin1')
    expect(content, file).not.toContain(office.admin.email)
  }
})
