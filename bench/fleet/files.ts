import { createHash } from 'node:crypto'
import {
  createReadStream,
  createWriteStream,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
} from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FleetSize } from './sizes.ts'
import { bootstrapText } from './text.ts'
import { createFleet } from './world.ts'

const root = join(import.meta.dirname, '../..')
/** What takes long to make is kept here between runs, and made again when the sources it depends on have changed. */
export const cacheFolder = join(tmpdir(), 'gatehouse-bench')

/** Stands for the text of all source files under these folders of the project; tests don't count. */
export function fingerprint(...folders: string[]): string {
  const sum = createHash('sha256')
  for (const folder of folders) {
    for (const file of globSync('**/*.{ts,sql}', { cwd: join(root, folder) }).sort()) {
      if (!file.includes('test')) sum.update(file).update(readFileSync(join(root, folder, file)))
    }
  }
  return sum.digest('hex').slice(0, 12)
}

/**
 * A file of the cache, made by `make` under another name first, so that half a file is never taken for a whole one.
 * Older ones of the same kind are removed.
 */
export async function cached(
  kind: string,
  mark: string,
  make: (file: string) => Promise<void>,
): Promise<string> {
  mkdirSync(cacheFolder, { recursive: true })
  const name = `${kind}-${mark}`
  const file = join(cacheFolder, name)
  if (existsSync(file)) return file
  await forgetCached(kind)
  const draft = join(cacheFolder, `${kind}.${process.pid}.draft`)
  await make(draft)
  await rename(draft, file)
  return file
}

/** Removes what the cache holds of a kind, the logs beside a database included. */
export async function forgetCached(kind: string): Promise<void> {
  if (!existsSync(cacheFolder)) return
  const old = readdirSync(cacheFolder).filter(
    (name) => name.startsWith(`${kind}-`) || name.startsWith(`${kind}.`),
  )
  await Promise.all(old.map((name) => rm(join(cacheFolder, name), { recursive: true, force: true })))
}

/** The bootstrap of a world as a file of lines: 0.9 GB for a fleet, which takes half a minute to make. */
export function bootstrapFile(size: FleetSize): Promise<string> {
  return cached(
    `${size.name}-bootstrap`,
    `${fingerprint('bench/fleet', 'contract/src/entities')}.ndjson`,
    (draft) => pipeline(Readable.from(bootstrapText(createFleet(size))), createWriteStream(draft)),
  )
}

/** The text of such a file, in pieces as a network delivers them. */
export function readPieces(file: string): AsyncIterable<string> {
  return createReadStream(file, { encoding: 'utf8', highWaterMark: 2 ** 18 })
}
