import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type SeedName, seedPlans } from './demo/seed.ts'
import { type Demo, type DemoOptions, startDemo } from './demo/start.ts'
import { untilAskedToStop } from './operations/signals.ts'

const usage = `Starts a Gatehouse server with demo data.

  npm run server:dev -- [--seed demo|firm|fleet] [--port N] [--data DIR] [--fresh]

  --seed   how much data: demo (60 accounts), firm (200), fleet (10,000). Default demo.
  --port   where to listen on 127.0.0.1, 0 for any free port. Default 4400.
  --data   where the database is kept. Default .gatehouse/NAME-OF-THE-SEED.
  --fresh  throw the kept data away and make it anew.

DATABASE_URL names another PostgreSQL to use, SMTP_URL a mail server to send with.`

type Arguments = { help: true } | { help: false; options: DemoOptions }

/** Reads the command line; the error is for a person to read. */
export function readArguments(
  argv: string[],
  environment: Record<string, string | undefined>,
): { ok: true; value: Arguments } | { ok: false; error: string } {
  let values: { seed: string; port: string; data?: string; fresh: boolean; help: boolean }
  try {
    values = parseArgs({
      args: argv,
      options: {
        seed: { type: 'string', default: 'demo' },
        port: { type: 'string', default: '4400' },
        data: { type: 'string' },
        fresh: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    }).values
  } catch (error) {
    return { ok: false, error: (error as Error).message }
  }
  if (values.help) return { ok: true, value: { help: true } }
  const { seed, fresh } = values
  if (!isSeedName(seed)) {
    return {
      ok: false,
      error: `There is no seed "${seed}". Choose one of ${Object.keys(seedPlans).join(', ')}.`,
    }
  }
  const port = readPort(values.port)
  if (!port.ok) return port
  const databaseUrl = environment.DATABASE_URL || undefined
  const smtpUrl = environment.SMTP_URL || undefined
  if (databaseUrl && fresh) {
    return {
      ok: false,
      error: '--fresh empties the database that comes with Gatehouse, not the one in DATABASE_URL.',
    }
  }
  const options: DemoOptions = {
    seed,
    port: port.value,
    fresh,
    logLevel: 'info',
    dataDir: values.data ?? join('.gatehouse', seed),
    ...(databaseUrl ? { databaseUrl } : {}),
    ...(smtpUrl ? { smtpUrl } : {}),
  }
  return { ok: true, value: { help: false, options } }
}

/** The value of `--port`; the error is for a person to read. */
export function readPort(text: string): { ok: true; value: number } | { ok: false; error: string } {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return { ok: true, value: port }
  return { ok: false, error: `--port takes a number from 0 to 65535, not "${text}".` }
}

function isSeedName(name: string): name is SeedName {
  return Object.hasOwn(seedPlans, name)
}

/** What a person needs to know of a running demo. */
export function describeDemo(demo: Demo): string {
  const width = Math.max(...demo.people.map(({ email }) => email.length))
  return [
    '',
    `Gatehouse server: ${demo.url}`,
    '',
    `Who can sign in (password ${demo.password}):`,
    ...demo.people.filter(({ hasLogin }) => hasLogin).map((person) => line(person, width)),
    'Who was invited and has no login yet:',
    ...demo.people.filter(({ hasLogin }) => !hasLogin).map((person) => line(person, width)),
    `  ${demo.inviteeLink}`,
    '',
    demo.mailbox
      ? `Mail is caught, not sent. Read it at ${demo.mailbox.pageUrl}`
      : 'Mail is sent through SMTP_URL.',
    'Stop with Ctrl+C.',
    '',
  ].join('\n')
}

function line({ email, name, about }: Demo['people'][number], width: number): string {
  return `  ${email.padEnd(width)}  ${name}: ${about}`
}

async function main(): Promise<number> {
  const read = readArguments(process.argv.slice(2), process.env)
  if (!read.ok) {
    console.error(`gatehouse: ${read.error}\n\n${usage}`)
    return 1
  }
  if (read.value.help) {
    console.log(usage)
    return 0
  }
  const stopped = untilAskedToStop()
  const started = await startDemo({ ...read.value.options, onProgress: (text) => console.log(text) })
  if (!started.ok) {
    console.error(`gatehouse: ${started.error.message}`)
    return 1
  }
  console.log(describeDemo(started.value))
  await stopped
  console.log('Stopping ...')
  await started.value.close()
  return 0
}

if (import.meta.main) process.exit(await main())
