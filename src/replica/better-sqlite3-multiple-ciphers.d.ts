/**
 * The package's `exports` hide its own declarations from the compiler, so these are ours: what is used of it, and
 * results as `unknown` rather than `any`.
 */
declare module 'better-sqlite3-multiple-ciphers' {
  export type Value = string | number | bigint | Uint8Array | null

  export interface Statement {
    run(...parameters: Value[]): { changes: number; lastInsertRowid: number | bigint }
    get(...parameters: Value[]): unknown
    all(...parameters: Value[]): unknown[]
  }

  export interface Transaction<T> {
    (): T
    immediate(): T
  }

  class SqliteError extends Error {
    /** One of SQLite's extended result codes, by name. */
    code: string
  }

  export default class Database {
    constructor(file: string, options?: { readonly?: boolean; fileMustExist?: boolean; timeout?: number })
    static SqliteError: typeof SqliteError
    prepare(text: string): Statement
    exec(text: string): this
    transaction<T>(work: () => T): Transaction<T>
    pragma(text: string, options?: { simple?: boolean }): unknown
    /** Sets the key of an encrypted file, before anything is read. */
    key(key: Buffer): number
    /** Lets the schema be written by hand. */
    unsafeMode(on: boolean): this
    /** All pages, decrypted. */
    serialize(): Buffer
    close(): this
  }
}
