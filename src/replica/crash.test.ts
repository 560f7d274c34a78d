import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { newKey, openEngine, read, temporaryFolder } from './testing/temporary.ts'
import * as w from './testing/world.ts'

const child = new URL('./testing/crash-child.ts', import.meta.url).pathname

/** Lets the child work until it has queued so many changes, kills it, and answers which it spoke of. */
async function killAfter(changes: number, file: string, key: Uint8Array): Promise<string[]> {
  const worker: ChildProcess = spawn(
    process.execPath,
    [child, '--file', file, '--key', Buffer.from(key).toString('hex')],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  onTestFinished(() => {
    worker.kill('SIGKILL')
  })
  const ended = once(worker, 'exit')
  const said: string[] = []
  if (!worker.stdout) throw new Error('the child has no output')
  for await (const line of createInterface({ input: worker.stdout })) {
    said.push(line)
    if (said.length === changes) worker.kill('SIGKILL')
  }
  const [code, signal] = await ended
  expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' })
  return said
}

test.for([1, 2, 7, 18])(
  'killed after %i changes, it has each of them once',
  { timeout: 60_000 },
  async (n) => {
    const file = join(temporaryFolder(), 'replica.db')
    const key = newKey()
    const said = await killAfter(n, file, key)
    const { engine, state } = openEngine({ file, key })
    expect(state).toMatchObject({ usable: true, attention: 0 })
    const queue = read(engine, 'outbox.list', {})
    const ids: string[] = queue.map(({ mutationId }) => mutationId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(expect.arrayContaining(said))
    expect(
      queue.filter(({ state }) => state === 'sending'),
      'nothing is on its way any more',
    ).toEqual([])
    const users = read(engine, 'applications.users', { accountId: w.acme, applicationId: w.payroll })
    expect(users.find(({ membershipId }) => membershipId === w.cassie)).toMatchObject({
      hasGrant: true,
      waiting: true,
    })
    for (const { mutationId } of queue) engine.moveOutbox(mutationId, { to: 'sending' })
    for (const { mutationId } of queue) engine.moveOutbox(mutationId, { to: 'sent', transaction: '2000000' })
    expect(engine.applyPage(w.page(2000001), w.now).touched.tables).toContain('outbox')
    expect(read(engine, 'outbox.list', {})).toEqual([])
  },
)
