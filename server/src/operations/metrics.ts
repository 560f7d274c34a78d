import { monitorEventLoopDelay } from 'node:perf_hooks'
import { routes } from '@gatehouse/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type pg from 'pg'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { readQueues } from './queues.ts'

export interface MetricsDeps {
  pool: pg.Pool
  now(): Date
}

export interface Metrics {
  /** Counts every request of the server from now on. To be called before routes are added. */
  observe(app: FastifyInstance): void
  /** Everything, in Prometheus' text format. Asks the database; where that fails, the rest is there all the same. */
  text(): Promise<string>
  contentType: string
  close(): void
}

// Most answers take a few milliseconds; what takes longer than the last one is wrong in any case.
const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** By pattern: what these send goes on as long as its reader stays, so their time says nothing. */
const streams = new Map<string, string>(
  Object.values(routes).flatMap((route) => ('format' in route ? [[route.path, route.format]] : [])),
)

/**
 * Numbers about the server for those who run it. Each server has its own. Labels are route patterns, methods and
 * states: never an address, a name or an id.
 */
export function createMetrics({ pool, now }: MetricsDeps): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const requests = new Histogram({
    name: 'gatehouse_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer, without streams.',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers,
  })
  const running = new Gauge({
    name: 'gatehouse_http_requests_in_flight',
    help: 'Requests that are being answered, without streams.',
    registers,
  })
  const open = new Gauge({
    name: 'gatehouse_streams_open',
    help: 'Answers that are streams and have not ended, by format: sse or ndjson.',
    labelNames: ['format'],
    registers,
  })
  const opened = new Counter({
    name: 'gatehouse_streams_opened_total',
    help: 'Streams asked for since the start, by format.',
    labelNames: ['format'],
    registers,
  })
  addPool(registers, pool)
  const readAgain = addQueues(registers, pool, now)
  const endProcess = addProcess(registers, now)

  function count(request: FastifyRequest, reply: FastifyReply): void {
    const route = request.routeOptions.url ?? 'unknown'
    const format = streams.get(route)
    if (format) {
      opened.inc({ format })
      open.inc({ format })
      reply.raw.once('close', () => open.dec({ format }))
      return
    }
    running.inc()
    // Also where the caller went away before the answer.
    reply.raw.once('close', () => {
      running.dec()
      const labels = { method: request.method, route, status: reply.raw.statusCode }
      requests.observe(labels, reply.elapsedTime / 1000)
    })
  }

  return {
    observe(app) {
      app.addHook('onRequest', async (request, reply) => count(request, reply))
    },
    async text() {
      await readAgain()
      return registry.metrics()
    },
    contentType: registry.contentType,
    close: endProcess,
  }
}

function addPool(registers: Registry[], pool: pg.Pool): void {
  new Gauge({
    name: 'gatehouse_db_pool_connections',
    help: 'Connections to the database, by state: used, idle or waiting (requests that wait for one).',
    labelNames: ['state'],
    registers,
    collect() {
      this.set({ state: 'used' }, pool.totalCount - pool.idleCount)
      this.set({ state: 'idle' }, pool.idleCount)
      this.set({ state: 'waiting' }, pool.waitingCount)
    },
  })
  new Gauge({
    name: 'gatehouse_db_pool_size',
    help: 'Connections to the database at most.',
    registers,
    collect() {
      this.set(pool.options.max)
    },
  })
}

/** One look at the database for all of these; where it can't answer, `gatehouse_db_up` is 0 and they are missing. */
function addQueues(registers: Registry[], pool: pg.Pool, now: () => Date): () => Promise<void> {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  const mails = gauge('gatehouse_mail_queue_length', 'Mails that wait to be sent.')
  const oldest = gauge('gatehouse_mail_queue_oldest_seconds', 'Age of the oldest mail that waits to be sent.')
  const givenUp = gauge('gatehouse_mail_given_up', 'Mails that were given up and are still kept.')
  const lag = gauge(
    'gatehouse_feed_lag_seconds',
    'Age of the oldest transaction that writes: changes made since it began wait for it to end.',
  )
  const behind = gauge('gatehouse_feed_lag_transactions', 'Transactions that such a one holds back.')
  const up = gauge('gatehouse_db_up', 'Whether the database answered when these numbers were asked for.')
  return async () => {
    const queues = await readQueues(pool, now()).catch(() => null)
    up.set(queues ? 1 : 0)
    if (!queues) {
      // The numbers of an earlier look would pass for new ones.
      for (const each of [mails, oldest, givenUp, lag, behind]) each.remove()
      return
    }
    mails.set(queues.mails)
    oldest.set(queues.oldestMailSeconds)
    givenUp.set(queues.mailsGivenUp)
    lag.set(queues.feedLagSeconds)
    behind.set(queues.feedLagTransactions)
  }
}

function addProcess(registers: Registry[], now: () => Date): () => void {
  const startedAt = now().getTime() / 1000 - process.uptime()
  new Gauge({
    name: 'process_start_time_seconds',
    help: 'When the process started, in seconds since 1970.',
    registers,
    collect() {
      this.set(startedAt)
    },
  })
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Memory that the process holds.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss())
    },
  })
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time used by the process.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage()
      this.reset()
      this.inc((user + system) / 1e6)
    },
  })
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  new Gauge({
    name: 'gatehouse_event_loop_delay_seconds',
    help: 'How late the process gets to its work, since the last time it was asked.',
    labelNames: ['quantile'],
    registers,
    collect() {
      for (const quantile of [50, 99]) {
        const seconds = delay.count === 0 ? 0 : delay.percentile(quantile) / 1e9
        this.set({ quantile: String(quantile / 100) }, seconds)
      }
      delay.reset()
    },
  })
  return () => void delay.disable()
}
