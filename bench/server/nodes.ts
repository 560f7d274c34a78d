import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemRandomness } from '../../server/src/clock.ts'
import { createDatabase, type Database } from '../../server/src/db/database.ts'
import { startEmbedded } from '../../server/src/db/embedded.ts'
import { migrate } from '../../server/src/db/migrate.ts'

export interface Statement {
  text: string
  values: unknown[]
}

export type ToNode = 'record' | 'stop'
export type FromNode =
  | { type: 'ready'; url: string }
  | { type: 'recording' }
  | { type: 'recorded'; statements: Statement[] }

export interface Node {
  url: string
  /** The statements that the node sends to the database while `work` runs. */
  statementsOf(work: () => Promise<unknown>): Promise<Statement[]>
  stop(): Promise<void>
}

export interface Ground {
  db: Database
  databaseUrl: string
  newId<T extends string>(): T
  startNode(): Promise<Node>
  close(): Promise<void>
}

/** An own PostgreSQL that writes to the disk as a real one does, and nodes on it. */
export async function createGround(): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'))
  const postgres = await startEmbedded({ dataDir: join(folder, 'data'), durable: true })
  const databaseUrl = postgres.connectionString
  const db = createDatabase({ connectionString: databaseUrl, max: 5 })
  await migrate(db)
  const nodes: Node[] = []
  return {
    db,
    databaseUrl,
    newId: <T extends string>() => systemRandomness.id(new Date()) as T,
    async startNode() {
      const node = await startNode(databaseUrl)
      nodes.push(node)
      return node
    },
    async close() {
      for (const node of nodes) await node.stop()
      await db.destroy()
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function startNode(databaseUrl: string): Promise<Node> {
  const child = fork(join(import.meta.dirname, 'node.ts'), {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    serialization: 'advanced',
  })
  const { url } = await heard(child, 'ready')
  return {
    url,
    async statementsOf(work) {
      const recording = heard(child, 'recording')
      child.send('record' satisfies ToNode)
      await recording
      await work()
      const recorded = heard(child, 'recorded')
      child.send('stop' satisfies ToNode)
      return (await recorded).statements
    },
    async stop() {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

function heard<T extends FromNode['type']>(
  child: ChildProcess,
  type: T,
): Promise<Extract<FromNode, { type: T }>> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('the server node ended'))
    const onMessage = (message: FromNode) => {
      if (message.type !== type) return
      child.off('message', onMessage)
      child.off('exit', onExit)
      resolve(message as Extract<FromNode, { type: T }>)
    }
    child.on('message', onMessage)
    child.once('exit', onExit)
  })
}
