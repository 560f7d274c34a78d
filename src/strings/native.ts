import { inLanguage } from './language.ts'

/** What the operating system shows for us. The main process reads these anew each time it says something. */
export const menuWords = inLanguage('menuWords', {
  app: {
    about: 'About Gatehouse',
    services: 'Services',
    hide: 'Hide Gatehouse',
    hideOthers: 'Hide Others',
    unhide: 'Show All',
    quit: 'Quit Gatehouse',
  },
  file: 'File',
  pasteLink: 'Open an invitation...',
  syncNow: 'Sync now',
  settings: 'Settings',
  lock: 'Lock',
  quit: 'Quit',
  edit: 'Edit',
  editing: {
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    pasteAndMatchStyle: 'Paste and Match Style',
    delete: 'Delete',
    selectAll: 'Select All',
  },
  view: 'View',
  palette: 'Search or run a command',
  zoom: { reset: 'Actual Size', in: 'Zoom In', out: 'Zoom Out' },
  fullScreen: 'Full Screen',
  window: 'Window',
  minimize: 'Minimize',
  zoomWindow: 'Zoom',
  close: 'Close',
  help: 'Help',
  shortcuts: 'Keyboard shortcuts',
})

export const dialogWords = inLanguage('dialogWords', {
  save: 'Save',
  saveVerb: 'Save',
  /** Behind "Gatehouse wants to", as macOS asks. */
  unlockReason: 'unlock your accounts',
})

/** What the browser shows when a sign-in comes back to this program. */
export const returnPages = inLanguage('returnPages', {
  'signed-in': { title: 'You are signed in', text: 'Go back to Gatehouse. You can close this page.' },
  cancelled: {
    title: 'You are not signed in',
    text: 'The sign-in was ended before it finished. Go back to Gatehouse to try again. You can close this page.',
  },
  failed: {
    title: 'The sign-in did not finish',
    text: 'Go back to Gatehouse: it says what happened and lets you try again. You can close this page.',
  },
  unknown: {
    title: 'Nothing waits for this page',
    text: 'This sign-in is over or was never started here. Go back to Gatehouse and sign in from there.',
  },
})
