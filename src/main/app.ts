// The composition root: everything is made here and handed what it needs. Nothing else lives here.
import { hostname } from 'node:os'
import { join } from 'node:path'
import { app, clipboard, ipcMain, nativeTheme, protocol, session as sessions, shell } from 'electron'
import type { NotificationTarget } from '../ipc/views.ts'
import { arrivals, isSafeMode, replicaThreads, userData } from './before-ready.ts'
import { createRedactor } from './diagnostics/redact.ts'
import { namesIn } from './diagnostics/sources.ts'
import { createAppDiagnostics } from './electron/app-diagnostics.ts'
import { createAppLanguage } from './electron/app-language.ts'
import { appOrigin, appScheme, serveApp } from './electron/app-protocol.ts'
import { showBadge } from './electron/badge.ts'
import { startFailed } from './electron/crashes.ts'
import { createOpenExternal } from './electron/external-links.ts'
import { systemKeychain, systemPresence } from './electron/keychain.ts'
import { installMenu } from './electron/menu.ts'
import { networkFetch } from './electron/network.ts'
import { systemPower } from './electron/power.ts'
import { createPrinter, printHost } from './electron/print.ts'
import { saveFile } from './electron/save-file.ts'
import { lockDown } from './electron/security.ts'
import { cutOffPages } from './electron/session-security.ts'
import { linkIn } from './electron/start-links.ts'
import { systemNotifier } from './electron/system-notifier.ts'
import { type AppTray, createTray } from './electron/tray.ts'
import { createAppUpdates } from './electron/updater.ts'
import { onWake } from './electron/wake.ts'
import { createMainWindow } from './electron/window.ts'
import { createHandlers, type HandlersDeps } from './ipc/handlers.ts'
import { createReplicaChanges } from './ipc/replica-changes.ts'
import { type Router, registerRouter } from './ipc/router.ts'
import { createLinkInbox, isBusyForLinks } from './links/link-inbox.ts'
import { openLog } from './log.ts'
import { createNotificationCenter } from './notifications/center.ts'
import { notificationText } from './notifications/texts.ts'
import { systemClock, systemTimers } from './ports.ts'
import { type AutoLock, startAutoLock } from './session/auto-lock.ts'
import { createCalm } from './session/calm.ts'
import { createLogins } from './session/logins.ts'
import { createReplicaFiles } from './session/replica-files.ts'
import { createSession } from './session/session.ts'
import { newMutationId } from './session/workspace.ts'
import { openJsonStore } from './settings/json-store.ts'
import { inSafeMode } from './settings/safe-mode.ts'
import { openSettings } from './settings/settings.ts'

// An installed program shows its own pages, whatever its environment says.
const developmentServer = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL
const pageOrigin = developmentServer ? new URL(developmentServer).origin : appOrigin
/** Where the bundles lie, whichever of them this is in. */
const built = join(app.getAppPath(), 'out')
const clock = systemClock
const timers = systemTimers

const links = createLinkInbox({
  newKey: () => newMutationId(clock.now()),
  clock,
  hasWindow: () => window.isOpen(),
  on: {
    arrived: (linkId) => window.emit('link.arrived', { linkId }),
    refused: (problem) => window.emit('link.refused', problem),
  },
})

const redactor = createRedactor({ folders: { [userData]: '<data>' } })
const log = openLog({ folder: userData, clock, redactor, verbose: process.env.GATEHOUSE_LOG === 'verbose' })

const stored = openSettings({
  folder: userData,
  openStore: (name) => openJsonStore(userData, name),
  clock,
  log,
})
const settings = isSafeMode ? inSafeMode(stored) : stored
const care = createAppDiagnostics({
  userData,
  isSafeMode,
  log,
  redactor,
  settings,
  clock,
  timers,
  protection: systemKeychain.protection,
  session: () => session,
  reloadWindow: beginPageAnew,
})
care.prepare()
const window = createMainWindow({
  preload: join(built, 'preload/index.cjs'),
  address: () => appLanguage.inAddress(`${developmentServer ?? appOrigin}/${isSafeMode ? '?safe-mode' : ''}`),
  settings,
  on: {
    stopped: (reason) => void care.window.stopped(reason),
    hangs: () => void care.window.hangs(),
    answers: care.window.answers,
  },
})
const appLanguage = createAppLanguage({
  wished: () => settings.preferences().language,
  computer: () => app.getPreferredSystemLanguages(),
  on: {
    changed() {
      if (app.isReady()) showMenu()
      tray?.refresh()
      window.changeLanguage()
    },
  },
})
const printer = createPrinter()
const openExternal = createOpenExternal((url) => shell.openExternal(url))
const changes = createReplicaChanges(timers, (payload) => window.emit('replica.changed', payload))

