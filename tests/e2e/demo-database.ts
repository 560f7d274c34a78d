import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '../../server/src/db/embedded.ts'
import { runStatements } from '../../server/src/db/statement.ts'
import { type Demo, type DemoOptions, startDemo } from '../../server/src/demo/start.ts'
import { createLog } from '../../server/src/log.ts'

const template = 'demo_template'

/** A PostgreSQL in which the demo data was made once; every test gets a copy of it, in a fraction of a second. */
export class DemoDatabase {
  private readonly postgres: Awaited<ReturnType<typeof startEmbedded>>
  private readonly folder: string
  /** Links in the demo's mail name the port, so all copies are served on the same one, one at a time. */
  private readonly port: number
  private copies = 0

  private constructor(postgres: DemoDatabase['postgres'], folder: string, port: number) {
    this.postgres = postgres
    this.folder = folder
    this.port = port
  }

  static async start(): Promise<DemoDatabase> {
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-e2e-'))
    const postgres = await startEmbedded({ dataDir: join(folder, 'postgres'), durable: false })
    await runStatements(postgres.connectionStringFor('postgres'), `create database ${template}`)
    const first = await open({ databaseUrl: postgres.connectionStringFor(template) })
    await first.close()
    return new DemoDatabase(postgres, folder, Number(new URL(first.url).port))
  }

  /** `failures`: what the server logged as an error, which no request of a test may cause. */
  async openCopy(): Promise<{ demo: Demo; failures: readonly string[]; close(): Promise<void> }> {
    this.copies += 1
    const name = `demo_${this.copies}`
    const admin = this.postgres.connectionStringFor('postgres')
    await runStatements(admin, `create database ${name} template ${template}`)
    const failures: string[] = []
    const demo = await open({
      databaseUrl: this.postgres.connectionStringFor(name),
      port: this.port,
      log: createLog('error', { write: (line) => failures.push(line) }),
    })
    return {
      demo,
      failures,
      close: async () => {
        await demo.close()
        await runStatements(admin, `drop database ${name} with (force)`)
      },
    }
  }

  async stop(): Promise<void> {
    await this.postgres.stop()
    await rm(this.folder, { recursive: true, force: true })
  }
}

async function open(options: DemoOptions): Promise<Demo> {
  const started = await startDemo({ rateLimits: false, checkAnswers: true, logLevel: 'error', ...options })
  if (!started.ok) throw new Error(started.error.message)
  return started.value
}
