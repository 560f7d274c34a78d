import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'

// A backup is gzip of lines: a header as JSON; for each table a line with its name after "=", its rows as COPY writes
// them, and "\." to end them; and a last line as JSON with the number of rows and a checksum of all before it. A row
// of COPY's text never is "\.", as it doubles every backslash.

const headerSchema = z.object({
  format: z.literal('gatehouse-backup'),
  version: z.literal(1),
  takenAt: z.iso.datetime(),
  /** Those that had been applied: what the tables look like. */
  migrations: z.array(z.string()).min(1),
  /** In an order in which every row finds what it refers to. */
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()).min(1) })).min(1),
})
export type BackupHeader = z.infer<typeof headerSchema>
export type BackupTable = BackupHeader['tables'][number]

const trailerSchema = z.object({ rows: z.record(z.string(), z.int()), sha256: z.string() })

export interface TableRows {
  table: BackupTable
  /** As COPY wrote them, split anywhere. */
  rows: AsyncIterable<Buffer>
}

/** The bytes of a backup, not yet compressed. */
export async function* writeBackup(
  header: BackupHeader,
  tables: AsyncIterable<TableRows>,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  const rows: Record<string, number> = {}
  const hashed = (bytes: Buffer) => {
    hash.update(bytes)
    return bytes
  }
  yield hashed(Buffer.from(`${JSON.stringify(header)}\n`))
  for await (const { table, rows: chunks } of tables) {
    yield hashed(Buffer.from(`=${table.name}\n`))
    let count = 0
    for await (const chunk of chunks) {
      count += countLines(chunk)
      yield hashed(chunk)
    }
    rows[table.name] = count
    yield hashed(Buffer.from('\\.\n'))
  }
  yield Buffer.from(`${JSON.stringify({ rows, sha256: hash.digest('hex') })}\n`)
}

/** The file is no backup, or not as it was written. The message goes on from the file's name. */
export class UnusableBackup extends Error {}

export type BackupPart =
  | { kind: 'header'; header: BackupHeader }
  | { kind: 'table'; table: BackupTable }
  /** Whole lines of the table that was named last. */
  | { kind: 'rows'; bytes: Buffer }
  /** Only now is it certain that everything before was as it had been written. */
  | { kind: 'end'; rows: Record<string, number> }

/** Reads a backup part by part. Throws `UnusableBackup` where it can't be one. */
export async function* readBackup(path: string): AsyncGenerator<BackupPart> {
  const hash = createHash('sha256')
  const counted: Record<string, number> = {}
  let header: BackupHeader | undefined
  let table: BackupTable | undefined
  let next = 0
  let hasEnded = false
  for await (const lines of readLines(path)) {
    let rows: Buffer[] = []
    const flush = function* (): Generator<BackupPart> {
      if (rows.length > 0) yield { kind: 'rows', bytes: Buffer.concat(rows) }
      rows = []
    }
    for (const line of lines) {
      if (hasEnded) throw altered
      if (!header) {
        header = parseHeader(line)
        yield { kind: 'header', header }
      } else if (table) {
        if (line.equals(endOfRows)) {
          yield* flush()
          table = undefined
        } else {
          rows.push(line)
          counted[table.name] = (counted[table.name] ?? 0) + 1
        }
      } else if (line[0] === 0x3d) {
        table = header.tables[next]
        next += 1
        if (!table || line.toString() !== `=${table.name}\n`) throw altered
        counted[table.name] = 0
        yield { kind: 'table', table }
      } else {
        const trailer = parseTrailer(line)
        const isWhole = next === header.tables.length && isSame(trailer.rows, counted)
        if (!isWhole || trailer.sha256 !== hash.digest('hex')) throw altered
        hasEnded = true
        yield { kind: 'end', rows: counted }
        continue
      }
      hash.update(line)
    }
    yield* flush()
  }
  if (!hasEnded) throw altered
}

const altered = new UnusableBackup('is not whole, or was changed since it was written. Nothing was restored.')
const endOfRows = Buffer.from('\\.\n')

function parseHeader(line: Buffer): BackupHeader {
  const noBackup = new UnusableBackup('is not a backup of Gatehouse.')
  const json = parseJson(line)
  const { format, version } = (json ?? {}) as { format?: unknown; version?: unknown }
  if (format !== 'gatehouse-backup') throw noBackup
  if (version !== 1) {
    throw new UnusableBackup('was written by a newer Gatehouse in another form. Restore it with that one.')
  }
  const parsed = headerSchema.safeParse(json)
  if (!parsed.success) throw noBackup
  return parsed.data
}

function parseTrailer(line: Buffer): z.infer<typeof trailerSchema> {
  const parsed = trailerSchema.safeParse(parseJson(line))
  if (!parsed.success) throw altered
  return parsed.data
}

function parseJson(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString())
  } catch {
    return null
  }
}

function isSame(a: Record<string, number>, b: Record<string, number>): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name])
}

/** Whole lines with their ends, as many at once as come at once. */
async function* readLines(path: string): AsyncGenerator<Buffer[]> {
  const file = createReadStream(path)
  const gunzip = createGunzip()
  file.on('error', (error) => gunzip.destroy(error))
  let rest: Buffer[] = []
  try {
    for await (const chunk of file.pipe(gunzip) as AsyncIterable<Buffer>) {
      const lines: Buffer[] = []
      let start = 0
      for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
        lines.push(Buffer.concat([...rest, chunk.subarray(start, end + 1)]))
        rest = []
        start = end + 1
      }
      if (start < chunk.length) rest.push(chunk.subarray(start))
      yield lines
    }
  } catch (error) {
    // Z_DATA_ERROR, Z_BUF_ERROR: no gzip, changed, or cut short.
    if (String((error as { code?: unknown }).code).startsWith('Z_')) throw altered
    throw error
  } finally {
    file.destroy()
  }
  if (rest.length > 0) throw altered
}

function countLines(chunk: Buffer): number {
  let count = 0
  for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, at + 1)) count += 1
  return count
}
