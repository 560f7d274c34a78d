import { open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Files of a local copy that is not in use any more, under one name of their own.
 * `damaged`: what is the user's own is still to be taken out. `wiped`: as well, and then it goes for good.
 * `sealed`: its key can't be unwrapped; that may come back. `aside`: done with, kept for whoever may mend it.
 */
export type SetKind = 'damaged' | 'wiped' | 'sealed' | 'aside'

export interface FileSet {
  kind: SetKind
  /** When it was set aside: digits of the time, to the second or finer. */
  stamp: string
  /** The ends of its names: `db`, `db-wal`, `db-shm`, `key`. */
  ends: string[]
}

const pattern = /^(damaged|wiped|sealed|aside)-(\d{14,})\.(db|db-wal|db-shm|key|key\.new)$/

/** All that begins with `name` in a folder; none where there is no such folder. */
export async function filesOf(folder: string, name: string): Promise<string[]> {
  const entries = await readdir(folder).catch(() => [])
  return entries.filter((entry) => entry.startsWith(`${name}.`)).map((entry) => entry.slice(name.length + 1))
}

/** Oldest first. */
export async function setsOf(folder: string, name: string): Promise<FileSet[]> {
  const sets = new Map<string, FileSet>()
  for (const entry of await filesOf(folder, name)) {
    const [, kind, stamp, end] = pattern.exec(entry) ?? []
    if (!kind || !stamp || !end) continue
    const id = `${stamp} ${kind}`
    const set = sets.get(id) ?? { kind: kind as SetKind, stamp, ends: [] }
    set.ends.push(end)
    sets.set(id, set)
  }
  return [...sets.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, set]) => set)
}

/** Digits of a UTC time to the millisecond; in the order of time. */
export function stampOf(ms: number): string {
  return new Date(ms).toISOString().replace(/[^0-9]/g, '')
}

/** Milliseconds since 1970. Stamps of the first release are to the second. */
export function timeOf(stamp: string): number {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(stamp)?.slice(1).map(Number) ?? []
  return Date.UTC(year, month - 1, day, hour, minute, second, Number(stamp.slice(14) || 0))
}

export function nameIn(name: string, { kind, stamp }: Pick<FileSet, 'kind' | 'stamp'>, end: string): string {
  return `${name}.${kind}-${stamp}.${end}`
}

export async function renameSet(folder: string, name: string, set: FileSet, kind: SetKind): Promise<void> {
  for (const end of set.ends) {
    await rename(join(folder, nameIn(name, set, end)), join(folder, nameIn(name, { ...set, kind }, end)))
  }
}

export async function removeSet(folder: string, name: string, set: FileSet): Promise<void> {
  for (const end of set.ends) await rm(join(folder, nameIn(name, set, end)), { force: true, maxRetries: 3 })
}

/** What was renamed or made in a folder survives a power cut from here on, where the system lets one ask for it. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r')
    await handle.sync().finally(() => handle.close())
  } catch {
    // Windows can't open a folder, and needs no asking.
  }
}
