/** A line of a file or of a pasted table: what stands in its cells, as written. */
export interface FileRow {
  id: number
  /** Where it begins in the file, from 1. */
  line: number
  email: string
  name: string
  role: string
  /** Keys or names of applications. */
  applications: string
  endsOn: string
}

export interface TableFile {
  rows: FileRow[]
  /** Lines beyond what can be sent at once, and the line at which they begin. */
  leftOut: { count: number; from: number } | null
  /** Headings that mean nothing here. */
  ignored: string[]
}

/** How many people can be invited at once. */
export const mostAtOnce = 500

type ColumnName = Exclude<keyof FileRow, 'id' | 'line'>

const headings: Record<ColumnName, readonly string[]> = {
  email: ['email', 'email address', 'mail', 'address'],
  name: ['name', 'full name', 'display name'],
  role: ['role'],
  applications: ['applications', 'application', 'apps', 'app'],
  endsOn: ['end date', 'ends', 'ends on', 'end', 'until', 'access ends'],
}

/**
 * Reads comma, semicolon or tab separated lines as spreadsheets write them: quoted cells with separators and line
 * breaks in them, doubled quotes, a leading `sep=`. Without a heading line, the column with addresses is looked for.
 * Null where no column holds addresses.
 */
export function readTable(text: string): TableFile | null {
  const named = /^sep=(.)\r?\n/i.exec(text)
  const body = named ? text.slice(named[0].length) : text
  const firstLine = named ? 2 : 1
  const records = readRecords(body, named?.[1] ?? separatorOf(body)).filter(({ cells }) =>
    cells.some((cell) => cell.trim() !== ''),
  )
  const head = columnsOf(records[0]?.cells ?? [])
  const columns = head?.columns ?? guessColumns(records.map(({ cells }) => cells))
  if (!columns) return null
  const data = head ? records.slice(1) : records
  const rows = data.slice(0, mostAtOnce).map(({ line, cells }, id): FileRow => {
    const cell = (name: ColumnName) => (cells[columns[name] ?? -1] ?? '').trim()
    return {
      id,
      line: line + firstLine - 1,
      email: cell('email'),
      name: cell('name'),
      role: cell('role'),
      applications: cell('applications'),
      endsOn: cell('endsOn'),
    }
  })
  const beyond = data[mostAtOnce]
  return {
    rows,
    leftOut: beyond ? { count: data.length - mostAtOnce, from: beyond.line + firstLine - 1 } : null,
    ignored: head?.ignored ?? [],
  }
}

/** Whether what was pasted is a table with headings rather than a list of addresses. */
export function looksLikeTable(text: string): boolean {
  const [record] = readRecords(text.split(/\r\n|\r|\n/, 1)[0] ?? '', separatorOf(text))
  const head = columnsOf(record?.cells ?? [])
  return head !== null && Object.keys(head.columns).length > 1
}

/** Text of a file in whatever coding spreadsheets save it: UTF-8, UTF-16 with its mark, else that of old Windows. */
export function decodeFile(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

interface Line {
  line: number
  cells: string[]
}

/** Of the first line, outside quotes: what stands there most often. */
function separatorOf(text: string): string {
  const unquoted = (text.split(/\r\n|\r|\n/, 1)[0] ?? '').replace(/"[^"]*"/g, '')
  const count = (separator: string) => unquoted.split(separator).length
  return [',', ';', '\t'].reduce((best, each) => (count(each) > count(best) ? each : best))
}

function readRecords(text: string, separator: string): Line[] {
  const records: Line[] = []
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  let line = 1
  while (at < text.length) {
    // A quote that is never closed would swallow all that follows: then quotes are letters, for this line.
    const record = readRecord(text, at, separator, true) ?? readRecord(text, at, separator, false)
    if (!record) break
    records.push({ line, cells: record.cells })
    line += record.breaks
    at = record.next
  }
  return records
}

function readRecord(text: string, from: number, separator: string, quotes: boolean) {
  const cells: string[] = []
  let cell = ''
  let quoted = false
  let breaks = 0
  let at = from
  for (; at < text.length; at += 1) {
    const character = text.charAt(at)
    const isBreak = character === '\n' || (character === '\r' && text[at + 1] !== '\n')
    if (isBreak) breaks += 1
    if (quoted) {
      if (character !== '"') cell += character
      else if (text[at + 1] === '"') {
        cell += '"'
        at += 1
      } else quoted = false
    } else if (quotes && character === '"' && cell.trim() === '') {
      quoted = true
      cell = ''
    } else if (character === separator) {
      cells.push(cell)
      cell = ''
    } else if (isBreak) {
      at += 1
      break
    } else if (character !== '\r') cell += character
  }
  if (quoted) return null
  cells.push(cell)
  return { cells, next: at, breaks }
}

function columnsOf(cells: readonly string[]) {
  const columns: Partial<Record<ColumnName, number>> = {}
  const ignored: string[] = []
  for (const [index, cell] of cells.entries()) {
    const name = meaningOf(cell)
    if (name && columns[name] === undefined) columns[name] = index
    else if (cell.trim() !== '') ignored.push(cell.trim())
  }
  return columns.email === undefined ? null : { columns, ignored }
}

function meaningOf(heading: string): ColumnName | undefined {
  const plain = heading
    .replace(/[\p{Cf}]/gu, '')
    .trim()
    .toLowerCase()
    .replaceAll('e-mail', 'email')
    .replace(/[\s_-]+/g, ' ')
  return (Object.keys(headings) as ColumnName[]).find((name) => headings[name].includes(plain))
}

/** Without headings: the first column in which an address stands; a name in the column before or after it. */
function guessColumns(rows: readonly (readonly string[])[]): Partial<Record<ColumnName, number>> | null {
  const email = rows.find((cells) => cells.some(hasAt))?.findIndex(hasAt) ?? -1
  if (email < 0) return null
  return email > 0 ? { email, name: email - 1 } : { email }
}

const hasAt = (cell: string) => cell.includes('@')
