import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3-multiple-ciphers'
import { stateOf } from '../failures.ts'
import { giveKey } from './unlock.ts'

/**
 * Looks into a file without writing to it. Opening one to write folds its log in when it is closed again: into a file of
 * a newer program, which is that program's to do; or the log of another file, which destroys this one. `unknown`: there
 * is none, or it can't be read this way; opening it says why.
 */
export function lookInto(
  file: string,
  key: Uint8Array,
  newest: number,
): 'known' | 'newer' | 'damaged' | 'unknown' {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size === 0) return 'unknown'
  const hadLog = existsSync(`${file}-wal`)
  const index = existsSync(`${file}-shm`) ? readFileSync(`${file}-shm`) : null
  const found = read(file, key, newest)
  if (found !== 'newer') return found
  // Even reading makes an empty log and its index.
  if (!hadLog) rmSync(`${file}-wal`, { force: true })
  if (index) writeFileSync(`${file}-shm`, index)
  else rmSync(`${file}-shm`, { force: true })
  return found
}

function read(file: string, key: Uint8Array, newest: number) {
  let database: Database | null = null
  try {
    // Whoever holds it is waited for at the opening proper.
    database = new Database(file, { readonly: true, fileMustExist: true, timeout: 50 })
    // The number stands in the first page; all tables would have to be taken in for anything else.
    giveKey(database, key)
    return (database.pragma('user_version', { simple: true }) as number) > newest ? 'newer' : 'known'
  } catch (error) {
    return stateOf(error) === 'damaged' ? 'damaged' : 'unknown'
  } finally {
    database?.close()
  }
}
