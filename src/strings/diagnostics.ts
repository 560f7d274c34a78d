import { plural } from './format.ts'
import { inLanguage } from './language.ts'
import { fileSize } from './offline.ts'

/** Logs, crash reports, what is handed on for help, and safe mode. */
export const diagnosticsWords = inLanguage('diagnosticsWords', {
  settings: {
    level: 'Log',
    levels: { normal: 'Normal', detailed: 'Detailed for 24 hours' },
    levelHint:
      'Both are without names, addresses and passwords. A detailed one also says how long things took.',
    levelUntil: (time: string) => `Detailed until ${time}, then normal again.`,
    logs: 'Log files',
    size: (files: number, bytes: number, most: number) =>
      `${plural(files, 'file', 'files')}, ${fileSize(bytes)}. Older lines go by themselves: never more than ${fileSize(most)}.`,
    showLogs: 'Show log files',
    diagnostics: 'Diagnostics',
    diagnosticsHint:
      'One text file for whoever helps you. You read it before it is saved, and nothing is sent: you hand it on yourself.',
    review: 'Read and save...',
    crashes: 'Crash reports',
    keep: 'Keep crash reports on this computer',
    keepHint:
      'What stopped and where in the program. The system may add a picture of memory of the moment, which can hold what was on the screen. Neither is sent to anybody.',
    noCrashes: 'Nothing has stopped.',
    list: 'Crash reports on this computer, the newest first',
    showFolder: 'Show folder',
    deleteAll: 'Delete all',
    deleteTitle: 'Delete all crash reports?',
    deleteBody: (count: number) =>
      `${plural(count, 'report goes', 'reports go')}, and so do pictures of memory that the system kept. Diagnostics that you save later will not have them.`,
    deleteVerb: 'Delete',
    safeMode: 'Safe mode',
    safeModeHint: 'For when Gatehouse does not start or its window does not work as it should.',
    restartSafe: 'Restart in safe mode...',
    restartNormally: 'Restart normally',
  },
  kinds: {
    main: 'The program stopped',
    rejection: 'A piece of work failed',
    window: 'The window stopped',
    page: 'A screen stopped',
    process: 'A helping process stopped',
    replica: 'The local copy stopped',
  },
  dialog: {
    title: 'Save diagnostics',
    intro:
      'This is all that the file will hold. Read it, and leave out what you would rather keep to yourself. Nothing is sent: the file is saved where you choose.',
    parts: 'Parts of the file',
    include: (part: string) => `Save: ${part}`,
    textOf: (part: string) => `${part}, as it will be saved`,
    show: 'Show the text',
    hide: 'Hide the text',
    empty: 'Nothing.',
    lines: (count: number) => plural(count, 'line', 'lines'),
    nothingChosen: 'Choose at least one part.',
    outdated: 'These diagnostics are no longer the newest. Close this and open it again.',
    save: 'Save...',
    saved: 'The diagnostics are saved',
  },
  parts: {
    program: 'Program and system',
    settings: 'Settings',
    replica: 'Local copy',
    sync: 'Sync and outbox',
    crashes: 'Crash reports',
    log: 'Last lines of the log',
  },
  partHints: {
    program: 'Versions, the kind of system, memory.',
    settings: 'What you chose, without accounts and servers.',
    replica: 'Sizes, counts and whether it is whole.',
    sync: 'How the sync stands, in numbers and codes.',
    crashes: 'What stopped and where in the program.',
    log: 'What happened lately, without names.',
  },
  file: {
    title: 'Gatehouse diagnostics',
    intro:
      'Made on the computer of the user, who read it before it was saved. It holds no names of people or clients, no addresses, no passwords, tokens or keys; where something looked like one, a word in angle brackets stands instead.',
    leftOut: (parts: string) => `Left out by the user: ${parts}.`,
  },
  safe: {
    banner:
      'Safe mode: the window, theme, language, row height, own shortcuts and last place are as at a first start. Nothing of yours was removed.',
    restart: 'Restart normally',
    title: 'Restart in safe mode?',
    body: 'Gatehouse ends and starts again as at a first start, without drawing by the graphics card. For that run it passes over:',
    passedOver: [
      'where the window was and how large',
      'theme, language and row height',
      'keyboard shortcuts of your own',
      'the place where you were',
    ],
    kept: 'All of that is kept for the next ordinary start. Your accounts, changes that wait, pins, labels and the lock stay as they are.',
    drafts: (count: number) =>
      `${plural(count, 'draft that was', 'drafts that were')} not sent would be lost.`,
    verb: 'Restart',
  },
  told: {
    reloaded: 'The window had stopped and was loaded again',
    reloadedDetail: 'What you changed is kept on this computer.',
    ended: 'Gatehouse stopped unexpectedly last time',
    endedDetail: 'What you changed is kept on this computer. A report lies here too, and was not sent.',
    diagnostics: 'Diagnostics',
  },
})

/** Asked by the system, outside of the window: there is none that works. */
export const crashDialogs = inLanguage('crashDialogs', {
  again: {
    message: 'The window of Gatehouse stopped again',
    detail: (reference: string) =>
      `What you changed is kept on this computer. In safe mode it starts as at a first start, without removing anything.\n\nReference ${reference}`,
  },
  hanging: {
    message: 'The window of Gatehouse does not answer',
    detail: 'Wait for it, or load it again. Drafts that were not sent would be lost.',
  },
  starts: {
    message: 'Gatehouse did not start properly the last times',
    detail: 'In safe mode it starts as at a first start, without removing anything.',
  },
  ended: {
    title: 'Gatehouse has to stop',
    text: (reference: string) =>
      `Something in it went wrong. What you changed is kept on this computer: start Gatehouse again.\n\nReference ${reference}`,
  },
  safeMode: 'Start in safe mode',
  reload: 'Load again',
  quit: 'Quit',
  wait: 'Wait',
  normally: 'Start normally',
})
