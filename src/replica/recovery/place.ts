import { mkdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type Database from 'better-sqlite3-multiple-ciphers'

/** Whether an open file is still where it was opened. A write to one that isn't would be gone at the next start. */
export interface Place {
  isHere(): boolean
  /** Writes what is open back to where it was, with everything in it and under the same key. Throws if it can't. */
  putBack(): void
  /** Of the file with its log. */
  fileBytes(): number
  /** Free on its disk; null where the system doesn't say. */
  freeBytes(): number | null
}

export function placeOf(database: Database, file: string): Place {
  const opened = identityOf(file)
  return {
    isHere: () => identityOf(file) === opened,
    putBack() {
      const draft = `${file}.back`
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
      rmSync(draft, { force: true })
      database.prepare('vacuum into ?').run(draft)
      // A log that was left alone belongs to no file any more.
      for (const end of ['-wal', '-shm']) rmSync(file + end, { force: true })
      renameSync(draft, file)
    },
    fileBytes: () => bytesOf(file) + bytesOf(`${file}-wal`),
    freeBytes() {
      try {
        const { bavail, bsize } = statfsSync(dirname(file))
        return bavail * bsize
      } catch {
        return null
      }
    },
  }
}

function bytesOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

/** Null where there is no such file. Another file of the same name is another identity. */
function identityOf(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false, bigint: true })
  return found ? `${found.dev}.${found.ino}` : null
}
