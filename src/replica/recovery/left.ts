import { accessSync, constants, existsSync } from 'node:fs'
import { dirname } from 'node:path'

/** Whether a file lies there as one that was closed in good order, and can be written to. Nothing is read of it. */
export function looksAsLeft(file: string): boolean {
  try {
    for (const path of [file, dirname(file)]) accessSync(path, constants.W_OK)
    return !existsSync(`${file}-wal`)
  } catch {
    return false
  }
}
