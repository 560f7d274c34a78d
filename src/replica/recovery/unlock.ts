import type Database from 'better-sqlite3-multiple-ciphers'

/** A replica's key: so many raw bytes. */
export const keyBytes = 32

/** Hands over the key. Throws where it doesn't fit, or the beginning of the file is damaged. */
export function unlock(database: Database, key: Uint8Array): void {
  giveKey(database, key)
  // A key is accepted blindly; the first read tells whether it fits.
  database.prepare('select count(*) from sqlite_master').get()
}

export function giveKey(database: Database, key: Uint8Array): void {
  // "raw:" and the hexadecimal digits are taken as the key itself. Handed over as bytes, so it is in no SQL text.
  const spelled = Buffer.from(
    `raw:${Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('hex')}`,
  )
  database.key(spelled)
  spelled.fill(0)
}
