// One server node as a process of its own, so that what asks and what answers don't share a thread. Told by its
// parent to write down the statements that it sends to the database.
import pg from 'pg'
import { readConfig } from '../../server/src/config.ts'
import { createLog } from '../../server/src/log.ts'
import { startServer } from '../../server/src/server.ts'
import type { FromNode, Statement, ToNode } from './nodes.ts'

let recorded: Statement[] | null = null

// Below Kysely and below the sign-in library, so that nothing is left out.
const query = pg.Client.prototype.query as (...args: unknown[]) => unknown
pg.Client.prototype.query = function spy(this: pg.Client, ...args: unknown[]) {
  const statement = readStatement(args)
  if (recorded && statement) recorded.push(statement)
  return query.apply(this, args)
} as typeof pg.Client.prototype.query

function readStatement([first, second]: unknown[]): Statement | null {
  if (typeof first === 'string') return { text: first, values: Array.isArray(second) ? second : [] }
  const { text, values } = (first ?? {}) as { text?: unknown; values?: unknown }
  if (typeof text !== 'string') return null
  return { text, values: Array.isArray(values) ? values : Array.isArray(second) ? second : [] }
}

const config = readConfig({ ...process.env, GATEHOUSE_PORT: '0' })
if (!config.ok) throw new Error(config.error)
const started = await startServer({ config: config.value, rateLimits: false, log: createLog('error') })
if (!started.ok) throw new Error(started.error.message)

const send = (message: FromNode) => process.send?.(message)
process.on('message', (message: ToNode) => {
  if (message === 'record') {
    recorded = []
    send({ type: 'recording' })
  } else {
    send({ type: 'recorded', statements: recorded ?? [] })
    recorded = null
  }
})
process.once('disconnect', () => void started.value.close().then(() => process.exit(0)))
send({ type: 'ready', url: started.value.url })
