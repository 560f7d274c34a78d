import type { Session } from 'electron'
import type { Logger } from '../ports.ts'

/** Those of its events that ask the program something; what isn't answered here is answered with no by Electron. */
type Target = Pick<
  Session,
  | 'on'
  | 'setBluetoothPairingHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler'
  | 'setSpellCheckerEnabled'
>

/** No page of ours asks for a permission, a device, the screen or a download, so each is denied in every session. */
export function lockDownSession(target: Target, log: Logger): void {
  target.setPermissionRequestHandler((_contents, permission, callback) => {
    log.warn('a permission was refused', { permission })
    callback(false)
  })
  target.setPermissionCheckHandler(() => false)
  target.setDevicePermissionHandler(() => false)
  target.setDisplayMediaRequestHandler((_request, callback) => {
    log.warn('a capture of the screen was refused')
    callback(null)
  })
  target.setBluetoothPairingHandler((_details, callback) => callback({ confirmed: false }))
  target.on('will-download', (event) => {
    event.preventDefault()
    log.warn('a download was refused')
  })
  refuseChoices(target, log)
  // Dictionaries would be fetched from somebody else's server.
  target.setSpellCheckerEnabled(false)
}

/** Of what could be chosen from, nothing is; where nobody said so, Electron would take the first in some cases. */
function refuseChoices(target: Pick<Target, 'on'>, log: Logger): void {
  const refused = (event: { preventDefault(): void }) => {
    event.preventDefault()
    log.warn('the choice of a device was refused')
  }
  target.on('select-hid-device', (event, _details, callback) => {
    refused(event)
    callback()
  })
  target.on('select-usb-device', (event, _details, callback) => {
    refused(event)
    callback()
  })
  target.on('select-serial-port', (event, _ports, _contents, callback) => {
    refused(event)
    callback('')
  })
  target.on('select-webauthn-account', (event, _details, callback) => {
    refused(event)
    callback()
  })
  target.on('select-webauthn-authenticator', (event, callback) => {
    refused(event)
    callback()
  })
  target.on('file-system-access-restricted', (event, _details, callback) => {
    refused(event)
    callback('deny')
  })
}

/** Schemes of addresses that name nothing outside of the page itself. */
const local = new Set(['data:'])

/**
 * Pages get at our own files and at nothing else: every request is cancelled that isn't for one, and what is not a
 * request (a connection of WebRTC's, a connection made ahead) ends at a proxy that nobody can be.
 *
 * `origins`: those of our pages. `development`: the server that serves them where they are worked on, with its
 * websocket, beside the tools for that; then there is no proxy, as the server is on the network.
 */
export async function cutOffPages(
  target: Pick<Session, 'webRequest' | 'setProxy'>,
  { origins, development, log }: { origins: readonly string[]; development: string | null; log: Logger },
): Promise<void> {
  const allowed = new Set([...origins, ...(development === null ? [] : developmentOrigins(development))])
  target.webRequest.onBeforeRequest(({ url, resourceType }, callback) => {
    const cancel = !mayRequest(url, allowed, development !== null)
    if (cancel) log.warn('a request of a page was refused', { kind: resourceType })
    callback({ cancel })
  })
  if (development !== null) return
  // Port 9 is the system's to give, and nothing listens there. Addresses of this machine go there too.
  await target.setProxy({
    mode: 'fixed_servers',
    proxyRules: 'http://127.0.0.1:9',
    proxyBypassRules: '<-loopback>',
  })
}

function mayRequest(address: string, origins: ReadonlySet<string>, isDevelopment: boolean): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host } = new URL(address)
  if (local.has(protocol) || origins.has(`${protocol}//${host}`)) return true
  return isDevelopment && protocol === 'devtools:'
}

function developmentOrigins(server: string): string[] {
  const { protocol, host } = new URL(server)
  return [`${protocol}//${host}`, `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}`]
}
