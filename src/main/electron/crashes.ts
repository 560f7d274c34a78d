import { mkdirSync } from 'node:fs'
import { app, crashReporter, dialog } from 'electron'
import { crashDialogs as words } from '../../strings/diagnostics.ts'
import type { CrashReports } from '../diagnostics/crash-reports.ts'
import type { CrashChoice } from '../diagnostics/window-crashes.ts'
import { errorFacts, placeOf } from '../error-facts.ts'
import type { Logger } from '../ports.ts'

/** Has crashes of native code leave their pictures of memory in `folder`, on this computer alone. Before there is a window. */
export function startCrashReporter(folder: string, isWanted: boolean): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  app.setPath('crashDumps', folder)
  if (isWanted) crashReporter.start({ uploadToServer: false })
}

/** Whatever nobody caught, and processes that end though nobody ended them. The window's own is seen by the window. */
export function watchCrashes(crashes: Pick<CrashReports, 'write'>, log: Logger): void {
  process.on('uncaughtException', (error) => {
    const reference = crashes.write({ kind: 'main', error })
    // What stands in memory may be half done; what was committed is on the disk.
    dialog.showErrorBox(words.ended.title, words.ended.text(reference))
    app.exit(1)
  })
  process.on('unhandledRejection', (reason) => {
    crashes.write({ kind: 'rejection', error: reason })
  })
  // Somebody who started it in a terminal may have closed that.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason === 'clean-exit') return log.info('a helping process ended', { type })
    crashes.write({ kind: 'process', reason: `${type} ${reason} ${exitCode}` })
  })
}

/** The window stopped again; there is none to ask in. */
export async function askAfterCrash(reference: string): Promise<CrashChoice> {
  const { message, detail } = words.again
  const choices = ['safe-mode', 'reload', 'quit'] as const
  return await ask(message, detail(reference), choices, [words.safeMode, words.reload, words.quit], 'reload')
}

export async function askToWait(): Promise<'wait' | 'reload'> {
  const { message, detail } = words.hanging
  return await ask(message, detail, ['wait', 'reload'] as const, [words.wait, words.reload], 'wait')
}

/** True: in safe mode. */
export async function askAfterBadStarts(): Promise<boolean> {
  const { message, detail } = words.starts
  const chosen = await ask(
    message,
    detail,
    ['safe', 'normal'] as const,
    [words.safeMode, words.normally],
    'normal',
  )
  return chosen === 'safe'
}

async function ask<const Choice extends string>(
  message: string,
  detail: string,
  choices: readonly Choice[],
  buttons: string[],
  otherwise: Choice,
): Promise<Choice> {
  const cancelId = choices.indexOf(otherwise)
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    message,
    detail,
    buttons,
    cancelId,
    defaultId: 0,
    noLink: true,
  })
  return choices[response] ?? otherwise
}

/** For what the start as a whole failed at. */
export function startFailed(error: unknown, log: Logger): void {
  log.error('the start failed', { ...errorFacts(error), at: placeOf(error) })
}
