import { randomUUID } from 'node:crypto'
import { accessSync, constants, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { app, net } from 'electron'
import type { UpdateNotice, UpdatesView } from '../../ipc/views.ts'
import type { Clock, Fetch, Logger, Timers } from '../ports.ts'
import type { Settings } from '../settings/settings.ts'
import { createElectronUpdaterEngine } from '../updates/electron-updater-engine.ts'
import type { UpdateEngine } from '../updates/engine.ts'
import type { AppAdapter } from '../updates/make-updater.ts'
import { createUpdateMemory } from '../updates/memory.ts'
import { trustedKeys } from '../updates/signature.ts'
import { updateSource } from '../updates/source.ts'
import { whyNoUpdates } from '../updates/support.ts'
import { createUpdates, type Updates } from '../updates/updates.ts'

export interface AppUpdatesDeps {
  settings: Settings
  fetch: Fetch
  clock: Clock
  timers: Timers
  log: Logger
  unsent(): number
  closeData(): Promise<void>
  on: { changed(view: UpdatesView): void; notice(notice: UpdateNotice): void }
}

/** The updates of this installation, for what this system and this build are. */
export function createAppUpdates(deps: AppUpdatesDeps): Updates {
  const { settings, log } = deps
  const { isPackaged } = app
  const source = updateSource({ isPackaged, trialFile: process.env.GATEHOUSE_UPDATE_TRIAL })
  const unavailable = whyNoUpdates({
    isPackaged,
    platform: process.platform,
    hasSource: source !== null,
    appImage: process.env.APPIMAGE,
    canReplace,
  })
  const memory = createUpdateMemory(settings, randomUUID)
  const engine: UpdateEngine | null =
    source === null || unavailable !== null
      ? null
      : createElectronUpdaterEngine({
          ...deps,
          adapter: adapter(isPackaged),
          source: { ...source, keys: trustedKeys(source.keys, isPackaged) },
          platform: process.platform,
          arch: process.arch,
          memory,
          startWhenEnded: (execPath) => app.relaunch({ execPath, args: [] }),
        })
  return createUpdates({
    ...deps,
    version: app.getVersion(),
    engine,
    unavailable,
    memory,
    preferences: settings.preferences,
    isOnline: () => net.isOnline(),
    startAgain() {
      log.warn('starting again without the newer version')
      app.relaunch()
      app.quit()
    },
    random: Math.random,
  })
}

function adapter(isPackaged: boolean): AppAdapter {
  const appUpdateConfigPath = join(
    isPackaged ? process.resourcesPath : app.getPath('userData'),
    'app-update.yml',
  )
  // For a trial: electron-builder puts it beside every app that it packages.
  if (!isPackaged) writeFileSync(appUpdateConfigPath, 'updaterCacheDirName: gatehouse-trial-updater\n')
  return {
    version: app.getVersion(),
    name: app.getName(),
    isPackaged,
    appUpdateConfigPath,
    userDataPath: app.getPath('userData'),
    baseCachePath: cacheFolder(),
    whenReady: () => app.whenReady(),
    relaunch: () => app.relaunch(),
    quit: () => app.quit(),
    onQuit: (handler) => void app.once('quit', (_event, exitCode) => handler(exitCode)),
  }
}

/** Where each system keeps what can be fetched again; electron-updater's own choice. */
function cacheFolder(): string {
  if (process.platform === 'win32') return process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches')
  return process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache')
}

/** The file goes and another takes its place, so it is the folder that has to be writable. */
function canReplace(path: string): boolean {
  try {
    accessSync(dirname(path), constants.W_OK)
    return true
  } catch {
    return false
  }
}
