import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type CrashKind, type CrashReport, crashReportSchema } from '../../ipc/views.ts'
import { errorFacts, framesOf } from '../error-facts.ts'
import type { Clock, Logger } from '../ports.ts'
import type { Redactor } from './redact.ts'

/** So many reports are kept, and so many pictures of memory that the system's crash handler made. */
export const mostReports = 20
const mostDumps = 3

const storedSchema = crashReportSchema.extend({ frames: z.array(z.string()) })
export type StoredCrash = z.infer<typeof storedSchema>

export interface CrashReportsDeps {
  /** Where they lie: `crash-reports` in the data folder. */
  folder: string
  /** Where the crash handler of Electron puts its files. */
  dumps: string
  version: string
  clock: Clock
  log: Logger
  redactor: Redactor
  newReference(): string
  isWanted(): boolean
}

export interface Crash {
  kind: CrashKind
  /** What was thrown; or `reason`, where nothing was. */
  error?: unknown
  reason?: string
  /** Where, if that is known in another way. */
  frames?: readonly string[]
}

export interface CrashReports {
  /** Into the log, and into a file where that is wanted. Answers the reference that both bear. */
  write(crash: Crash): string
  /** Newest first. */
  list(): StoredCrash[]
  /** The last one of this kind since the program was started, whether it was kept or not. */
  newestOf(kind: CrashKind): CrashReport | null
  removeAll(): void
  /** Drops pictures of memory beyond the last few. */
  prune(): void
  folder: string
}

/**
 * What stopped and where, one small file each that can be read with anything. On this computer alone: nothing here knows
 * how to send.
 */
export function createCrashReports(deps: CrashReportsDeps): CrashReports {
  const { folder, clock, log, redactor } = deps
  const pathOf = (name: string) => join(folder, name)
  const names = () => filesOf(folder).filter((name) => /^crash-\d{17}-[0-9a-f]{8}\.json$/.test(name))

  const sinceStart = new Map<CrashKind, CrashReport>()

  function write({ kind, error, reason, frames = framesOf(error) }: Crash): string {
    const reference = deps.newReference()
    const said = reason ?? errorFacts(error).name
    log.error('something stopped', { kind, reason: said, reference, at: frames.slice(0, 4).join(' < ') })
    const stored: StoredCrash = {
      reference,
      at: clock.now().toISOString(),
      version: deps.version,
      kind,
      reason: redactor.redact(said).slice(0, 120),
      frames: frames.map((frame) => redactor.redact(frame).slice(0, 300)),
    }
    sinceStart.set(kind, toReport(stored))
    if (!deps.isWanted()) return reference
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const stamp = stored.at.replace(/[^0-9]/g, '')
      const text = `${JSON.stringify(stored, null, 2)}\n`
      writeFileSync(pathOf(`crash-${stamp}-${reference.slice(0, 8)}.json`), text, { mode: 0o600 })
      for (const old of names().toSorted().slice(0, -mostReports)) rmSync(pathOf(old), { force: true })
    } catch (failure) {
      // A full disk is often why it stopped.
      log.warn('a crash report could not be written', errorFacts(failure))
    }
    return reference
  }

  return {
    folder,
    write,
    list() {
      const found = names().toSorted().reverse()
      return found.flatMap((name) => readReport(pathOf(name)))
    },
    newestOf: (kind) => sinceStart.get(kind) ?? null,
    removeAll() {
      for (const name of names()) rmSync(pathOf(name), { force: true })
      for (const { path } of dumpsIn(deps.dumps)) rmSync(path, { force: true })
    },
    prune() {
      const dumps = dumpsIn(deps.dumps).toSorted((a, b) => b.changed - a.changed)
      for (const { path } of dumps.slice(deps.isWanted() ? mostDumps : 0)) rmSync(path, { force: true })
    },
  }
}

export function toReport({ frames: _, ...report }: StoredCrash): CrashReport {
  return report
}

/** Nothing for a file that was cut short or is none of ours. */
function readReport(path: string): StoredCrash[] {
  try {
    const parsed = storedSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
    return parsed.success ? [parsed.data] : []
  } catch {
    return []
  }
}

function dumpsIn(folder: string): { path: string; changed: number }[] {
  return filesOf(folder, true)
    .filter((name) => name.endsWith('.dmp'))
    .map((name) => ({ path: join(folder, name), changed: statSync(join(folder, name)).mtimeMs }))
}

function filesOf(folder: string, recursive = false): string[] {
  try {
    return readdirSync(folder, { recursive, encoding: 'utf8' })
  } catch {
    return []
  }
}
