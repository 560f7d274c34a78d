import type { AppUpdater, UpdateInfo } from 'electron-updater'
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js'
import type { Metadata } from './metadata.ts'

/** How electron-updater sees the app around it. */
export interface AppAdapter {
  readonly version: string
  readonly name: string
  readonly isPackaged: boolean
  /** What electron-builder put beside the app: the name of the cache's folder, and on Windows who publishes it. */
  readonly appUpdateConfigPath: string
  readonly userDataPath: string
  readonly baseCachePath: string
  whenReady(): Promise<void>
  relaunch(): void
  quit(): void
  onQuit(handler: (exitCode: number) => void): void
}

export interface UpdaterParts {
  platform: NodeJS.Platform
  adapter: AppAdapter
  address: string
  /** The newest version that may be had, read from the server. Rejects with `UpdateRefused`. */
  newest(parse: (text: string) => unknown): Promise<Metadata>
  download(url: URL, destination: string, file: { sha512: string }): Promise<string>
  isInRollout(percentage: number | undefined, version: string): boolean
  /** The system is too old for what was found. */
  tooOld(): void
}

/** What installs by itself; on a Mac the system's own part does, when the program ends. */
export interface Installer extends AppUpdater {
  install(isSilent: boolean, isForceRunAfter: boolean): boolean
}

/** electron-updater for this system, with the ways to the network taken out of its hands. */
export async function makeUpdater(parts: UpdaterParts): Promise<AppUpdater> {
  const { platform, adapter, address } = parts
  // Loaded when it is first needed: a start has no use for it.
  const { default: library } = await import('electron-updater')
  const { default: yaml } = await import('electron-updater/out/providers/Provider.js')
  const parse = (text: string): unknown => yaml.parseUpdateInfo(text, 'metadata', new URL(address))

  class SignedProvider extends library.Provider<UpdateInfo> {
    constructor(_options: unknown, _updater: unknown, runtime: ProviderRuntimeOptions) {
      super(runtime)
    }
    /** An id of this installation would go along; that is no server's business. */
    override setRequestHeaders(): void {}
    getLatestVersion(): Promise<UpdateInfo> {
      return parts.newest(parse)
    }
    resolveFiles({ files }: UpdateInfo) {
      return files.map((info) => ({ url: new URL(info.url, address), info }))
    }
  }

  const byPlatform = { win32: library.NsisUpdater, darwin: library.MacUpdater } as const
  const Updater =
    platform === 'win32' || platform === 'darwin' ? byPlatform[platform] : library.AppImageUpdater
  const updater: AppUpdater = new Updater(undefined, adapter)
  // Its lines have paths and addresses in them.
  updater.logger = null
  updater.setFeedURL({ provider: 'custom', updateProvider: SignedProvider })
  Object.assign(updater, { httpExecutor: { download: parts.download } })
  updater.autoDownload = false
  // Squirrel keeps and checks what it installs; elsewhere it is looked at once more before it is installed.
  updater.autoInstallOnAppQuit = platform === 'darwin'
  updater.disableWebInstaller = true
  // Maps of blocks are not signed, and reading them is more code than the bytes that it saves are worth.
  updater.disableDifferentialDownload = true
  updater.forceDevUpdateConfig = !adapter.isPackaged
  updater.isUserWithinRollout = (info) => parts.isInRollout(info.stagingPercentage, info.version)
  const isSupported = updater.isUpdateSupported
  updater.isUpdateSupported = async (info) => {
    const supported = await isSupported(info)
    if (!supported) parts.tooOld()
    return supported
  }
  return updater
}
