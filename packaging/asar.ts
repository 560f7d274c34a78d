// Reads an archive as Electron does: a header of JSON, then the files one after another. Written here and not taken from
// what writes the archive, so that a package is looked at by somebody else than who made it.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Node {
  files?: Record<string, Node>
  size?: number
  offset?: string
  unpacked?: boolean
  link?: string
  integrity?: { algorithm: string; hash: string }
}

export interface ArchiveEntry {
  /** With `/`, from the archive's root. */
  path: string
  size: number
  /** It lies beside the archive, in `app.asar.unpacked`. */
  isUnpacked: boolean
  isLink: boolean
  /** What the header says its content hashes to, which Electron compares when it reads. */
  sha256: string | null
  read(): Buffer
}

export interface Archive {
  entries: ArchiveEntry[]
  /** What the executable has to carry, so that the header can't be exchanged. */
  headerSha256: string
}

/** Four numbers stand before the header: how long they are themselves, and how long the text is. */
const prefix = 16

/** Opens the archive at this path. */
export function readArchive(file: string): Archive {
  const bytes = readFileSync(file)
  const headerSize = bytes.readUInt32LE(4)
  const text = bytes.subarray(prefix, prefix + bytes.readUInt32LE(12)).toString('utf8')
  const contentStart = 8 + headerSize
  const entries: ArchiveEntry[] = []
  function walk(node: Node, path: string): void {
    for (const [name, child] of Object.entries(node.files ?? {})) {
      const at = path === '' ? name : `${path}/${name}`
      if (child.files) {
        walk(child, at)
        continue
      }
      const size = child.size ?? 0
      const isUnpacked = child.unpacked === true
      const start = contentStart + Number(child.offset ?? 0)
      entries.push({
        path: at,
        size,
        isUnpacked,
        isLink: child.link !== undefined,
        sha256: child.integrity?.algorithm === 'SHA256' ? child.integrity.hash : null,
        read: () =>
          isUnpacked ? readFileSync(join(`${file}.unpacked`, at)) : bytes.subarray(start, start + size),
      })
    }
  }
  walk(JSON.parse(text) as Node, '')
  return { entries, headerSha256: createHash('sha256').update(text).digest('hex') }
}
