import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ok, type Problem, userIdSchema } from '@gatehouse/contract'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startReplica } from '../../replica/index.ts'
import * as i from '../../replica/testing/intents.ts'
import * as w from '../../replica/testing/world.ts'
import { type Keychain, silentLogger } from '../ports.ts'
import { fakeTime } from '../testing/fake-time.ts'
import { openReplica } from './open-replica.ts'
import { createReplicaFiles } from './replica-files.ts'

// Two threads start for each opening.
vi.setConfig({ testTimeout: 120_000 })

const worker = new URL('../../replica/worker.ts', import.meta.url)
const keychain: Keychain = {
  protection: async () => 'protected',
  wrap: async (text) => ok(Buffer.from(text)),
  unwrap: async (wrapped) => ok({ text: wrapped.toString(), rewrap: false }),
}
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-open-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const userId = userIdSchema.parse('0199f3a2-7b1c-7c3d-8e4f-5a6b7c8d9e0f')
const { clock } = fakeTime()
const files = () =>
  createReplicaFiles({ folder, keychain, clock, log: silentLogger }, 'https://gate.example.com', userId)

async function opened() {
  const crashed = Promise.withResolvers<void>()
  const result = await openReplica(
    {
      log: silentLogger,
      clock,
      startReplica: (onCrash, onUnusable: (problem: Problem) => void) =>
        startReplica(worker, { onCrash, onUnusable }),
    },
    { crashed: crashed.resolve },
    files(),
  )
  if (!result.ok) throw new Error(result.error.detail)
  const { replica } = result.value
  const queue = async () => {
    const items = await replica.read('outbox.list', {}, w.now)
    return items.ok ? items.value.map(({ mutationId }) => mutationId) : items.error.state
  }
  return { ...result.value, crashed: crashed.promise, queue }
}

const file = () => {
  const name = readdirSync(folder).find((entry) => /^[0-9a-f]+\.db$/.test(entry)) ?? ''
  return join(folder, name)
}

async function withChanges(count: number): Promise<void> {
  const { replica } = await opened()
  await replica.applyBootstrap(w.text(w.bootstrap()), w.now)
  for (let n = 1; n <= count; n += 1)
    await replica.enqueue(w.mutationId(n), i.invite(w.uuid(5, 100 + n), `guest${n}@guest.example`), w.now)
  await replica.close()
}

test('a copy whose beginning is damaged is set aside, and nothing that waits is lost', async () => {
  await withChanges(3)
  const bytes = readFileSync(file())
  bytes.fill(1, 30, 60)
  writeFileSync(file(), bytes)
  const { replica, lost, queue } = await opened()
  expect(lost).toBe(true)
  expect(await queue()).toEqual([1, 2, 3].map(w.mutationId))
  expect(await replica.read('offline.recovery', {}, w.now)).toMatchObject({
    value: { recovery: { why: 'damaged', doubtful: 3, lost: 0 } },
  })
  await replica.close()
  expect(readdirSync(folder).filter((name) => name.includes('.aside-') && name.endsWith('.db'))).toHaveLength(
    1,
  )
  const again = await opened()
  expect(again.lost, 'once is enough').toBe(false)
  expect(await again.queue()).toHaveLength(3)
  await again.replica.close()
})

test('damage that shows while it is in use closes it, and the next opening takes everything over', async () => {
  await withChanges(4)
  const first = await opened()
  await first.replica.close()
  const bytes = readFileSync(file())
  // Behind what an opening reads: the rows of accounts.
  for (let page = 10; page < bytes.length / 4096; page += 3) bytes.fill(9, page * 4096 + 50, page * 4096 + 90)
  writeFileSync(file(), bytes)
  const second = await opened()
  const checked = second.lost ? null : await second.replica.check(w.now)
  if (checked) {
    expect(checked).toMatchObject({ ok: false, error: { state: 'damaged' } })
    await second.crashed
  }
  await second.replica.close()
  const third = await opened()
  expect(await third.queue()).toEqual([1, 2, 3, 4].map(w.mutationId))
  expect(third.state.cursor).toBeNull()
  await third.replica.close()
})

test('a folder that is removed while it is open comes back with its key', async () => {
  await withChanges(2)
  const { replica, crashed } = await opened()
  rmSync(folder, { recursive: true })
  const refused = await replica.enqueue(w.mutationId(9), i.assign(w.portal), w.now)
  expect(refused).toMatchObject({ ok: false, error: { state: 'moved' } })
  await crashed
  await replica.close()
  const again = await opened()
  expect(again.lost).toBe(false)
  expect(await again.queue()).toEqual([1, 2].map(w.mutationId))
  await again.replica.close()
})

test('wiped by the user it begins anew with their choices, and nothing of the old file stays', async () => {
  await withChanges(2)
  const { replica } = await opened()
  await replica.keep(w.cumulus, false)
  const before = readFileSync(file())
  await replica.forgetQueue()
  await files().condemn('wiped')
  await replica.close()
  const again = await opened()
  expect(await again.queue()).toEqual([])
  expect(await again.replica.read('offline.recovery', {}, w.now)).toMatchObject({ value: { recovery: null } })
  await again.replica.applyBootstrap(w.text(w.bootstrap()), w.now)
  expect(await again.replica.read('offline.summary', {}, w.now)).toMatchObject({ value: { accountsKept: 3 } })
  await again.replica.close()
  expect(
    readdirSync(folder)
      .map((name) => name.split('.').slice(1).join('.'))
      .sort(),
  ).toEqual(['db', 'key'])
  expect(readFileSync(file()).subarray(0, 4096).equals(before.subarray(0, 4096))).toBe(false)
  await files().wipe()
  expect(readdirSync(folder)).toEqual([])
})
