import { copyFileSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type Problem, problem } from '@gatehouse/contract'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openDatabase } from './database.ts'
import { createEngine } from './engine.ts'
import { startReplica } from './index.ts'
import { migrations } from './migrations/index.ts'
import * as i from './testing/intents.ts'
import { done, newKey, temporaryFolder } from './testing/temporary.ts'
import * as w from './testing/world.ts'

// Starting a thread takes its time where the machine is busy.
vi.setConfig({ testTimeout: 60_000 })

const script = new URL('./worker.ts', import.meta.url)

/** A replica, and the threads that it has begun. */
function start() {
  const begun: string[] = []
  const crashes: Error[] = []
  const replica = startReplica(
    (role) => {
      begun.push(role)
      return new Worker(script, { workerData: { role } })
    },
    { onCrash: (error) => crashes.push(error) },
  )
  onTestFinished(() => replica.close())
  return { replica, begun, crashes }
}

/** A file with rows and a change that waits, closed in good order. */
function left(): { file: string; key: Uint8Array } {
  const file = join(temporaryFolder(), 'replica.db')
  const key = newKey()
  const engine = createEngine()
  engine.open({ file, key: key.slice() })
  engine.applyBootstrap(w.text(w.bootstrap()), w.now)
  engine.enqueue(w.mutationId(1), i.assign(w.portal), w.now)
  engine.close()
  return { file, key }
}

test('what was closed in good order is shown before there is a writer', async () => {
  const { file, key } = left()
  const { replica, begun, crashes } = start()
  expect(await replica.open({ file, key })).toMatchObject({ ok: true, value: { usable: true, waiting: 1 } })
  expect(await replica.state()).toMatchObject({ usable: true, waiting: 1 })
  expect(await replica.read('accounts.get', { accountId: w.acme }, w.now)).toMatchObject({ ok: true })
  expect(begun).toEqual(['reader'])
  await replica.close()
  expect(readdirSync(join(file, '..'))).toEqual(['replica.db'])
  expect(crashes).toEqual([])
})

test('the first call that writes begins the writer, and what is asked after it sees what was written', async () => {
  const { file, key } = left()
  const { replica, begun } = start()
  const buffer = Buffer.from(key)
  await replica.open({ file, key: buffer })
  buffer.fill(0)
  const [queued, sending] = await Promise.all([
    replica.enqueue(w.mutationId(2), i.assign(w.wiki), w.now),
    replica.outgoing(),
  ])
  expect(begun).toEqual(['reader', 'writer'])
  expect(queued).toMatchObject({ ok: true })
  expect(sending.map(({ mutationId }) => mutationId)).toEqual([w.mutationId(1)])
  expect(await replica.state()).toMatchObject({ waiting: 2 })
  const outbox = await replica.read('outbox.list', {}, w.now)
  expect(outbox.ok && outbox.value.length).toBe(2)
})

test('the log that the reader began does not count as that of a program that was killed', async () => {
  const { file, key } = left()
  const checkedBefore = { checkedAt: w.now.toISOString() }
  const { replica } = start()
  await replica.open({ file, key: key.slice() })
  await replica.check(w.now)
  await replica.close()
  const next = start().replica
  await next.open({ file, key })
  await next.outgoing()
  expect(await next.read('offline.summary', {}, w.now)).toMatchObject({ ok: true, value: checkedBefore })
})

test('where a program was killed the writer comes first, and sends again what was half sent', async () => {
  const { file, key } = left()
  const killed = join(temporaryFolder(), 'killed.db')
  const before = start()
  await before.replica.open({ file, key: key.slice() })
  await before.replica.moveOutbox(w.mutationId(1), { to: 'sending' }, w.now)
  for (const end of ['', '-wal']) copyFileSync(file + end, killed + end)
  await before.replica.close()

  const { replica, begun } = start()
  expect(await replica.open({ file: killed, key })).toMatchObject({ ok: true })
  expect(begun).toEqual(['reader', 'writer'])
  expect((await replica.outgoing()).map(({ mutationId }) => mutationId)).toEqual([w.mutationId(1)])
})

test('with something half sent the writer comes first, however the file was closed', async () => {
  const { file, key } = left()
  const before = start()
  await before.replica.open({ file, key: key.slice() })
  await before.replica.moveOutbox(w.mutationId(1), { to: 'sending' }, w.now)
  await before.replica.close()
  const { replica, begun } = start()
  await replica.open({ file, key })
  expect(begun).toEqual(['reader', 'writer'])
  expect((await replica.outgoing()).map(({ mutationId }) => mutationId)).toEqual([w.mutationId(1)])
})

test.each([
  ['of an older schema is brought up to date', 1, { ok: true }],
  [
    'of a newer program is refused',
    999,
    { ok: false, error: { code: 'replica_unavailable', state: 'newer' } },
  ],
])('a file %s by the writer', async (_name, version, answer) => {
  const file = join(temporaryFolder(), 'replica.db')
  const key = newKey()
  const sql = done(openDatabase(file, key, version === 1 ? migrations.slice(0, 1) : migrations))
  sql.run(`pragma user_version = ${version}`)
  sql.close()
  const { replica, begun } = start()
  expect(await replica.open({ file, key })).toMatchObject(answer)
  expect(begun).toEqual(['reader', 'writer'])
  if (version === 999) expect(existsSync(`${file}-wal`), 'nothing was left beside it').toBe(false)
})

test('a wrong key is found out and told', async () => {
  const { file } = left()
  const { replica, begun } = start()
  expect(await replica.open({ file, key: newKey() })).toMatchObject({
    ok: false,
    error: { code: 'replica_unavailable' },
  })
  expect(begun).toEqual(['reader', 'writer'])
})

test('a writer that can not open the file when it is its turn says so, once', async () => {
  const { file, key } = left()
  const full = { ok: false, error: { ...problem('replica_unavailable'), state: 'full' } }
  const refusing = `const { parentPort } = require('node:worker_threads')
    parentPort.on('message', ({ id, method }) => {
      parentPort.postMessage({ id, value: ${JSON.stringify(full)} })
      if (method === 'close') parentPort.close()
    })`
  const told: Problem[] = []
  const replica = startReplica(
    (role) =>
      role === 'reader' ? new Worker(script, { workerData: { role } }) : new Worker(refusing, { eval: true }),
    { onUnusable: (why) => void told.push(why) },
  )
  onTestFinished(() => replica.close())
  expect(await replica.open({ file, key })).toMatchObject({ ok: true })
  const answers = await Promise.all(
    [1, 2].map((n) => replica.enqueue(w.mutationId(n + 1), i.assign(w.wiki), w.now)),
  )
  expect(answers).toMatchObject([full, full])
  expect(told.map(({ state }) => state)).toEqual(['full'])
})
