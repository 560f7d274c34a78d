import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { app, shell } from 'electron'
import { type ReplicaOptions, type ReplicaWorker, startReplica } from '../../replica/index.ts'
import { type CrashReports, createCrashReports } from '../diagnostics/crash-reports.ts'
import { createDiagnostics, type Diagnostics } from '../diagnostics/diagnostics.ts'
import type { Redactor } from '../diagnostics/redact.ts'
import { createSources } from '../diagnostics/sources.ts'
import { createWindowCrashes } from '../diagnostics/window-crashes.ts'
import type { AppLog } from '../log.ts'
import type { Clock, Protection, Timers } from '../ports.ts'
import type { Session } from '../session/session.ts'
import { argumentsOf } from '../settings/safe-mode.ts'
import type { Settings } from '../settings/settings.ts'
import { askAfterBadStarts, askAfterCrash, askToWait, startCrashReporter, watchCrashes } from './crashes.ts'

/** After so many starts, one after the other, that came to no window that works, safe mode is offered. */
const badStarts = 2
/** A window that works for so long counts as one. */
const goesWellMs = 5000

export interface AppDiagnosticsDeps {
  userData: string
  isSafeMode: boolean
  log: AppLog
  redactor: Redactor
  settings: Settings
  clock: Clock
  timers: Timers
  protection(): Promise<Protection>
  /** Made after this; asked for when something is wanted of it. */
  session(): Pick<Session, 'state' | 'workspace'>
  reloadWindow(): void
}

export interface AppDiagnostics {
  diagnostics: Diagnostics
  window: ReturnType<typeof createWindowCrashes>
  /** The replica, with what its threads have to say in the log. */
  startReplica(
    source: ReplicaWorker,
    options: Pick<ReplicaOptions, 'onCrash' | 'onUnusable'>,
  ): ReturnType<typeof startReplica>
  restart(safeMode: boolean): void
  showFiles(what: 'logs' | 'crashes'): void
  /** Before there is a window. */
  prepare(): void
  /** Counts this start. True: the program ends, to start again in safe mode. */
  begin(): Promise<boolean>
  /** The page listens. */
  pageReady(): void
  /** It ends in good order. */
  end(): void
}

/** Everything about what goes wrong, made out of its parts: log, crash reports, diagnostics, safe mode. */
export function createAppDiagnostics(deps: AppDiagnosticsDeps): AppDiagnostics {
  const { userData, isSafeMode, log, settings, clock, timers } = deps
  const dumps = join(userData, 'crash-dumps')
  const crashes = createCrashReports({
    ...deps,
    folder: join(userData, 'crash-reports'),
    dumps,
    version: app.getVersion(),
    newReference: randomUUID,
    isWanted: () => settings.diagnostics().keepsCrashReports,
  })
  const diagnostics = createDiagnostics({
    ...deps,
    crashes,
    sources: createSources({
      session: { state: () => deps.session().state(), workspace: () => deps.session().workspace() },
      clock,
      app: {
        version: app.getVersion(),
        isPackaged: app.isPackaged,
        safeMode: isSafeMode,
        protection: deps.protection,
      },
      languages: () => app.getPreferredSystemLanguages(),
    }),
    safeMode: isSafeMode,
    newId: randomUUID,
  })

  function restart(safeMode: boolean): void {
    log.info('it is started again', { safeMode })
    app.relaunch({ args: argumentsOf(process.argv, safeMode) })
    app.quit()
  }

  return {
    diagnostics,
    window: createWindowCrashes({
      clock,
      log,
      crashes,
      reload: deps.reloadWindow,
      restart,
      quit: () => app.quit(),
      askAfterCrash,
      askToWait,
    }),
    startReplica: (source, options) => startReplica(source, withLog(options, crashes, log)),
    restart,
    showFiles(what) {
      const folder = what === 'logs' ? log.file : crashes.folder
      shell.showItemInFolder(existsSync(folder) ? folder : userData)
    },
    prepare() {
      startCrashReporter(dumps, settings.diagnostics().keepsCrashReports)
      watchCrashes(crashes, log)
      diagnostics.begin()
    },
    async begin() {
      const unfinished = settings.unfinishedStarts()
      settings.setUnfinishedStarts(unfinished + 1)
      if (unfinished < badStarts || !(await askAfterBadStarts())) return false
      settings.setUnfinishedStarts(0)
      app.relaunch({ args: argumentsOf(process.argv, true) })
      app.exit(0)
      return true
    },
    pageReady() {
      if (settings.unfinishedStarts() > 0) timers.after(goesWellMs, () => settings.setUnfinishedStarts(0))
    },
    end: () => settings.setUnfinishedStarts(0),
  }
}

function withLog(
  { onCrash, onUnusable }: Pick<ReplicaOptions, 'onCrash' | 'onUnusable'>,
  crashes: Pick<CrashReports, 'write'>,
  log: AppLog,
): ReplicaOptions {
  return {
    onCrash(error) {
      crashes.write({ kind: 'replica', error })
      onCrash?.(error)
    },
    ...(onUnusable ? { onUnusable } : {}),
    onNote: ({ level, message, facts }) => log[level](message, facts),
  }
}
