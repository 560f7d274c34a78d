// Runs a command on the PostgreSQL that the system's packages installed, in place of the one that comes with the
// program:
//   node tools/debian-postgres.ts PROGRAM [arguments ...]
// The command finds it in DATABASE_URL. It lives in a folder of its own, on a Unix socket, as long as the command.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '../server/src/db/embedded.ts'

const folder = '/usr/lib/postgresql'
const oldest = 15
const root = join(import.meta.dirname, '..')

async function main([program, ...programArguments]: string[]): Promise<number> {
  if (!program) {
    console.error('gatehouse: say what to run: node tools/debian-postgres.ts PROGRAM [arguments ...]')
    return 1
  }
  // The oldest that is supported says most: what runs there runs on every later one.
  const versions = (await readdir(folder).catch(() => [])).map(Number).filter((version) => version >= oldest)
  const version = versions.sort((a, b) => a - b)[0]
  if (version === undefined) {
    console.error(
      `gatehouse: no PostgreSQL ${oldest} or later in ${folder}. Install one: apt-get install postgresql`,
    )
    return 1
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-debian-postgres-'))
  const binaries = join(folder, String(version))
  const postgres = await startEmbedded({ dataDir, durable: false, binaries })
  console.log(`gatehouse: running on PostgreSQL ${version} of ${binaries}`)
  try {
    const child = spawn(program, programArguments, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, DATABASE_URL: postgres.connectionStringFor('postgres') },
    })
    // Both hear Ctrl+C; the command ends first, then PostgreSQL.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
    const [code] = (await once(child, 'exit')) as [number | null]
    return code ?? 1
  } finally {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

process.exit(await main(process.argv.slice(2)))
