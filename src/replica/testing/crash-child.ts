import { parseArgs } from 'node:util'
import { startReplica } from '../rpc.ts'
import { grant } from './intents.ts'
import * as w from './world.ts'

// Works on a replica until it is killed. Says each change on a line of its own once it is queued, so that whoever
// kills it knows what must be found afterwards.

const { values } = parseArgs({ options: { file: { type: 'string' }, key: { type: 'string' } } })
const replica = startReplica(new URL('../worker.ts', import.meta.url))
const opened = await replica.open({
  file: values.file ?? '',
  key: Uint8Array.from(Buffer.from(values.key ?? '', 'hex')),
})
if (!opened.ok) throw new Error(opened.error.detail)
if (opened.value.cursor === null) await replica.applyBootstrap(w.text(w.bootstrap()), w.now)

const members = [w.olga, w.cassie]
for (let n = 1; ; n += 1) {
  const member = members[n % members.length] ?? w.olga
  const queued = await replica.enqueue(w.mutationId(n), grant(member, w.payroll), w.now)
  if (queued.ok) process.stdout.write(`${w.mutationId(n)}\n`)
  for (const { mutationId } of await replica.outgoing()) {
    await replica.moveOutbox(mutationId, { to: 'sending' }, w.now)
    // Now and then an answer comes in; the next page covers every other one.
    if (n % 3 === 0)
      await replica.moveOutbox(mutationId, { to: 'sent', transaction: String(1_000_000 + n) }, w.now)
    else await replica.moveOutbox(mutationId, { to: 'waiting' }, w.now)
  }
  if (n % 4 === 0) await replica.applyPage(w.text(w.page(100 + n)), w.now)
}
