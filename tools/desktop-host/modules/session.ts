import { EventEmitter } from 'node:events'
import type Electron from 'electron'
import { browserSession, withSomePage } from '../browser.ts'
import type { Protocol } from '../cdp.ts'
import { requestListeners } from '../network.ts'
import { origins } from '../origins.ts'
import { type PartOf, strict } from '../strict.ts'
import { fetchAsElectron, protocol } from './net.ts'

type RequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0]
type CheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0]
type AskedPermission = Parameters<NonNullable<RequestHandler>>[1] & Parameters<NonNullable<CheckHandler>>[1]

/** Chromium's names for what Electron's permission handlers are asked about. */
const permissions: Partial<Record<AskedPermission, readonly Protocol.Browser.PermissionType[]>> = {
  'clipboard-read': ['clipboardReadWrite'],
  'clipboard-sanitized-write': ['clipboardSanitizedWrite'],
  'display-capture': ['displayCapture'],
  'idle-detection': ['idleDetection'],
  'storage-access': ['storageAccess'],
  'window-management': ['windowManagement'],
  geolocation: ['geolocation'],
  keyboardLock: ['keyboardLock'],
  media: ['audioCapture', 'videoCapture'],
  midi: ['midi'],
  midiSysex: ['midiSysex'],
  notifications: ['notifications'],
  pointerLock: ['pointerLock'],
}
const knownOrigins = new Set<string>()
let requestHandler: RequestHandler = null
let checkHandler: CheckHandler = null

/**
 * Electron asks the app at each request, Chromium wants the answers beforehand: both handlers are asked once per
 * permission when an origin is loaded. What neither grants is denied. Without handlers Chromium keeps its defaults.
 */
export async function applyPermissions(contents: Electron.WebContents, internalUrl: string): Promise<void> {
  const { origin } = new URL(internalUrl)
  if (origin === 'null') return
  knownOrigins.add(origin)
  if (!requestHandler && !checkHandler) return
  const granted: Protocol.Browser.PermissionType[] = []
  for (const name of Object.keys(permissions) as AskedPermission[]) {
    if (await isGranted(contents, name, internalUrl)) granted.push(...(permissions[name] ?? []))
  }
  // Chromium refuses everything that isn't listed, and a list it cannot grant as a whole: an insecure origin has
  // no claim to some permissions whatever the app says, and then gets none.
  const grant = (list: Protocol.Browser.PermissionType[]): Promise<unknown> =>
    browserSession().send('Browser.grantPermissions', { origin, permissions: list })
  await grant(granted).catch(() => grant([]))
}

async function isGranted(
  contents: Electron.WebContents,
  name: AskedPermission,
  internalUrl: string,
): Promise<boolean> {
  const requestingUrl = origins.toExternal(internalUrl)
  const origin = origins.toExternal(new URL(internalUrl).origin)
  if (checkHandler && !checkHandler(contents, name, origin, { isMainFrame: true, requestingUrl }))
    return false
  const handler = requestHandler
  if (!handler) return true
  return new Promise((resolve) => handler(contents, name, resolve, { isMainFrame: true, requestingUrl }))
}

async function clearStorage(options?: Electron.ClearStorageDataOptions): Promise<void> {
  const named = options?.origin
  const chosen = named === undefined ? [...knownOrigins] : [origins.toInternal(named).replace(/\/$/, '')]
  const names: Partial<Record<string, string>> = { indexdb: 'indexeddb', localstorage: 'local_storage' }
  const storageTypes = (options?.storages ?? ['all']).map((name) => names[name] ?? name).join(',')
  await withSomePage(async (page) => {
    for (const origin of chosen) await page.send('Storage.clearDataForOrigin', { origin, storageTypes })
  })
  if (storageTypes === 'all' && named === undefined) await browserSession().send('Storage.clearCookies')
}

const webRequest: Partial<Electron.WebRequest> = {
  onBeforeRequest: (...args: unknown[]) => setListener('beforeRequest', args.at(-1)),
  onHeadersReceived: (...args: unknown[]) => setListener('headersReceived', args.at(-1)),
}
function setListener(name: keyof typeof requestListeners, listener: unknown): void {
  if (listener === null) delete requestListeners[name]
  else Object.assign(requestListeners, { [name]: listener })
}

class HostSession extends EventEmitter implements PartOf<Electron.Session> {
  readonly protocol = protocol
  readonly webRequest = strict<Electron.WebRequest>('webRequest', webRequest)
  readonly fetch = fetchAsElectron
  spellCheckerEnabled = false

  setPermissionRequestHandler(handler: RequestHandler): void {
    requestHandler = handler
  }
  setPermissionCheckHandler(handler: CheckHandler): void {
    checkHandler = handler
  }
  // Chromium is given no devices, downloads, captures or extensions at all, so there is nothing to ask these about.
  setDevicePermissionHandler(): void {}
  setDisplayMediaRequestHandler(): void {}
  setUSBProtectedClassesHandler(): void {}
  setBluetoothPairingHandler(): void {}
  setCertificateVerifyProc(): void {}
  setSpellCheckerEnabled(enabled: boolean): void {
    this.spellCheckerEnabled = enabled
  }
  isSpellCheckerEnabled(): boolean {
    return this.spellCheckerEnabled
  }
  setSpellCheckerLanguages(): void {}
  isPersistent(): boolean {
    return true
  }
  async setProxy(): Promise<void> {}
  async resolveProxy(): Promise<string> {
    return 'DIRECT'
  }
  async clearCache(): Promise<void> {}
  async clearAuthCache(): Promise<void> {}
  async clearHostResolverCache(): Promise<void> {}
  async clearCodeCaches(): Promise<void> {}
  async closeAllConnections(): Promise<void> {}
  flushStorageData(): void {}
  clearStorageData(options?: Electron.ClearStorageDataOptions): Promise<void> {
    return clearStorage(options)
  }
  clearData(): Promise<void> {
    return clearStorage()
  }
}

/** There is one profile: every partition is the default session. */
export const defaultSession = strict<Electron.Session>('session.defaultSession', new HostSession())
const module: Partial<typeof Electron.session> = { defaultSession, fromPartition: () => defaultSession }
export const session = strict<typeof Electron.session>('session', module)
