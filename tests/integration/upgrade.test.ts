import { rm } from 'node:fs/promises'
import {
  type AccountApplication,
  type ApplicationId,
  type BootstrapLine,
  bootstrapLineSchema,
  type MutationId,
} from '@gatehouse/contract'
import Database from 'better-sqlite3-multiple-ciphers'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { accountApplications } from '../../src/replica/repositories/account-rows.ts'
import { grants } from '../../src/replica/repositories/grants.ts'
import { startClient } from './kit/client.ts'
import { expectConsistent, expectIntact, expectSameAsApi, withFile } from './kit/compare.ts'
import { actionsOf, changesIn, createOffice, login } from './kit/office.ts'
import { type Released, released, writeReleased } from './kit/released-replica.ts'
import { createScene, type Scene } from './kit/scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await createScene()
})
afterAll(() => scene.close())

function openRaw(file: string, key: Uint8Array): Database {
  const database = new Database(file)
  database.key(Buffer.from(`raw:${Buffer.from(key).toString('hex')}`))
  return database
}

function confirmedIn(lines: BootstrapLine[], applicationId: ApplicationId): AccountApplication {
  for (const line of lines) {
    if (line.type !== 'rows' || line.batch.entity !== 'accountApplication') continue
    const row = line.batch.rows.find((each) => each.applicationId === applicationId)
    if (row) return row
  }
  throw new Error('the application is not assigned')
}

async function withOldFile(version: Released) {
  const office = await createOffice(scene.world)
  const make = changesIn(office, scene.world)
  await scene.world.service(office.accountId)
  await office.admin.client.get('applications.assign', {
    params: { accountId: office.accountId },
    body: { applicationIds: [office.apps[0]], autoAssign: false },
  })
  await office.admin.client.get('grants.add', {
    params: {
      accountId: office.accountId,
      applicationId: office.apps[0],
      membershipId: office.member.membershipId,
    },
  })
  const client = await startClient(scene, await login(scene, office.admin), { inThread: false })
  onTestFinished(() => client.dispose())
  await client.settled()
  const lines: BootstrapLine[] = await office.admin.client.bootstrap()
  for (const line of lines) bootstrapLineSchema.parse(line)
  const { file, key } = await client.file()
  await client.close()
  for (const end of ['', '-wal', '-shm']) await rm(`${file}${end}`, { force: true })

  // Decided by the server already, though its answer never came.
  const lost = scene.world.id<MutationId>()
  const lostIntent = make.assign(office.apps[1])
  await office.admin.client.get(
    'applications.assign',
    {
      params: { accountId: office.accountId },
      body: { applicationIds: [office.apps[1]], autoAssign: false },
    },
    { key: lost },
  )
  // Agreed to, but not pulled yet: what it predicted stands in place of the confirmed row.
  const sent = scene.world.id<MutationId>()
  const assigned = confirmedIn(lines, office.apps[0])
  const { transaction } = await office.admin.client.get(
    'applications.setAutoAssign',
    {
      params: { accountId: office.accountId, applicationId: office.apps[0] },
      body: { autoAssign: true, onDisable: 'keep' },
    },
    { key: sent },
  )
  const granted = {
    accountId: office.accountId,
    applicationId: office.apps[0],
    membershipId: office.colleague.membershipId,
    grantedAt: assigned.assignedAt,
  }
  const [waiting, refused] = [scene.world.id<MutationId>(), scene.world.id<MutationId>()]
  const database = openRaw(file, key)
  writeReleased(database, version, lines, [
    { mutationId: lost, intent: lostIntent, state: 'sending' },
    {
      mutationId: sent,
      intent: make.autoAssign(office.apps[0], true, 'keep'),
      state: 'sent',
      transaction,
      overlays: [
        {
          entity: 'accountApplication',
          key: office.apps[0],
          confirmed: assigned,
          row: { ...assigned, autoAssign: true },
        },
      ],
    },
    {
      mutationId: waiting,
      intent: make.grant(office.apps[0], office.colleague.membershipId),
      state: 'waiting',
      overlays: [
        {
          entity: 'grant',
          key: `${office.colleague.membershipId}/${office.apps[0]}`,
          confirmed: null,
          row: granted,
        },
      ],
    },
    { mutationId: refused, intent: make.revoke(office.apps[0]), state: 'refused' },
  ])
  database.close()
  return { office, client, lost, sent, waiting, refused }
}

test.for(released)(
  'a replica of schema %i opens, shows everything offline, and syncs on with nothing lost or twice',
  async (version) => {
    const { office, client, lost, sent, waiting, refused } = await withOldFile(version)
    await client.network.down()
    await client.reopen()
    expect((await client.outbox()).map(({ mutationId, state }) => [mutationId, state])).toEqual([
      [lost, 'waiting'],
      [sent, 'sent'],
      [waiting, 'waiting'],
      [refused, 'refused'],
    ])
    expect(await client.read('users.list', { accountId: office.accountId })).toMatchObject({
      ok: true,
      value: { length: 3 },
    })
    const { accountId, apps, colleague } = office
    const key = `${colleague.membershipId}/${apps[0]}`
    await withFile(client, (sql) => {
      expect(accountApplications.get(sql, accountId, apps[0])?.autoAssign).toBe(true)
      expect(grants.get(sql, accountId, ...key.split('/'))).not.toBeNull()
      const shadows = sql.all<{ key: string; confirmed: string | null }>('select key, confirmed from shadow')
      const kept = new Map(shadows.map((row) => [row.key, row.confirmed && JSON.parse(row.confirmed)]))
      expect(kept.get(apps[0]), 'the confirmed row is kept beside it').toMatchObject({ autoAssign: false })
      expect(kept.get(key)).toBeNull()
      expectConsistent(sql)
      expectIntact(sql)
    })

    const agreed = await actionsOf(scene, sent)
    expect(agreed).toHaveLength(1)
    await client.network.up()
    await client.workspace().engine.now()
    await client.workspace().discard(refused)
    await client.workspace().engine.now()
    await client.settled()
    expect(await actionsOf(scene, lost)).toEqual(['application.assigned'])
    expect(await actionsOf(scene, sent)).toEqual(agreed)
    expect(await actionsOf(scene, waiting)).toEqual(['grant.added'])
    expect(await actionsOf(scene, refused)).toEqual([])
    await expectSameAsApi(scene, client)
  },
)

test('a replica that a newer Gatehouse made says so, and stays as it is', async () => {
  const { client } = await withOldFile(2)
  const { file, key } = await client.file()
  const newer = openRaw(file, key)
  newer.pragma('user_version = 9999')
  newer.close()
  await expect(client.reopen()).rejects.toThrow('newer version of Gatehouse')
  const untouched = openRaw(file, key)
  expect(untouched.pragma('user_version', { simple: true })).toBe(9999)
  expect(untouched.prepare('select count(*) as n from outbox').all()).toEqual([{ n: 4 }])
  untouched.close()
})
