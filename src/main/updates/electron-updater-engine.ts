import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { AppUpdater, UpdateInfo } from 'electron-updater'
import type { Release } from '../../ipc/views.ts'
import { errorFacts } from '../error-facts.ts'
import type { Clock, Fetch, Logger, Timers } from '../ports.ts'
import { downloadFile } from './download-file.ts'
import type { Answer, Asked, Found, UpdateEngine, UpdateMemory } from './engine.ts'
import { type AppAdapter, type Installer, makeUpdater } from './make-updater.ts'
import type { Metadata } from './metadata.ts'
import { failureOf, UpdateRefused } from './refusal.ts'
import { isInRollout } from './rollout.ts'
import { judge, metadataFileName, signedMetadata } from './signed-metadata.ts'
import type { UpdateSource } from './source.ts'

export interface EngineDeps {
  adapter: AppAdapter
  source: UpdateSource
  platform: NodeJS.Platform
  arch: string
  fetch: Fetch
  clock: Clock
  timers: Timers
  memory: UpdateMemory
  /** Starts what lies in that file when this program has ended. */
  startWhenEnded(file: string): void
  log: Logger
}

interface Loaded {
  path: string
  sha512: string
}

/**
 * electron-updater, of which the parts that know the systems are used: which file is for whom, where it is kept, how it
 * is installed. What comes over the network is read by code of our own, which looks at signatures first.
 */
export function createElectronUpdaterEngine(deps: EngineDeps): UpdateEngine {
  const { adapter, memory, log } = deps
  let asked: Asked = { channel: 'stable', goBack: false }
  let whyNone: 'newest' | 'staged' | 'system-too-old' = 'newest'
  let older: string | null = null
  let found: UpdateInfo | null = null
  let loaded: Loaded | null = null
  let onPercent: (percent: number) => void = () => {}
  let stop = new AbortController()
  let making: Promise<AppUpdater> | null = null
  let made: AppUpdater | null = null

  /** Signed, in force, for here, and no step back. */
  async function newest(parse: (text: string) => unknown): Promise<Metadata> {
    const { channel, goBack } = asked
    const file = metadataFileName(channel, deps.platform, deps.arch)
    const { metadata, issued } = await signedMetadata(file, { ...deps, parse })
    const offered = { version: metadata.version, issued }
    const judged = judge(offered, { installed: adapter.version, seen: memory.seen(channel) })
    if (judged === 'rollback') throw new UpdateRefused('rollback')
    memory.setSeen(channel, offered)
    older = judged === 'older' && !goBack ? metadata.version : null
    return metadata
  }

  /** In place of the updater's own way to load a file. */
  async function download(url: URL, destination: string, { sha512 }: { sha512: string }): Promise<string> {
    const size = fileNamed(basename(url.pathname))?.size ?? 0
    const onBytes = (bytes: number) => onPercent(Math.floor((100 * bytes) / size))
    await downloadFile({ url, destination, size, sha512, onBytes, signal: stop.signal }, deps)
    return destination
  }

  function fileNamed(name: string) {
    return found?.files.find(({ url }) => url === name)
  }

  const make = () =>
    makeUpdater({
      platform: deps.platform,
      adapter,
      address: deps.source.address,
      newest,
      download,
      isInRollout(percentage, version) {
        const isIn = isInRollout(percentage, memory.installationId(), version)
        if (!isIn) whyNone = 'staged'
        return isIn
      },
      tooOld() {
        whyNone = 'system-too-old'
      },
    })

  async function attempt<T>(work: (updater: AppUpdater) => Promise<T>): Promise<Answer<T>> {
    try {
      making ??= make()
      made = await making
      return { ok: true, value: await work(made) }
    } catch (error) {
      const reason = failureOf(error)
      if (reason === 'unexpected') log.error('an update failed', errorFacts(error))
      return { ok: false, reason }
    }
  }

  async function check(updater: AppUpdater, question: Asked): Promise<Found> {
    asked = question
    whyNone = 'newest'
    older = null
    updater.allowDowngrade = question.goBack
    const result = await updater.checkForUpdates()
    // Null: the updater itself holds that it can't work here.
    if (!result) throw new UpdateRefused('nothing-for-this')
    if (older !== null) return { kind: 'older', version: older }
    if (!result.isUpdateAvailable) return { kind: 'none', why: whyNone }
    found = result.updateInfo
    return { kind: 'newer', release: releaseOf(found, deps) }
  }

  async function load(updater: AppUpdater): Promise<null> {
    const [path = ''] = await updater.downloadUpdate()
    loaded = { path, sha512: fileNamed(basename(path))?.sha512 ?? '' }
    return null
  }

  /** Answers whether it was installed; what fails inside of it is told by an event. */
  function install(run: (updater: AppUpdater) => boolean | undefined): boolean {
    if (!loaded || !made) return false
    let failed = false
    const onError = (error: unknown) => {
      failed = true
      log.error('an update was not installed', errorFacts(error))
    }
    made.on('error', onError)
    try {
      return (run(made) ?? true) && !failed
    } catch (error) {
      onError(error)
      return false
    } finally {
      made.off('error', onError)
    }
  }

  function restart(updater: AppUpdater): boolean | undefined {
    if (!isInstaller(updater)) {
      updater.quitAndInstall()
      return
    }
    // An AppImage that is started while this program still runs would find it, and end.
    const runsAfter = deps.platform === 'win32'
    let file = process.env.APPIMAGE
    updater.once('appimage-filename-updated', (renamed) => {
      file = renamed
    })
    if (!updater.install(true, runsAfter)) return false
    if (!runsAfter && file) deps.startWhenEnded(file)
    adapter.quit()
    return true
  }

  return {
    check: (question) => attempt((updater) => check(updater, question)),
    download(tell) {
      onPercent = tell
      stop = new AbortController()
      return attempt(load)
    },
    cancel: () => stop.abort(),
    isIntact: async () => loaded !== null && (await hashOfFile(loaded.path)) === loaded.sha512,
    restart: () => install(restart),
    installOnQuit: () => install((updater) => !isInstaller(updater) || updater.install(true, false)),
  }
}

function isInstaller(updater: AppUpdater): updater is Installer {
  return 'install' in updater
}

function releaseOf(info: UpdateInfo, { platform, arch }: Pick<EngineDeps, 'platform' | 'arch'>): Release {
  const ending = platform === 'win32' ? '.exe' : platform === 'darwin' ? '.zip' : '.AppImage'
  const files = info.files.filter(({ url }) => url.endsWith(ending))
  const file = files.find(({ url }) => url.includes(arch)) ?? files[0]
  if (!file) throw new UpdateRefused('nothing-for-this')
  return {
    version: info.version,
    releasedAt: info.releaseDate === '' ? null : info.releaseDate,
    notes: typeof info.releaseNotes === 'string' ? info.releaseNotes : '',
    bytes: file.size ?? 0,
  }
}

async function hashOfFile(path: string): Promise<string | null> {
  const hash = createHash('sha512')
  try {
    await pipeline(createReadStream(path), hash)
    return hash.digest('base64')
  } catch {
    return null
  }
}
