import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3-multiple-ciphers'
import { unlock } from './unlock.ts'

/**
 * The version of a file's schema, read without writing to it: opening one to write would fold its log in, which is for
 * the program that made it. Null where there is no file or it can't be read this way; opening it says why.
 */
export function versionIn(file: string, key: Uint8Array, newest: number): number | null {
  if (!existsSync(file)) return null
  const hadLog = existsSync(`${file}-wal`)
  const index = existsSync(`${file}-shm`) ? readFileSync(`${file}-shm`) : null
  const version = read(file, key)
  if (version !== null && version > newest) {
    // Even reading makes an empty log and its index.
    if (!hadLog) rmSync(`${file}-wal`, { force: true })
    if (index) writeFileSync(`${file}-shm`, index)
    else rmSync(`${file}-shm`, { force: true })
  }
  return version
}

function read(file: string, key: Uint8Array): number | null {
  let database: Database | null = null
  try {
    database = new Database(file, { readonly: true, fileMustExist: true })
    unlock(database, key)
    return database.pragma('user_version', { simple: true }) as number
  } catch {
    return null
  } finally {
    database?.close()
  }
}
