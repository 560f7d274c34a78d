import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, chown, mkdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import pg from 'pg'
import { chooseUser, findBinaries, isReachable, type RunAs, reachableBinaries } from './embedded-binaries.ts'
import { createEmbeddedUsers } from './embedded-users.ts'

export interface EmbeddedOptions {
  /** Where the database lives. Made when missing. */
  dataDir: string
  /** False only for databases that may be lost, as in tests: nothing is flushed to disk. */
  durable: boolean
  /** File for PostgreSQL's own log; default `server.log` beside the data. */
  log?: string
  /** Folder holding `bin`, `lib` and `share` of another PostgreSQL than the one that came with the program. */
  binaries?: string
}

export interface EmbeddedPostgres {
  /** Of the database `gatehouse`. */
  connectionString: string
  /** Of another database of the same server. */
  connectionStringFor(database: string): string
  /** Differs from the one asked for where PostgreSQL's user couldn't reach that. */
  dataDir: string
  /** The postmaster's. */
  pid: number
  /** `adopted`: it ran already, for another process or left over by one that was killed. */
  how: 'created' | 'started' | 'adopted'
  /** Shuts it down, unless another process that still runs uses it; the last one does it then. */
  stop(): Promise<void>
}

const user = 'gatehouse'

/**
 * Runs the PostgreSQL that came with the program: one server per data directory, on a Unix socket that only its own
 * user (and root) can open, never on the network.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const runAs = await chooseUser()
  const binaries = await reachableBinaries(options.binaries ?? (await findBinaries()), runAs)
  const dataDir = await prepareDataDir(options.dataDir, runAs)
  const socketDir = await prepareSocketDir(dataDir, runAs)
  const run = (name: string, args: string[]) => runProgram(join(binaries, 'bin', name), args, runAs)
  const log = options.log ?? join(dataDir, 'server.log')

  const isNew = !(await readText(join(dataDir, 'PG_VERSION')))
  if (isNew) await createCluster(run, dataDir, options.durable)
  await clearDeadPostmaster(dataDir, socketDir)
  const users = createEmbeddedUsers(dataDir)
  await users.enter()

  const isRunning = !isNew && (await run('pg_ctl', ['status', '-D', dataDir])).code === 0
  if (!isRunning) {
    await users.forgetOthers()
    await startPostmaster(run, { dataDir, socketDir, log, durable: options.durable })
  }

  const connectionStringFor = (database: string) =>
    `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(socketDir)}`
  await createDatabaseOnce(connectionStringFor('postgres'), 'gatehouse')

  let stopping: Promise<void> | undefined
  return {
    connectionString: connectionStringFor('gatehouse'),
    connectionStringFor,
    dataDir,
    pid: Number(firstLine(await readText(join(dataDir, 'postmaster.pid')))),
    how: isNew ? 'created' : isRunning ? 'adopted' : 'started',
    stop() {
      stopping ??= users
        .leave()
        .then((isLast) => (isLast ? stopPostmaster(run, dataDir, socketDir) : undefined))
      return stopping
    },
  }
}

type Run = (name: string, args: string[]) => Promise<{ code: number | null; output: string }>

async function createCluster(run: Run, dataDir: string, isDurable: boolean): Promise<void> {
  const args = ['-D', dataDir, '-U', user, '-A', 'trust', '-E', 'UTF8', '--locale=C']
  const { code, output } = await run('initdb', isDurable ? args : [...args, '--no-sync'])
  if (code !== 0) throw new Error(`PostgreSQL could not make its data directory ${dataDir}:\n${output}`)
}

interface Postmaster {
  dataDir: string
  socketDir: string
  log: string
  durable: boolean
}

async function startPostmaster(run: Run, { dataDir, socketDir, log, durable }: Postmaster): Promise<void> {
  const settings: Record<string, string> = {
    listen_addresses: "''",
    unix_socket_directories: `'${socketDir}'`,
    max_connections: '100',
    jit: 'off',
    // Containers give little shared memory, and no query here is worth a second process.
    max_parallel_workers_per_gather: '0',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const flags = Object.entries(settings).map(([key, value]) => `-c ${key}=${value}`)
  const { code, output } = await run('pg_ctl', [
    'start',
    '-w',
    '-D',
    dataDir,
    '-l',
    log,
    '-o',
    flags.join(' '),
  ])
  if (code === 0) return
  const tail = (await readText(log)).slice(-2000)
  throw new Error(`PostgreSQL did not start in ${dataDir}:\n${output}\n${tail}`)
}

async function stopPostmaster(run: Run, dataDir: string, socketDir: string): Promise<void> {
  const { code, output } = await run('pg_ctl', ['stop', '-m', 'fast', '-w', '-D', dataDir])
  const isGone = code === 0 || (await readText(join(dataDir, 'postmaster.pid'))) === ''
  if (!isGone) throw new Error(`PostgreSQL did not stop: ${output}`)
  await rm(socketDir, { recursive: true, force: true })
}

// Root may name a folder inside its own home, where the other user can't go.
async function prepareDataDir(wished: string, runAs: RunAs | undefined): Promise<string> {
  const asked = resolve(wished)
  await mkdir(dirname(asked), { recursive: true })
  if (!runAs || (await isReachable(dirname(asked), runAs))) return ownFolder(asked, runAs)
  const name = createHash('sha256').update(asked).digest('hex').slice(0, 12)
  await mkdir('/var/lib/gatehouse', { recursive: true, mode: 0o755 })
  return ownFolder(join('/var/lib/gatehouse', name), runAs)
}

// A socket's path has room for about a hundred characters, so it can't live inside the data directory.
function prepareSocketDir(dataDir: string, runAs: RunAs | undefined): Promise<string> {
  const name = `gatehouse-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`
  return ownFolder(join(tmpdir(), name), runAs)
}

async function ownFolder(path: string, runAs: RunAs | undefined): Promise<string> {
  await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  if (runAs) await chown(path, runAs.uid, runAs.gid)
  await chmod(path, 0o700)
  return path
}

// Where process 1 doesn't collect dead children, a killed postmaster stays as a zombie that looks alive to pg_ctl.
async function clearDeadPostmaster(dataDir: string, socketDir: string): Promise<void> {
  const pidFile = join(dataDir, 'postmaster.pid')
  const pid = firstLine(await readText(pidFile))
  if (!pid) return
  const state = /^\d+ \(.*\) (\S)/.exec(await readText(`/proc/${pid}/stat`))?.[1]
  if (state !== 'Z') return
  for (const file of [pidFile, join(socketDir, '.s.PGSQL.5432.lock'), join(socketDir, '.s.PGSQL.5432')]) {
    await rm(file, { force: true })
  }
}

async function createDatabaseOnce(connectionString: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
}

function runProgram(
  file: string,
  args: string[],
  runAs: RunAs | undefined,
): Promise<{ code: number | null; output: string }> {
  return new Promise((done, fail) => {
    const child = spawn(file, args, {
      ...runAs,
      cwd: '/',
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const collect = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', fail)
    // Not "close": a postmaster may keep the pipes of the pg_ctl that started it.
    child.on('exit', (code) => done({ code, output }))
  })
}

function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.trim() ?? ''
}
