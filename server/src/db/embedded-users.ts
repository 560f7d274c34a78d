import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Which processes use the program's own PostgreSQL: a server, and commands that run beside it. */
export interface EmbeddedUsers {
  enter(): Promise<void>
  /** It did not run, so whoever has left a file was killed; their numbers may be other programs' by now. */
  forgetOthers(): Promise<void>
  /** True where no other process that still runs uses it: this one is to stop it. */
  leave(): Promise<boolean>
}

/**
 * One file for each process, named by its number, in a folder beside the data. What a killed process has left doesn't
 * count, unless another program has got its number since; PostgreSQL then runs on, and the next start adopts it.
 */
export function createEmbeddedUsers(dataDir: string): EmbeddedUsers {
  const folder = join(dataDir, 'gatehouse-users')
  const own = join(folder, String(process.pid))
  const others = async () =>
    (await readdir(folder).catch(() => [])).filter((name) => name !== String(process.pid))

  return {
    async enter() {
      await mkdir(folder, { recursive: true })
      await writeFile(own, '')
    },
    async forgetOthers() {
      for (const name of await others()) await rm(join(folder, name), { force: true })
    },
    async leave() {
      await rm(own, { force: true })
      return !(await others()).map(Number).some(isRunning)
    },
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
