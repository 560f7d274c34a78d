import type { App, Session, WebContents } from 'electron'
import type { Logger } from '../ports.ts'
import { mayOpenExternally } from './external-links.ts'
import { lockDownSession } from './session-security.ts'

export interface SecurityDeps {
  allowedOrigin: string
  /** An installed program: nobody looks into its pages. */
  isPackaged: boolean
  openExternal(url: string): void
  log: Logger
}

/**
 * Everything is denied that isn't our own page at its own address; no page of ours asks for more. Before `ready`, so
 * that no page and no session is there first.
 */
export function lockDown(program: Pick<App, 'on'>, deps: SecurityDeps): void {
  const { log } = deps
  const locked = new WeakSet<Session>()
  const lockSession = (session: Session) => {
    if (locked.has(session)) return
    locked.add(session)
    lockDownSession(session, log)
  }
  program.on('session-created', lockSession)
  program.on('web-contents-created', (_event, contents) => {
    lockSession(contents.session)
    lockDownContents(contents, deps)
  })
  program.on('certificate-error', (event, _contents, _address, error, _certificate, callback) => {
    event.preventDefault()
    log.warn('a certificate was refused', { error })
    callback(false)
  })
  // Whoever asks for a password this way is no server of ours.
  program.on('login', (event, _contents, _details, _info, callback) => {
    event.preventDefault()
    log.warn('a request for a password was refused')
    callback()
  })
  // Unasked, the first certificate of this computer would be shown to the server.
  program.on('select-client-certificate', (event, _contents, _address, _certificates, callback) => {
    event.preventDefault()
    log.warn('a request for a certificate of this computer was refused')
    callback()
  })
}

function lockDownContents(contents: WebContents, deps: SecurityDeps): void {
  const { allowedOrigin, isPackaged, log } = deps
  contents.on('will-navigate', (event) => {
    if (isWithin(allowedOrigin, event.url)) return
    event.preventDefault()
    log.warn('a navigation was refused')
  })
  // No page of ours has another one within it.
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame) return
    event.preventDefault()
    log.warn('a frame was refused')
  })
  contents.on('will-redirect', (event) => {
    event.preventDefault()
    log.warn('a redirection was refused')
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
    log.warn('a webview was refused')
  })
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenExternally(url)) deps.openExternal(url)
    return { action: 'deny' }
  })
  // A page that is to go, because it was locked or another login is opened, has no say in it.
  contents.on('will-prevent-unload', (event) => event.preventDefault())
  contents.on('select-bluetooth-device', (event, _devices, callback) => {
    event.preventDefault()
    callback('')
  })
  if (isPackaged) contents.on('devtools-opened', () => contents.closeDevTools())
  // What is left of WebRTC goes through the proxy of the pages' session, which there is none of.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}

function isWithin(origin: string, address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host } = new URL(address)
  return `${protocol}//${host}` === origin
}
