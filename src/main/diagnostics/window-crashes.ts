import type { Clock, Logger } from '../ports.ts'
import type { CrashReports } from './crash-reports.ts'

/** A window that stops again within so long is not mended by loading it again. */
export const againMs = 60_000

export type CrashChoice = 'reload' | 'safe-mode' | 'quit'

export interface WindowCrashesDeps {
  clock: Clock
  log: Logger
  crashes: Pick<CrashReports, 'write'>
  reload(): void
  restart(safeMode: boolean): void
  quit(): void
  /** Asks outside of the window, as there is none that works. */
  askAfterCrash(reference: string): Promise<CrashChoice>
  /** The window answers nothing: wait, or load it again? */
  askToWait(): Promise<'wait' | 'reload'>
}

/**
 * The process of the window ended, or hangs. The first time it is loaded again, and the page says so; when that doesn't
 * help the user decides.
 */
export function createWindowCrashes(deps: WindowCrashesDeps) {
  const { clock, log, crashes } = deps
  let lastAt: number | null = null
  let isAsking = false
  let isHanging = false

  async function stopped(reason: string): Promise<void> {
    // Closed in good order, or already asked about.
    if (reason === 'clean-exit' || isAsking) return
    const reference = crashes.write({ kind: 'window', reason })
    const now = clock.now().getTime()
    const isAgain = lastAt !== null && now - lastAt < againMs
    lastAt = now
    if (!isAgain) return deps.reload()
    isAsking = true
    const choice = await deps.askAfterCrash(reference)
    isAsking = false
    if (choice === 'safe-mode') return deps.restart(true)
    if (choice === 'quit') return deps.quit()
    deps.reload()
  }

  return {
    stopped,
    async hangs(): Promise<void> {
      if (isHanging) return
      isHanging = true
      log.warn('the window does not answer')
      if ((await deps.askToWait()) === 'reload' && isHanging) deps.reload()
      isHanging = false
    },
    answers(): void {
      if (isHanging) log.info('the window answers again')
      isHanging = false
    },
  }
}