const replicaFolder = join(userData, 'replica')

/** What isn't needed for the first picture begins when it stands, so that it stands sooner. */
const calm = createCalm(timers)

const session = createSession({
  fetch: networkFetch,
  device: deviceName(),
  clock,
  timers,
  random: Math.random,
  calm: calm.begun,
  log,
  keychain: systemKeychain,
  suggestion: process.env.GATEHOUSE_SERVER ?? null,
  startProblem: settings.problem,
  servers: { last: settings.lastServer, remember: settings.rememberServer },
  startReplica: (onCrash, onUnusable) => care.startReplica(replicaThreads, { onCrash, onUnusable }),
  wantedFirst: () => [...settings.preferences().pins, ...settings.preferences().recents],
  logins: createLogins({
    vaults: join(userData, 'session'),
    replicas: replicaFolder,
    keychain: systemKeychain,
    clock,
    log,
    memory: settings.logins,
  }),
  presence: systemPresence,
  lock: {
    isLocked: settings.logins.isLocked,
    setLocked: settings.logins.setLocked,
    unlockBy: () => settings.preferences().unlockBy,
  },
  filesOf: ({ address }, userId) =>
    createReplicaFiles({ folder: replicaFolder, keychain: systemKeychain, clock, log }, address, userId),
  openBrowser: async (url) => void (await openExternal(url.href)),
  on: {
    changed(touched, by) {
      if (by === 'user') changes.local(touched)
      else changes.synced(touched)
      if (touched.tables.includes('notification')) notifications.changed()
    },
    status(status) {
      unsent = status.waiting + status.attention
      window.emit('sync.changed', status)
      notifications.refused(status.attention)
      tray?.show(status)
    },
    accessEnded: (accountNames) => notifications.accessEnded(accountNames),
    state(state) {
      links.pause(isBusyForLinks(state))
      redactor.know('session', namesIn(state))
      window.emit('session.changed', state)
    },
    signedIn: () => window.focus(),
    emptied() {
      links.hold()
      notifications.forget()
      tray?.show(null)
      beginPageAnew()
    },
    shown() {
      links.release()
      void calm.begun.then(() => session.workspace().ok && notifications.begin())
    },
  },
})

const notifications = createNotificationCenter({
  system: systemNotifier,
  clock,
  timers,
  isInSight: window.isInSight,
  preferences: settings.preferences,
  async list() {
    const workspace = session.workspace()
    return workspace.ok ? workspace.value.replica.read('notifications.list', {}, clock.now()) : workspace
  },
  textOf: notificationText,
  open(target) {
    // Without a window one is opened first, and its page says when it listens.
    if (window.isOpen()) window.emit('notification.chosen', { target })
    else chosenNotification = target
    window.focus()
  },
  waiting: (count) => showBadge(count, window),
  changed: () => changes.local({ tables: ['notification'], accountIds: [], revision: 0 }),
})
let chosenNotification: NotificationTarget | null = null

let unsent = 0
const updates = createAppUpdates({
  settings,
  fetch: networkFetch,
  clock,
  timers,
  log,
  unsent: () => unsent,
  closeData,
  on: {
    changed: (view) => window.emit('updates.changed', view),
    notice: (notice) => window.emit('updates.notice', notice),
  },
})
let tray: AppTray | null = null
let router: Router | null = null

