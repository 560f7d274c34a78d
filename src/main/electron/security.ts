import { app, type Session, session } from 'electron'
import type { Logger } from '../ports.ts'
import { mayOpenExternally } from './external-links.ts'

export interface SecurityDeps {
  allowedOrigin: string
  openExternal(url: string): void
  log: Logger
}

/** Everything is denied that isn't our own page at its own address; no page of ours asks for more. */
export function lockDown({ allowedOrigin, openExternal, log }: SecurityDeps): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (isWithin(allowedOrigin, event.url)) return
      event.preventDefault()
      log.warn('a navigation was refused')
    })
    contents.on('will-redirect', (event) => {
      if (!isWithin(allowedOrigin, event.url)) event.preventDefault()
    })
    contents.on('will-attach-webview', (event) => {
      event.preventDefault()
      log.warn('a webview was refused')
    })
    contents.setWindowOpenHandler(({ url }) => {
      if (mayOpenExternally(url)) openExternal(url)
      return { action: 'deny' }
    })
  })
}

function isWithin(origin: string, address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host } = new URL(address)
  return `${protocol}//${host}` === origin
}

/** After `ready`, before the first window. */
export function lockDownSession(log: Logger, target: Session = session.defaultSession): void {
  target.setPermissionRequestHandler((_contents, permission, callback) => {
    log.warn('a permission was refused', { permission })
    callback(false)
  })
  target.setPermissionCheckHandler(() => false)
  target.setDevicePermissionHandler(() => false)
  target.on('will-download', (event) => {
    event.preventDefault()
    log.warn('a download was refused')
  })
}
