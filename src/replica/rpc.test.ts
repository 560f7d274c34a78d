import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startReplica } from './index.ts'
import * as i from './testing/intents.ts'
import { newKey, temporaryFolder } from './testing/temporary.ts'
import * as w from './testing/world.ts'

// Starting a thread takes its time where the machine is busy.
vi.setConfig({ testTimeout: 60_000 })

const script = new URL('./worker.ts', import.meta.url)

function start() {
  const crashes: Error[] = []
  const replica = startReplica(script, { onCrash: (error) => crashes.push(error) })
  onTestFinished(() => replica.close())
  return { replica, crashes }
}

test('a thread of its own opens, fills, changes and reads a replica', async () => {
  const { replica, crashes } = start()
  const file = join(temporaryFolder(), 'replica.db')
  const opened = await replica.open({ file, key: newKey() })
  expect(opened).toEqual({
    ok: true,
    value: {
      cursor: null,
      cutBootstrap: null,
      usable: false,
      syncedAt: null,
      waiting: 0,
      attention: 0,
      snapshotsDue: [],
    },
  })
  await replica.applyBootstrap(w.bootstrap(), w.now)
  const queued = await replica.enqueue(w.mutationId(1), i.assign(w.portal), w.now)
  expect(queued).toMatchObject({ ok: true, value: { accountIds: [w.acme] } })
  await replica.moveOutbox(w.mutationId(1), { to: 'sending' }, w.now)
  await replica.moveOutbox(w.mutationId(1), { to: 'sent', transaction: '150' }, w.now)
  expect(await replica.outgoing()).toEqual([])
  const { touched, myInvitationsDue } = await replica.applyPage(w.page(151), w.now)
  expect(touched.tables).toContain('outbox')
  expect(myInvitationsDue).toBe(false)
  expect(await replica.read('users.list', { accountId: w.acme }, w.now)).toMatchObject({ ok: true })
  expect(await replica.read('users.list', { accountId: w.unknownAccount }, w.now)).toMatchObject({
    ok: false,
    error: { code: 'not_found' },
  })
  expect((await replica.undo(w.mutationId(1), w.now)).undone).toBe(false)
  await replica.retry(w.mutationId(1), w.mutationId(2), w.now)
  await replica.discard(w.mutationId(1), w.now)
  await replica.setMyInvitations([])
  await replica.applySnapshot(w.acme, null, w.now)
  expect(await replica.state()).toMatchObject({ cursor: w.cursor(151), usable: true })
  await replica.close()
  expect(crashes).toEqual([])
  expect(readdirSync(join(file, '..')), 'the log is folded in').toEqual(['replica.db'])
  expect(readFileSync(file).includes('Borealis')).toBe(false)
})

test('answers come in the order of the calls', async () => {
  const { replica } = start()
  const order: string[] = []
  const file = join(temporaryFolder(), 'replica.db')
  await Promise.all([
    replica.open({ file, key: newKey() }).then(() => order.push('open')),
    replica.applyBootstrap(w.bootstrap(), w.now).then(() => order.push('bootstrap')),
    replica.state().then(() => order.push('state')),
  ])
  expect(order).toEqual(['open', 'bootstrap', 'state'])
})

test('a bug rejects its own call alone', async () => {
  const { replica, crashes } = start()
  await expect(replica.state()).rejects.toThrow('the replica is not open')
  const opened = await replica.open({ file: join(temporaryFolder(), 'replica.db'), key: newKey() })
  expect(opened.ok).toBe(true)
  expect(crashes).toEqual([])
})

test('closing twice is one closing, and nothing is answered after it', async () => {
  const { replica, crashes } = start()
  await Promise.all([replica.close(), replica.close()])
  await expect(replica.state()).rejects.toThrow('the replica is closed')
  expect(crashes).toEqual([])
})

test('a thread that ends by itself rejects what was asked and is reported once', async () => {
  const crashes: string[] = []
  const replica = startReplica(
    () =>
      new Worker(`require('node:worker_threads').parentPort.once('message', () => process.exit(3))`, {
        eval: true,
      }),
    { onCrash: ({ message }) => crashes.push(message) },
  )
  const calls = await Promise.allSettled([replica.state(), replica.outgoing()])
  expect(calls.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await expect(replica.state()).rejects.toThrow('ended with code 3')
  expect(crashes).toEqual(["the replica's thread ended with code 3"])
  await replica.close()
})

test('an error that nobody catches in the thread is reported with its reason', async () => {
  const { promise, resolve } = Promise.withResolvers<Error>()
  const replica = startReplica(() => new Worker(`throw new Error('no such library')`, { eval: true }), {
    onCrash: resolve,
  })
  await expect(replica.state()).rejects.toThrow('no such library')
  expect((await promise).message).toBe('no such library')
})
