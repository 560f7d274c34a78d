import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'

const headerBytes = 32
const frameHeaderBytes = 24
const magic = 0x377f0682

export interface Frame {
  page: number
  /** It ends a transaction. */
  commits: boolean
  /** Where its page's content lies in the log. */
  at: number
}

/**
 * The frames of the log beside a file, from its beginning to where the numbers of this round of it end. What SQLite
 * wrote of pages is encrypted, what it wrote about them is not. Null where there is a log without a readable
 * beginning; none where there is no log. Source: "WAL-mode File Format" of SQLite's documentation.
 */
export function framesOf(file: string): Frame[] | null {
  const log = `${file}-wal`
  if (!existsSync(log)) return []
  const handle = openSync(log, 'r')
  try {
    const { size } = fstatSync(handle)
    if (size < headerBytes) return []
    const header = Buffer.alloc(headerBytes)
    readSync(handle, header, 0, headerBytes, 0)
    if ((header.readUInt32BE(0) | 1) >>> 0 !== magic + 1) return null
    const pageBytes = header.readUInt32BE(8)
    const salts = header.subarray(16, 24)
    if (pageBytes < 512 || pageBytes > 65_536) return null
    const frames: Frame[] = []
    const head = Buffer.alloc(frameHeaderBytes)
    for (
      let at = headerBytes;
      at + frameHeaderBytes + pageBytes <= size;
      at += frameHeaderBytes + pageBytes
    ) {
      readSync(handle, head, 0, frameHeaderBytes, at)
      if (!head.subarray(8, 16).equals(salts)) continue
      frames.push({
        page: head.readUInt32BE(0),
        commits: head.readUInt32BE(4) > 0,
        at: at + frameHeaderBytes,
      })
    }
    return frames
  } finally {
    closeSync(handle)
  }
}
