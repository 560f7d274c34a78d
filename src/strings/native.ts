import { plural } from './format.ts'
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
  checkUpdates: 'Check for updates',
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
  showLogs: 'Show log files',
  saveDiagnostics: 'Save diagnostics...',
  safeMode: 'Restart in safe mode...',
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

/** Said by the system before there is a window, when the program was started in a way that takes its guards away. */
export const startRefusedWords = inLanguage('startRefusedWords', {
  title: 'Gatehouse did not start',
  text: (given: string) =>
    `Gatehouse was started with ${given}, which would let other programs look into your accounts. Start it without that.`,
  sandbox: (given: string) =>
    `Gatehouse was started with ${given}, without the sandbox that keeps its pages apart from this computer. Start it without that. Where this computer lets no program have a sandbox, install the package made for your distribution: it brings the permission with it.`,
})

/** What this computer, or the session on it, refuses: what to do about it. */
export const refusalWords = inLanguage('refusalWords', {
  unsafeAddress: 'This address is not a safe web page, so it was not opened.',
  noBrowser: 'No web browser could be opened. Set a default browser and try again.',
  keychainLost: 'What the keychain guarded on this computer can not be read any more.',
  notSaved: 'The file could not be written there. Choose another place, or look whether the disk is full.',
  noKeychain:
    'Gatehouse keeps your sign-in and its copy of your accounts under a key that this keychain guards. Unlock it, or set up a password store, then try again.',
  cancelled: 'The sign-in was cancelled.',
  startAgain: 'Start Gatehouse again to go on.',
  closed:
    'There was no contact with the server for longer than it allows, so what is on this computer is closed until there is.',
  signInInstead: 'You chose to unlock by signing in, and there is a connection. Sign in to go on.',
  notConfirmed: 'This computer did not confirm that it is you. Try again, or sign in in your browser.',
  otherUser:
    'You signed in as somebody else in the browser, so nothing was opened. Sign in as the login that is locked, or sign that one out first.',
  otherServer: (address: string) =>
    `This belongs to the server ${address}. Switch to your login there, or sign in there beside this one.`,
  signOutFirst: 'Sign out before you choose another server.',
  noServerYet: 'Say first which server you belong to.',
  signInTimeout: 'Ten minutes passed without a sign-in in the browser. Try again.',
  signInStale: 'The sign-in took too long and is no longer valid. Try again.',
  unsent: (count: number) =>
    `${plural(count, 'change was', 'changes were')} not sent to the server yet and would be lost. Send or discard them first.`,
})

/** What came of looking for a server at an address that somebody typed. */
export const serverWords = inLanguage('serverWords', {
  failing: (host: string, status: number) =>
    `${host} answers, but has a problem of its own (status ${status}). Try again in a minute, or ask whoever runs it.`,
  unencrypted: (host: string) =>
    `${host} sends its users over an unencrypted connection, so Gatehouse stops here. Whoever runs it must set its public address to https://.`,
  newer: (host: string, theirs: number, ours: number) =>
    `${host} is newer (version ${theirs}) than this app (version ${ours}). Update Gatehouse on this computer.`,
  older: (host: string, theirs: number, ours: number) =>
    `${host} is older (version ${theirs}) than this app (version ${ours}). Ask whoever runs it to update the server.`,
  notGatehouse: (host: string) =>
    `${host} answers, but it is not a Gatehouse server. Check the address for a typing mistake; if your network asks you to sign in on a web page, do that first.`,
  certificate: (host: string, reason: string) =>
    `The certificate of ${host} could not be verified (${reason}), so nothing was sent. Check the address and this computer's clock, or ask whoever runs the server.`,
  unknownHost: (host: string) =>
    `There is no server named ${host}. Check the address for a typing mistake, and your connection.`,
  refused: (host: string) =>
    `${host} refuses the connection: no server is running there. Check the address and its port, or ask whoever runs it.`,
  unreachable: (host: string, reason: string) =>
    `${host} could not be reached (${reason}). Check the address and your connection, then try again.`,
})

/** Why a link is not followed. None of them says what the link was. */
export const linkRefusals = inLanguage('linkRefusals', {
  noInvitation:
    'This is not an invitation. Paste the whole link from the e-mail, or the code at its end: 43 letters, digits, - and _.',
  tooLong: 'This is far longer than any invitation. Copy the link from the e-mail once more.',
  unsafeServer:
    'The link names a server in a way that is not safe. Ask whoever sent it for another one, or sign in at your server and paste the code alone.',
  tooOld: 'A link waited here for too long. Open it again if you still want to.',
  closed: 'This link was closed. Open or paste it again.',
  noServer: 'This code does not say which server it belongs to. Connect to your server first.',
  notAgreed:
    'Nothing was sent: this computer does not know the server of this link. Open the link again and decide.',
})

/** What is wrong with an address of a server as it was typed. */
export const addressWords = inLanguage('addressWords', {
  empty: 'Type the address of your server, for example gatehouse.example.com',
  otherScheme: (scheme: string) => `An address starts with https://, not with ${scheme}://`,
  notAddress: 'This is not an address. Write it like gatehouse.example.com',
  withPassword: 'Leave the name and password out: the sign-in comes afterwards, in your browser',
  unsafe: (host: string) => `Only an encrypted connection is safe: write https://${host}`,
})
