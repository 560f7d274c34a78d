// Reads which tests a page of the documentation names as its proof, and whether they are there and are run.
import { readFileSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'

export interface Row {
  section: string
  /** What stands in the first column. */
  what: string
  cells: string[]
  tests: { file: string; title: string }[]
}

const cellsOf = (line: string) =>
  line
    .replace(/^\||\|\s*$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim())

/** Of every table with a last column called `test`: each row, with the tests that this column names. */
export function rowsIn(markdown: string): Row[] {
  const rows: Row[] = []
  let section = ''
  let isProven = false
  for (const line of markdown.split('\n')) {
    if (line.startsWith('#')) section = line.replace(/^#+ /, '')
    if (!line.startsWith('|')) {
      isProven = false
      continue
    }
    const cells = cellsOf(line)
    if (cells.at(-1) === 'test') isProven = true
    else if (isProven && !/^[|\s:-]+$/.test(line)) {
      rows.push({ section, what: cells[0] ?? '', cells, tests: testsIn(cells.at(-1) ?? '') })
    }
  }
  return rows
}

/** `path/to/file.test.ts` "its title"; several of them in a row, and several titles of one file. */
function testsIn(cell: string): Row['tests'] {
  const tests: Row['tests'] = []
  let file = ''
  for (const [, path, title] of cell.matchAll(/`([^`]+)`|"([^"]+)"/g)) {
    if (path !== undefined) file = path
    else if (title !== undefined) tests.push({ file, title })
  }
  return tests
}

const left = String.raw`(['"\`])`

/** The call that makes a test of this title, up to the title: `test(`, `it.each([...])(`. */
function callOf(source: string, title: string): string | null {
  const escaped = title.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll("'", String.raw`\\?'`)
  const call = new RegExp(
    String.raw`\b(?:test|it)((?:\.\w+)*)(?:<[^(]*>)?(?:\((?:(?!\b(?:test|it|describe)(?:\.\w+)*\()[\s\S])*?\))?\(\s*${left}${escaped}\2\s*,`,
  )
  return call.exec(source)?.[1] ?? null
}

/** What is wrong with a test that is named; null where nothing is. `isRun` says which files `npm test` runs. */
export function faultOf(
  { file, title }: Row['tests'][number],
  read: (file: string) => string | null,
  isRun: (file: string) => boolean,
): string | null {
  // What makes a package for Linux can't be run on Windows; there, and only there, its tests may be left out.
  const source = read(file)?.replaceAll(".skipIf(process.platform === 'win32')", '') ?? null
  if (source === null) return `there is no ${file}`
  if (!isRun(file)) return `npm test does not run ${file}`
  const modifiers = callOf(source, title)
  if (modifiers === null) return `${file} has no test "${title}"`
  if (/skip|todo|fixme|fail|only|runIf/i.test(modifiers)) return `"${title}" in ${file} is not always run`
  // A group that is left out, a test that runs alone, or Playwright's way to leave one out from within.
  if (
    /\bdescribe\.(?:skip|todo|fixme|skipIf|runIf)\b|\.only\s*\(|\btest\.(?:skip|fixme)\(\s*[^'"`\s]/.test(
      source,
    )
  )
    return `something in ${file} is not always run`
  return null
}

export function readIn(root: string): (file: string) => string | null {
  return (file) => {
    try {
      return readFileSync(join(root, file), 'utf8')
    } catch {
      return null
    }
  }
}

export const matchesAny = (file: string, globs: readonly string[]): boolean =>
  globs.some((glob) => matchesGlob(file, glob))
