// What the app is told about pages that could not be loaded and windows that a page wants opened.
import type Electron from 'electron'
import type { Protocol } from '../cdp.ts'
import { origins } from '../origins.ts'

/** net:: errors the host tells apart; anything else counts as ERR_FAILED. */
const errorCodes: Readonly<Record<string, number>> = {
  ERR_ABORTED: -3,
  ERR_FILE_NOT_FOUND: -6,
  ERR_BLOCKED_BY_CLIENT: -20,
  ERR_CONNECTION_REFUSED: -102,
  ERR_NAME_NOT_RESOLVED: -105,
  ERR_INTERNET_DISCONNECTED: -106,
  ERR_PROXY_CONNECTION_FAILED: -130,
}

export interface LoadError extends Error {
  /** e.g. ERR_CONNECTION_REFUSED */
  readonly code: string
  readonly errno: number
  readonly url: string
}

/** `name` as in `net::NAME`. */
export function loadError(name: string, url: string): LoadError {
  const errno = errorCodes[name] ?? -2
  return Object.assign(new Error(`${name} (${errno}) loading '${url}'`), { code: name, errno, url })
}

export function windowOpenDetails(
  request: Protocol.Events['Page.windowOpen'],
  openerUrl: string,
): Electron.HandlerDetails {
  return {
    url: origins.toExternal(request.url),
    frameName: request.windowName === '_blank' ? '' : request.windowName,
    features: request.windowFeatures.join(','),
    disposition: request.userGesture ? 'foreground-tab' : 'new-window',
    referrer: { url: openerUrl, policy: 'strict-origin-when-cross-origin' },
  }
}

/** The load that `loadURL` waits for, and the addresses the host itself asked Chromium to load. */
export class Loading {
  #deferred: PromiseWithResolvers<void> | undefined
  #staysInDocument = false
  readonly #asked = new Set<string>()

  get active(): boolean {
    return this.#deferred !== undefined
  }
  begin(internalUrl: string): Promise<void> {
    this.#asked.add(internalUrl)
    this.#deferred = Promise.withResolvers<void>()
    this.#deferred.promise.catch(() => {}) // whoever called loadURL may not look
    return this.#deferred.promise
  }
  /** There will be no new document: done once the move within this one is announced. */
  expectMove(): void {
    this.#staysInDocument = this.active
  }
  moved(): void {
    if (this.#staysInDocument) this.done()
  }
  done(): void {
    this.#deferred?.resolve()
    this.#reset()
  }
  fail(error: Error): void {
    this.#deferred?.reject(error)
    this.#reset()
  }
  /** Whether the host asked for this document; answers true once for each time it did. */
  wasAskedFor(internalUrl: string): boolean {
    return this.#asked.delete(internalUrl)
  }
  #reset(): void {
    this.#deferred = undefined
    this.#staysInDocument = false
    this.#asked.clear()
  }
}
