import { fail, ok, problem, type Result } from '@gatehouse/contract'
import {
  type CrashReport,
  type DiagnosticsPart,
  type DiagnosticsPreview,
  type DiagnosticsState,
  diagnosticsParts,
} from '../../ipc/views.ts'
import { diagnosticsWords } from '../../strings/diagnostics.ts'
import { type AppLog, logFileBytes, logFiles } from '../log.ts'
import type { Clock, Timers } from '../ports.ts'
import type { Settings } from '../settings/settings.ts'
import { type CrashReports, toReport } from './crash-reports.ts'
import { createPageErrors, type PageError } from './page-errors.ts'
import type { Redactor } from './redact.ts'
import { asLines, crashLines, type Fact, fileText, type PartText } from './report.ts'

/** How long a detailed log is written before it is an ordinary one again. */
export const detailedMs = 24 * 3_600_000
const logLines = 400

/** Where the facts come from that are neither settings nor logs. */
export interface DiagnosticsSources {
  /** Versions, the system, memory. */
  program(): Promise<Record<string, Fact>>
  /** Sizes, counts and whether the file is whole; or why there is none. */
  replica(): Promise<Record<string, Fact>>
  /** How the session and the sync stand, in words of the program, numbers and codes. */
  sync(): Promise<Record<string, Fact>>
  /** Names that must not be in it, as far as this computer knows them. */
  names(): Promise<readonly string[]>
}

export interface DiagnosticsDeps {
  log: AppLog
  crashes: CrashReports
  redactor: Redactor
  settings: Pick<Settings, 'diagnostics' | 'setDiagnostics' | 'preferences'>
  sources: DiagnosticsSources
  safeMode: boolean
  clock: Clock
  timers: Timers
  newId(): string
}

export interface Diagnostics {
  /** Takes up what was set in the run before. */
  begin(): void
  state(): DiagnosticsState
  setLevel(level: 'normal' | 'detailed'): void
  keepCrashReports(keep: boolean): void
  deleteCrashReports(): void
  /** A crash of the program or its window that the user has not been told of; from here on they have been. */
  tellCrash(): (CrashReport & { sinceStart: boolean }) | null
  /** An error in the page, into the log. Answers its reference, or null where there were too many. */
  noteError(error: PageError): string | null
  preview(): Promise<DiagnosticsPreview>
  /** Of the newest preview, what was left in: exactly the texts that were read. */
  file(previewId: string, parts: readonly DiagnosticsPart[]): Result<{ name: string; text: string }>
}

/** What helps whoever looks for a fault. It is read by the user first, saved where they say, and sent by nobody. */
export function createDiagnostics(deps: DiagnosticsDeps): Diagnostics {
  const { log, crashes, settings, clock, timers } = deps
  const pageErrors = createPageErrors(deps)
  let callOff = () => {}
  let newest: { previewId: string; parts: PartText[]; at: Date } | null = null

  function follow(): void {
    callOff()
    const { detailedUntil } = settings.diagnostics()
    const left = detailedUntil === null ? 0 : Date.parse(detailedUntil) - clock.now().getTime()
    // A clock that was set back must not make it last for ever.
    const isDetailed = left > 0 && left <= detailedMs
    if (!isDetailed && detailedUntil !== null) settings.setDiagnostics({ detailedUntil: null })
    log.setLevel(isDetailed ? 'detailed' : 'normal')
    if (isDetailed) callOff = timers.after(left, follow)
  }

  function tellCrash() {
    const { toldUntil } = settings.diagnostics()
    const isNew = ({ at }: CrashReport) => toldUntil === null || at > toldUntil
    const here = (['window', 'main'] as const).flatMap((kind) => crashes.newestOf(kind) ?? [])
    const before = crashes.list().filter(({ kind }) => kind === 'main' || kind === 'window')
    const crash = [...here, ...before.map(toReport)]
      .filter(isNew)
      .toSorted((a, b) => (a.at < b.at ? 1 : -1))[0]
    if (!crash) return null
    settings.setDiagnostics({ toldUntil: crash.at })
    return { ...crash, sinceStart: here.some(({ reference }) => reference === crash.reference) }
  }

  const texts: Record<DiagnosticsPart, () => Promise<string> | string> = {
    program: async () => asLines(await deps.sources.program()),
    settings: () => asLines(settingsFacts(deps)),
    replica: async () => asLines(await deps.sources.replica()),
    sync: async () => asLines(await deps.sources.sync()),
    crashes: () => crashLines(crashes.list()),
    log: () => log.recent(logLines).join('\n'),
  }

  async function preview(): Promise<DiagnosticsPreview> {
    deps.redactor.know('diagnostics', await deps.sources.names())
    const parts: PartText[] = []
    for (const part of diagnosticsParts) {
      parts.push({ part, text: deps.redactor.redact(await texts[part]()) })
    }
    deps.redactor.know('diagnostics', [])
    newest = { previewId: deps.newId(), parts, at: clock.now() }
    return { previewId: newest.previewId, parts }
  }

  return {
    begin() {
      follow()
      crashes.prune()
    },
    state() {
      const { detailedUntil, keepsCrashReports } = settings.diagnostics()
      const level = detailedUntil === null ? 'normal' : 'detailed'
      return {
        log: { level, detailedUntil, ...log.size(), mostBytes: logFiles * logFileBytes },
        keepsCrashReports,
        crashReports: crashes.list().map(toReport),
        safeMode: deps.safeMode,
      }
    },
    setLevel(level) {
      const until = new Date(clock.now().getTime() + detailedMs).toISOString()
      settings.setDiagnostics({ detailedUntil: level === 'detailed' ? until : null })
      follow()
      log.info('the level of the log was set', { level })
    },
    keepCrashReports: (keep) => settings.setDiagnostics({ keepsCrashReports: keep }),
    deleteCrashReports: crashes.removeAll,
    tellCrash,
    noteError: pageErrors.note,
    preview,
    file(previewId, wanted) {
      if (newest?.previewId !== previewId) {
        return fail(problem('not_found', { detail: diagnosticsWords.dialog.outdated }))
      }
      const { parts, at } = newest
      const kept = parts.filter(({ part }) => wanted.includes(part))
      return ok({
        name: `gatehouse-diagnostics-${at.toISOString().slice(0, 10)}.txt`,
        text: fileText(kept, diagnosticsParts, at),
      })
    },
  }
}

/** Without anything that speaks of accounts, of servers or of places. */
function settingsFacts({ settings }: DiagnosticsDeps): Record<string, Fact> {
  const { pins, recents, lastAccountId: _, lastTab: __, checklist, ...looks } = settings.preferences()
  const { detailedUntil, keepsCrashReports } = settings.diagnostics()
  return {
    ...looks,
    pins: pins.length,
    recents: recents.length,
    firstSteps: checklist.done.length,
    detailedUntil,
    keepsCrashReports,
  }
}
