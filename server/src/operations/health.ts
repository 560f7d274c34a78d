import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { problem } from '@gatehouse/contract'
import type { FastifyInstance } from 'fastify'
import type { Database } from '../db/database.ts'
import { isMigrated } from '../db/migrate.ts'
import { sendProblem } from '../routes/problems.ts'
import type { Metrics } from './metrics.ts'

/**
 * `/healthz`: the process answers. `/readyz`: it may be sent requests, as the database answers, has this program's
 * schema, and the server isn't about to stop. Both are for whoever runs the server and say nothing about it.
 */
export function addHealth(app: FastifyInstance, db: Database, isStopping: () => boolean): void {
  const unavailable = problem('unavailable', { retryAfterMs: 1000 })
  app.get('/healthz', () => ({ status: 'ok' }))
  app.get('/readyz', async (request, reply) => {
    void reply.header('cache-control', 'no-store')
    if (isStopping()) return sendProblem(reply, unavailable)
    try {
      if (await isMigrated(db)) return { status: 'ok' }
      request.log.warn('not ready: the database lacks a migration')
    } catch (error) {
      request.log.warn({ err: error }, 'not ready')
    }
    return sendProblem(reply, unavailable)
  })
}

/** `/metrics` beside the API, for the holder of the token alone. */
export function addMetrics(app: FastifyInstance, metrics: Metrics, token: string): void {
  app.get('/metrics', async (request, reply) => {
    if (!isToken(request.headers.authorization, token)) {
      return sendProblem(
        reply,
        problem('unauthenticated', { detail: 'Send GATEHOUSE_METRICS_TOKEN as Bearer.' }),
      )
    }
    return reply
      .header('cache-control', 'no-store')
      .type(metrics.contentType)
      .send(await metrics.text())
  })
}

/** `/metrics` alone, for a port that nobody else is let in to. Not yet listening. */
export function createMetricsServer(metrics: Metrics, token: string | null): Server {
  return createServer((request, response) => {
    const end = (status: number, type: string, text: string) => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text)
    }
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
      return end(404, 'text/plain', 'There is /metrics here and nothing else.\n')
    }
    if (token !== null && !isToken(request.headers.authorization, token)) {
      return end(401, 'text/plain', 'Send GATEHOUSE_METRICS_TOKEN as Bearer.\n')
    }
    metrics.text().then(
      (text) => end(200, metrics.contentType, text),
      () => end(500, 'text/plain', 'The metrics could not be read.\n'),
    )
  })
}

// Hashed, so that both have the same length and the time taken says nothing about either.
function isToken(header: string | undefined, token: string): boolean {
  const given = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1]
  if (given === undefined) return false
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(given), hash(token))
}
