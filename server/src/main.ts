// `npm run server`: the server as a vendor runs it, told everything by environment variables. No demo data.
import { readConfig } from './config.ts'
import { startServer } from './server.ts'

async function main(): Promise<number> {
  const config = readConfig(process.env)
  if (!config.ok) {
    console.error(`gatehouse: ${config.error}`)
    return 1
  }
  // Heard from the start: an interrupted start stops the database as well.
  const stopped = new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done())
  })
  const started = await startServer({ config: config.value })
  if (!started.ok) {
    console.error(`gatehouse: ${started.error.message}`)
    return 1
  }
  console.log(`Gatehouse server: ${started.value.url}`)
  await stopped
  await started.value.close()
  return 0
}

process.exit(await main())
