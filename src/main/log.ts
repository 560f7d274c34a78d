import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import electronLog from 'electron-log/node'
import type { Redactor } from './diagnostics/redact.ts'
import type { Clock, LogFacts, Logger } from './ports.ts'

/** So many files of at most so many bytes, and one line more: never more than 5 MB altogether. */
export const logFiles = 5
export const logFileBytes = 1_000_000
/** Longer lines are cut: no fact of ours is long. */
const lineLength = 4000

export type LogLevel = 'normal' | 'detailed'
type Kind = 'detail' | 'info' | 'warn' | 'error'

export interface LogDeps {
  /** The data folder; the log lies in `logs` in it. */
  folder: string
  clock: Clock
  redactor: Redactor
  /** Says it on the console as well. */
  verbose: boolean
  /** After how much a file is a full one; for tests. */
  fileBytes?: number
}

export interface AppLog extends Required<Logger> {
  /** The newest file. */
  file: string
  setLevel(level: LogLevel): void
  /** What is on the disk. */
  size(): { files: number; bytes: number }
  /** The last lines, oldest first, over the border of a file. */
  recent(lines: number): string[]
}

/**
 * The one log of this program: of main, of the threads of the replica, and of the window. One line for each thing that
 * happened: time, level, a fixed sentence, and facts as `name=value`. All of a line goes through the redactor.
 */
export function openLog({ folder, clock, redactor, verbose, fileBytes = logFileBytes }: LogDeps): AppLog {
  const place = join(folder, 'logs')
  mkdirSync(place, { recursive: true, mode: 0o700 })
  const file = join(place, 'gatehouse.log')
  const out = electronLog.create({ logId: file })
  const { file: toFile, console: toConsole } = out.transports
  toFile.resolvePathFn = () => file
  toFile.maxSize = fileBytes
  toFile.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' }
  toFile.format = '{text}'
  toFile.level = 'silly'
  toFile.archiveLogFn = () => rotate(place)
  toConsole.format = '{text}'
  toConsole.level = verbose ? 'silly' : false
  let level: LogLevel = 'normal'

  function write(kind: Kind, message: string, facts?: LogFacts): void {
    if (kind === 'detail' && level === 'normal') return
    const line = redactor.redact(`${clock.now().toISOString()} ${kind.padEnd(6)} ${lineOf(message, facts)}`)
    out.info(line.slice(0, lineLength))
  }
  return {
    file,
    detail: (message, facts) => write('detail', message, facts),
    info: (message, facts) => write('info', message, facts),
    warn: (message, facts) => write('warn', message, facts),
    error: (message, facts) => write('error', message, facts),
    setLevel(next) {
      level = next
    },
    size() {
      const sizes = filesIn(place).map((name) => statSync(join(place, name)).size)
      return { files: sizes.length, bytes: sizes.reduce((sum, each) => sum + each, 0) }
    },
    recent(lines) {
      const found: string[] = []
      for (const name of filesIn(place)) {
        if (found.length >= lines) break
        found.unshift(...readFileSync(join(place, name), 'utf8').split('\n').filter(Boolean))
      }
      return found.slice(-lines)
    },
  }
}

/** What can be said in one line: a line break in a fact begins no line of its own. */
export function lineOf(message: string, facts: LogFacts = {}): string {
  const said = Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`)
  return [message, ...said].join(' ').replace(unprintable, ' ')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g

const nameOf = (age: number): string => (age === 0 ? 'gatehouse.log' : `gatehouse.${age}.log`)

/** The newest first. */
function filesIn(place: string): string[] {
  return Array.from({ length: logFiles }, (_, age) => nameOf(age)).filter((name) =>
    existsSync(join(place, name)),
  )
}

/** Each file takes the name of the next older one; the oldest goes, and so does what an earlier version left. */
function rotate(place: string): void {
  const names = filesIn(place)
  for (const name of readdirSync(place)) {
    if (/^gatehouse\..*log$/.test(name) && !names.includes(name)) rmSync(join(place, name), { force: true })
  }
  rmSync(join(place, nameOf(logFiles - 1)), { force: true })
  for (let age = logFiles - 2; age >= 0; age -= 1) {
    const from = join(place, nameOf(age))
    if (existsSync(from)) renameSync(from, join(place, nameOf(age + 1)))
  }
}
