// `npm run server`: the server as a vendor runs it, told everything by environment variables. No demo data.
import { parseArgs } from 'node:util'
import { describeConfig, readConfig, type ServerConfig, warningsOf } from './config.ts'
import { createLog } from './log.ts'
import { untilAskedToStop } from './operations/signals.ts'
import { startServer } from './server.ts'

const usage = `Starts a Gatehouse server. Everything it is told comes from environment variables; see docs/operations.md.

  npm run server -- [--check]

  --check  only say what configuration is in effect, without passwords, and whether it can be used.`

async function main(): Promise<number> {
  const given = readArguments()
  if (!given) return 2
  if (given.help) {
    console.log(usage)
    return 0
  }
  const config = readConfig(process.env)
  if (!config.ok) {
    console.error(`gatehouse: ${config.error}`)
    return 1
  }
  const warnings = warningsOf(config.value, process.env)
  for (const warning of warnings) console.error(`gatehouse: ${warning}`)
  if (given.check) return sayConfig(config.value)
  return run(config.value)
}

function readArguments(): { check: boolean; help: boolean } | null {
  try {
    const options = {
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false, short: 'h' },
    } as const
    return parseArgs({ options }).values
  } catch (error) {
    console.error(`gatehouse: ${(error as Error).message}\n\n${usage}`)
    return null
  }
}

function sayConfig(config: ServerConfig): number {
  const rows = describeConfig(config)
  const width = Math.max(...rows.map(([name]) => name.length))
  console.log(rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n'))
  return 0
}

async function run(config: ServerConfig): Promise<number> {
  const stopped = untilAskedToStop((text) => console.error(`gatehouse: ${text}`))
  const log = createLog(config.logLevel)
  // Node's own words for it quote the error, and that may hold what somebody has sent.
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'a bug ended the server')
    process.exit(1)
  })
  const started = await startServer({ config, log })
  if (!started.ok) {
    console.error(`gatehouse: ${started.error.message}`)
    return 1
  }
  console.log(`Gatehouse server: ${started.value.url}`)
  if (started.value.metricsUrl) console.log(`Metrics: ${started.value.metricsUrl}`)
  await stopped
  log.info({}, 'stopping')
  await started.value.close()
  return 0
}

process.exit(await main())
