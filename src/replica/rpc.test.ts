import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openDatabase } from './database.ts'
import { type ReplicaNote, startReplica } from './index.ts'
import * as i from './testing/intents.ts'
import { done, newKey, temporaryFolder } from './testing/temporary.ts'
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
      loadingStopped: false,
      usable: false,
      syncedAt: null,
      waiting: 0,
      attention: 0,
      snapshotsDue: [],
    },
  })
  await replica.applyBootstrap(w.text(w.bootstrap()), w.now)
  const queued = await replica.enqueue(w.mutationId(1), i.assign(w.portal), w.now)
  expect(queued).toMatchObject({ ok: true, value: { accountIds: [w.acme] } })
  await replica.moveOutbox(w.mutationId(1), { to: 'sending' }, w.now)
  await replica.moveOutbox(w.mutationId(1), { to: 'sent', transaction: '150' }, w.now)
  expect(await replica.outgoing()).toEqual([])
  const { touched, myInvitationsDue } = done(await replica.applyPage(w.text(w.page(151)), w.now))
  expect(touched.tables).toContain('outbox')
  expect(myInvitationsDue).toBe(false)
  expect(await replica.read('users.list', { accountId: w.acme }, w.now)).toMatchObject({ ok: true })
  expect(await replica.read('users.list', { accountId: w.unknownAccount }, w.now)).toMatchObject({
    ok: false,
    error: { code: 'not_found' },
  })
  expect((await replica.undo(w.mutationId(1), w.now)).undone).toBe(false)
  await replica.retry(w.mutationId(1), w.mutationId(2), w.now)
  await replica.discard(w.mutationId(1), 'release', w.now)
  await replica.setMyInvitations([], w.now)
  await replica.applySnapshot(w.acme, null, w.now)
  expect(await replica.state()).toMatchObject({ cursor: w.cursor(151), usable: true })
  await replica.close()
  expect(crashes).toEqual([])
  expect(readdirSync(join(file, '..')), 'the log is folded in').toEqual(['replica.db'])
  expect(readFileSync(file).includes('Borealis')).toBe(false)
})

test('what writes is answered in the order of the calls', async () => {
  const { replica } = start()
  const order: string[] = []
  const file = join(temporaryFolder(), 'replica.db')
  await replica.open({ file, key: newKey() })
  await Promise.all([
    replica.applyBootstrap(w.text(w.bootstrap()), w.now).then(() => order.push('bootstrap')),
    replica.enqueue(w.mutationId(1), i.assign(w.portal), w.now).then(() => order.push('enqueue')),
    replica.state().then(() => order.push('state')),
  ])
  expect(order).toEqual(['bootstrap', 'enqueue', 'state'])
})

test('a query waits for the file to be open, and sees every write that was answered before it', async () => {
  const { replica } = start()
  const early = await Promise.all([
    replica.open({ file: join(temporaryFolder(), 'replica.db'), key: newKey() }),
    replica.read('accounts.list', {}, w.now),
  ])
  expect(early[1]).toEqual({ ok: true, value: [] })
  await replica.applyBootstrap(w.text(w.bootstrap()), w.now)
  for (let n = 1; n <= 25; n += 1) {
    const intent = i.invite(w.uuid(5, 100 + n), `guest${n}@guest.example`)
    expect(await replica.enqueue(w.mutationId(n), intent, w.now)).toMatchObject({ ok: true })
    const seen = await replica.read('outbox.list', {}, w.now)
    expect(seen.ok && seen.value.length).toBe(n)
  }
})

test('queries are answered while the writer is at work, as things were before it', async () => {
  const { replica } = start()
  const file = join(temporaryFolder(), 'replica.db')
  const key = newKey()
  await replica.open({ file, key: key.slice() })
  await replica.applyBootstrap(w.text(w.bootstrap()), w.now)
  const order: string[] = []
  // Whoever holds the file keeps the writer in the middle of its work for as long as the test wants.
  const holder = openDatabase(file, key)
  if (!holder.ok) throw new Error(holder.error.detail)
  onTestFinished(() => holder.value.close())
  holder.value.run('begin immediate')
  const loading = replica.applySnapshot(w.acme, null, w.now).then(() => order.push('the account is gone'))
  for (const name of ['users.list', 'services.list', 'activity.list'] as const) {
    const seen = await replica.read(name, { accountId: w.acme }, w.now)
    expect(seen, name).toMatchObject({ ok: true })
    order.push(name)
  }
  holder.value.run('rollback')
  await loading
  expect(order).toEqual(['users.list', 'services.list', 'activity.list', 'the account is gone'])
  expect(await replica.read('users.list', { accountId: w.acme }, w.now)).toMatchObject({
    ok: false,
    error: { code: 'not_found' },
  })
})

test('the end of the reader ends the whole replica, and the file is left in good order', async () => {
  const crashes: string[] = []
  const replica = startReplica(
    (role) =>
      role === 'writer'
        ? new Worker(script, { workerData: { role } })
        : new Worker(`require('node:worker_threads').parentPort.once('message', () => process.exit(3))`, {
            eval: true,
          }),
    { onCrash: ({ message }) => crashes.push(message) },
  )
  const file = join(temporaryFolder(), 'replica.db')
  await expect(replica.open({ file, key: newKey() })).rejects.toThrow('ended with code 3')
  await expect(replica.state()).rejects.toThrow('ended with code 3')
  await expect(replica.read('accounts.list', {}, w.now)).rejects.toThrow('ended with code 3')
  expect(crashes).toEqual(["the replica's thread ended with code 3"])
  await replica.close()
  expect(readdirSync(join(file, '..')), 'the writer has closed its file').toEqual(['replica.db'])
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

test('a bug in a thread is noted for the log with where it was, and without what it was about', async () => {
  const notes: ReplicaNote[] = []
  const replica = startReplica(script, { onNote: (note) => notes.push(note) })
  onTestFinished(() => replica.close())
  const file = join(temporaryFolder(), 'replica.db')
  await replica.open({ file, key: newKey() })
  const secret = 'ana@example.com'
  // No JSON is made of such a number.
  await expect(replica.keepSearches([{ secret, at: 1n }] as never)).rejects.toThrow()
  // On a busy machine it is also noted that something took long.
  const errors = notes.filter(({ level }) => level === 'error')
  expect(errors).toHaveLength(1)
  expect(errors[0]).toMatchObject({
    level: 'error',
    message: 'a method of the replica failed',
    facts: { role: 'writer', method: 'keepSearches', at: expect.stringContaining('at ') },
  })
  expect(JSON.stringify(notes)).not.toContain(secret)
})
