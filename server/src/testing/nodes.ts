import { userIdSchema } from '@gatehouse/contract'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { buildApp } from '../app.ts'
import { type Clock, systemRandomness } from '../clock.ts'
import { createDatabase, type Database, type DatabaseConfig, type Tx } from '../db/database.ts'
import { createLog } from '../log.ts'
import { createPokes } from '../sync/pokes.ts'
import { keepingNothing } from './keeping-nothing.ts'

/** One server of a test's world. */
export interface Node {
  app: FastifyInstance
  db: Database
  close(): Promise<void>
}

export interface NodeOptions {
  keepsNothing?: boolean
  /** With `keepsNothing`: sees what a write did before it is rolled back. */
  look?: (tx: Tx) => Promise<void>
}

/** What all nodes of a world have in common. */
export interface Ground {
  config: DatabaseConfig
  clock: Clock
  logger?: FastifyBaseLogger
  rateLimits?: boolean
  /** How often the feed is polled for missed notifications. */
  pollMs?: number
}

/** A server on a database of its own pool, which it closes. */
export async function startNodeOn(ground: Ground, { keepsNothing, look }: NodeOptions = {}): Promise<Node> {
  const db = createDatabase(ground.config)
  const node = await startNode(ground, keepsNothing ? keepingNothing(db, look) : db)
  let closing: Promise<void> | undefined
  return {
    app: node.app,
    db,
    close() {
      closing ??= node.close().then(() => db.destroy())
      return closing
    },
  }
}

/** A server without a network; access tokens are the ids of users. */
export async function startNode(ground: Ground, db: Database): Promise<Omit<Node, 'db'>> {
  const { config, clock } = ground
  const log = createLog('silent')
  const pokes = createPokes({
    db,
    connectionString: config.connectionString,
    clock,
    log,
    pollMs: ground.pollMs ?? 60_000,
  })
  await pokes.start()
  const app = await buildApp({
    db,
    clock,
    random: systemRandomness,
    config: { name: 'Test', offlineDays: null, trustProxy: false, publicUrl: 'http://gatehouse.test' },
    identity: {
      register: async () => {},
      authenticate: async (token) => {
        const userId = userIdSchema.safeParse(token)
        return userId.success ? { userId: userId.data, sessionId: null } : null
      },
      watchSession: () => () => {},
    },
    pokes,
    logger: ground.logger ?? log,
    rateLimits: ground.rateLimits ?? false,
    checkAnswers: true,
  })
  await app.ready()
  return {
    app,
    async close() {
      await app.close()
      await pokes.stop()
    },
  }
}
