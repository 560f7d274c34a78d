// The little of each peer that is used here, so that types are checked without the peers being installed.

declare module 'electron-store' {
  export default class ElectronStore<T extends object> {
    constructor(options: { cwd: string; name: string; serialize: (value: T) => string })
    store: T
    get<K extends keyof T>(key: K): T[K]
    set<K extends keyof T>(key: K, value: T[K]): void
  }
}

declare module 'dexie' {
  export interface Collection<T> {
    toArray(): Promise<T[]>
    primaryKeys(): Promise<unknown[]>
    count(): Promise<number>
    limit(count: number): Collection<T>
    distinct(): Collection<T>
  }
  export interface Clause<T> {
    equals(key: unknown): Collection<T>
    startsWith(text: string): Collection<T>
    between(low: unknown, high: unknown): Collection<T>
  }
  export interface Table<T> {
    bulkPut(rows: readonly T[]): Promise<unknown>
    bulkGet(keys: readonly unknown[]): Promise<(T | undefined)[]>
    bulkDelete(keys: readonly unknown[]): Promise<void>
    orderBy(index: string): Collection<T>
    where(index: string): Clause<T>
    toArray(): Promise<T[]>
  }
  export class Dexie {
    constructor(name: string, options?: { chromeTransactionDurability?: 'relaxed' | 'strict' })
    version(n: number): { stores(schema: Record<string, string>): void }
    open(): Promise<unknown>
    table<T>(name: string): Table<T>
    transaction<T>(mode: 'r' | 'rw', tables: readonly unknown[], work: () => Promise<T>): Promise<T>
  }
}

declare module 'rxdb/plugins/core' {
  export interface RxDocument<T> {
    toJSON(): T
  }
  export interface RxQuery<T> {
    exec(): Promise<T>
  }
  export interface RxCollection<T> {
    bulkInsert(rows: readonly T[]): Promise<unknown>
    bulkUpsert(rows: readonly T[]): Promise<unknown>
    bulkRemove(ids: readonly string[]): Promise<unknown>
    find(query?: unknown): RxQuery<RxDocument<T>[]>
    findByIds(ids: readonly string[]): RxQuery<Map<string, RxDocument<T>>>
    count(query: unknown): RxQuery<number>
  }
  export interface RxDatabase {
    addCollections(definitions: Record<string, { schema: unknown }>): Promise<unknown>
    collections: Record<string, RxCollection<never>>
  }
  export function createRxDatabase(options: {
    name: string
    storage: unknown
    multiInstance: boolean
    eventReduce: boolean
  }): Promise<RxDatabase>
}

declare module 'rxdb/plugins/storage-dexie' {
  export function getRxStorageDexie(): unknown
}

declare module 'pouchdb-browser' {
  export interface Row<T> {
    id: string
    key: string
    error?: string
    value: { rev: string; deleted?: boolean }
    doc?: T | null
  }
  export default class PouchDB<T> {
    constructor(name: string, options: { auto_compaction: boolean; revs_limit: number })
    bulkDocs(docs: readonly unknown[]): Promise<unknown>
    allDocs(options: {
      keys?: readonly string[]
      startkey?: string
      endkey?: string
      limit?: number
      skip?: number
      include_docs?: boolean
    }): Promise<{ rows: Row<T>[] }>
  }
}

declare module 'idb-keyval' {
  export type Store = (mode: string, work: unknown) => Promise<unknown>
  export function createStore(database: string, store: string): Store
  export function get<T>(key: string, store?: Store): Promise<T | undefined>
  export function getMany<T>(keys: readonly string[], store?: Store): Promise<T[]>
  export function set(key: string, value: unknown, store?: Store): Promise<void>
  export function setMany(entries: readonly (readonly [string, unknown])[], store?: Store): Promise<void>
  export function del(key: string, store?: Store): Promise<void>
  export function values<T>(store?: Store): Promise<T[]>
}

declare module '@tanstack/db' {
  export interface Sync<T> {
    begin(): void
    write(change: { type: 'insert' | 'update' | 'delete'; value: T }): void
    commit(): void
    markReady(): void
  }
  export interface Index {
    equalityLookup(value: unknown): Set<string>
  }
  export interface Collection<T> {
    get(key: string): T | undefined
    has(key: string): boolean
    values(): IterableIterator<T>
    createIndex(of: (row: T) => unknown, config: { indexType: unknown }): Index
  }
  export const BasicIndex: unknown
  export function createCollection<T extends object>(options: {
    id: string
    getKey: (row: T) => string
    startSync: boolean
    gcTime: number
    sync: { sync: (handle: Sync<T>) => void }
  }): Collection<T>
}

declare module '@tanstack/query-core' {
  export class QueryClient {
    constructor(options: { defaultOptions: { queries: { gcTime: number; staleTime: number } } })
    setQueryData(key: readonly string[], data: unknown): void
    getQueryData<T>(key: readonly string[]): T | undefined
  }
}

declare module '@tanstack/query-persist-client-core' {
  import type { QueryClient } from '@tanstack/query-core'
  export interface PersistedClient {
    timestamp: number
  }
  export interface Persister {
    persistClient(client: PersistedClient): Promise<void>
    restoreClient(): Promise<PersistedClient | undefined>
    removeClient(): Promise<void>
  }
  export function persistQueryClientSave(options: {
    queryClient: QueryClient
    persister: Persister
  }): Promise<void>
  export function persistQueryClientRestore(options: {
    queryClient: QueryClient
    persister: Persister
    maxAge: number
  }): Promise<void>
}