const handlers: HandlersDeps = {
  session,
  settings,
  links,
  notifications,
  updates,
  diagnostics: care.diagnostics,
  showFiles: care.showFiles,
  restart: care.restart,
  clock,
  timers,
  fetch: networkFetch,
  app: { version: app.getVersion(), platform: process.platform, protection: systemKeychain.protection },
  openExternal,
  writeClipboard: (text) => clipboard.writeText(text),
  saveFile,
  paper: printer.paper,
  print: printer.print,
  setTheme: (theme) => {
    nativeTheme.themeSource = theme
  },
  pageReady() {
    care.pageReady()
    links.ready()
    if (chosenNotification) window.emit('notification.chosen', { target: chosenNotification })
    chosenNotification = null
  },
  pageDrawn: calm.begin,
  preferencesChanged() {
    autoLock?.changed()
    updates.preferencesChanged()
    void appLanguage.follow()
    if (chosenKeys() !== shownKeys) showMenu()
  },
}
let autoLock: AutoLock | null = null

/** The keys that stand in the menu, as text: the preferences change with each account that is opened. */
let shownKeys = ''
const chosenKeys = () => JSON.stringify(settings.preferences().shortcuts)

function showMenu(): void {
  shownKeys = chosenKeys()
  installMenu(
    (action) => (action === 'lock' ? session.lock('by-hand') : window.emit('menu.chosen', { action })),
    settings.preferences().shortcuts,
  )
}

async function run(): Promise<void> {
  lockDown(app, {
    allowedOrigin: pageOrigin,
    isPackaged: app.isPackaged,
    openExternal: (url) => void openExternal(url),
    log,
  })
  // A Mac keeps a program without windows; elsewhere the user may have asked for that.
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin' && !settings.preferences().background) app.quit()
  })
  app.on('activate', () => window.focus())
  await app.whenReady()
  log.info('started', { version: app.getVersion(), platform: process.platform })
  await cutOffPages(sessions.defaultSession, {
    origins: [appOrigin, `${appScheme}://${printHost}`],
    development: developmentServer ?? null,
    log,
  })
  serveApp(protocol, join(built, 'renderer'), { [printHost]: printer.respond })
  router = registerRouter(ipcMain, {
    allowedOrigin: pageOrigin,
    ...createHandlers(handlers),
    log,
  })
  await appLanguage.follow()
  showMenu()
  tray = createTray({
    open: () => window.focus(),
    syncNow() {
      const workspace = session.workspace()
      if (workspace.ok) void workspace.value.engine.now()
    },
    lock: () => session.lock('by-hand'),
    quit: () => app.quit(),
  })
  nativeTheme.themeSource = settings.preferences().theme
  // Until it is known that nothing is locked.
  links.hold()
  const link = linkIn(process.argv)
  if (link !== null) links.arrive(link)
  arrivals.handTo({ link: links.arrive, secondStart: window.focus })
  if (await care.begin()) return
  const shown = window.open()
  // Before anything of an account can be seen.
  autoLock = startAutoLock({
    power: systemPower,
    timers,
    preferences: settings.preferences,
    lock: session.lock,
  })
  await session.start()
  await calm.begun
  if ((await systemKeychain.protection()) === 'plain-text') log.warn('the keychain does not encrypt here')
  onWake(timers, () => {
    const workspace = session.workspace()
    if (workspace.ok) void workspace.value.engine.now()
  })
  updates.start()
  await shown
}

/** Whatever the page still says in its last moments is neither done nor answered. */
function beginPageAnew(): void {
  router?.leavePage()
  window.reload()
}

let leaving = false
app.on('before-quit', (event) => {
  if (leaving) return
  event.preventDefault()
  care.end()
  void closeData()
    .then(updates.beforeQuit)
    .finally(() => app.quit())
})

/** Committed work is on disk already; this lets the worker close its file in good order. */
function closeData(): Promise<void> {
  leaving = true
  const tooLong = new Promise<void>((resolve) => setTimeout(resolve, 3000))
  return Promise.race([session.stop(), tooLong])
}

function deviceName(): string {
  return hostname().slice(0, 100) || 'unknown'
}

run().catch((error: unknown) => {
  startFailed(error, log)
  app.exit(1)
})
