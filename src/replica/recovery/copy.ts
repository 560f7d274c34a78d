import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/**
 * A copy of a file that can't be written where it lies, with its log, as encrypted as the file itself: SQLite reads one
 * with a log ahead only where it may write. `ends`: the file, and the log if it is to come along. Answers the copy; `discard` removes it.
 */
export function copyForReading(
  file: string,
  ends: readonly string[] = ['', '-wal'],
): { file: string; discard(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-'))
  const copy = join(folder, 'replica.db')
  const discard = () => rmSync(dirname(copy), { recursive: true, force: true })
  try {
    for (const end of ends) if (existsSync(file + end)) copyFileSync(file + end, copy + end)
  } catch (error) {
    discard()
    throw error
  }
  return { file: copy, discard }
}
