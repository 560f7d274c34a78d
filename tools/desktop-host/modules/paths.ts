// Where the app and its files are: app.getPath and the package it was started from.
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { switches } from '../command-line.ts'

export interface AppPackage {
  readonly name?: string
  readonly productName?: string
  readonly version?: string
  readonly main?: string
}
/** The package the executable was started on, and a name set by `app.setName`. */
export const running: { folder: string; package: AppPackage; name: string } = {
  folder: '',
  package: {},
  name: '',
}

export const appName = (): string =>
  running.name || running.package.productName || running.package.name || 'Electron'

const chosen = new Map<string, string>()
const underHome: Readonly<Record<string, string>> = {
  desktop: 'Desktop',
  documents: 'Documents',
  downloads: 'Downloads',
  music: 'Music',
  pictures: 'Pictures',
  videos: 'Videos',
}

const appData = (): string => process.env.XDG_CONFIG_HOME || join(homedir(), '.config')
const userData = (): string => switches.get('user-data-dir') || join(pathOf('appData'), appName())

/** As app.getPath: paths set by the app first; throws for names Electron does not know. */
export function pathOf(name: string): string {
  const set = chosen.get(name)
  if (set !== undefined) return set
  const folder = underHome[name]
  if (folder !== undefined) return join(homedir(), folder)
  switch (name) {
    case 'home':
      return homedir()
    case 'appData':
      return appData()
    case 'userData':
      return userData()
    case 'sessionData':
      return pathOf('userData')
    case 'temp':
      return tmpdir()
    case 'exe':
    case 'module':
      return process.argv[0] ?? ''
    case 'logs':
      return join(pathOf('userData'), 'logs')
    case 'crashDumps':
      return join(pathOf('userData'), 'Crashpad')
    default:
      throw new Error(`Failed to get '${name}' path`)
  }
}
export function setPath(name: string, path: string): void {
  pathOf(name) // throws for an unknown name, as Electron does
  chosen.set(name, path)
}
