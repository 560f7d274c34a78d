import { statSync } from 'node:fs'
import { z } from 'zod'
import { type Recovery, recoverySchema } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { readMeta, writeMeta } from '../repositories/meta.ts'
import type { Write } from '../write.ts'
import { restore } from './restore.ts'
import { salvage } from './salvage.ts'

/** A copy that is not in use any more, and why; without a file where nothing of it can be read. */
export interface RecoverySource {
  why: 'damaged' | 'key-lost' | 'wiped'
  from: { file: string; key: Uint8Array } | null
}

/**
 * Takes over what is the user's own out of another copy, and keeps on record what came of it until the user has seen
 * it. Several copies add up. Of one that the user wiped nothing is said.
 */
export function recover(write: Write, { why, from }: RecoverySource, now: Date): void {
  const found = from ? salvage(from.file, from.key) : null
  const taken = found ? restore(write, found) : { changes: 0, doubtful: 0 }
  if (why === 'wiped') return
  const before = readRecovery(write.sql)
  const isEmpty = from !== null && statSync(from.file, { throwIfNoEntry: false })?.size === 0
  const record: Recovery = {
    at: now.toISOString(),
    why,
    changes: (before?.changes ?? 0) + taken.changes,
    doubtful: (before?.doubtful ?? 0) + taken.doubtful,
    lost: (before?.lost ?? 0) + (found?.changesLost ?? 0),
    isCountSure: (before?.isCountSure ?? true) && (isEmpty || (found?.isCountSure ?? false)),
    labels: (before?.labels ?? 0) + (found?.labels.length ?? 0),
  }
  writeMeta(write.sql, 'recovery', JSON.stringify(record))
  write.touch('outbox', null)
}

export function readRecovery(sql: Sql): Recovery | null {
  const stored = readMeta(sql, 'recovery')
  if (stored === null) return null
  return (
    z
      .string()
      .transform((text) => JSON.parse(text))
      .pipe(recoverySchema)
      .safeParse(stored).data ?? null
  )
}

export function forgetRecovery(write: Write): void {
  writeMeta(write.sql, 'recovery', null)
  // The notice stands beside the outbox: without a word of it, it would stay on the screen.
  write.touch('outbox', null)
}

/** What the server agreed to is not among them: it comes back with everything else. */
export function forgetQueue(write: Write): void {
  write.sql.run('delete from outbox')
  write.touch('outbox', null)
}
