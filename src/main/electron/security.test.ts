import { EventEmitter } from 'node:events'
import type { App, Session, WebContents } from 'electron'
import { describe, expect, test, vi } from 'vitest'
import { lockDown } from './security.ts'

const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }

class FakeSession extends EventEmitter {
  setBluetoothPairingHandler = vi.fn()
  setDevicePermissionHandler = vi.fn()
  setDisplayMediaRequestHandler = vi.fn()
  setPermissionCheckHandler = vi.fn()
  setPermissionRequestHandler = vi.fn()
  setSpellCheckerEnabled = vi.fn()
}

class FakeContents extends EventEmitter {
  session = new FakeSession()
  closeDevTools = vi.fn()
  setWebRTCIPHandlingPolicy = vi.fn()
  openHandler: Parameters<WebContents['setWindowOpenHandler']>[0] | null = null
  setWindowOpenHandler(handler: typeof this.openHandler) {
    this.openHandler = handler
  }
}

function started({ isPackaged = true } = {}) {
  const program = new EventEmitter()
  const openExternal = vi.fn()
  lockDown(program as unknown as App, { allowedOrigin: 'app://gatehouse', isPackaged, openExternal, log })
  const contents = new FakeContents()
  program.emit('web-contents-created', {}, contents)
  return { program, contents, openExternal }
}

/** Whether the program prevented what this event announces. */
function isPrevented(emitter: EventEmitter, name: string, facts: object = {}, ...rest: unknown[]): boolean {
  const event = { ...facts, preventDefault: vi.fn() }
  emitter.emit(name, event, ...rest)
  return event.preventDefault.mock.calls.length > 0
}

const strangers = [
  'https://example.org/',
  'http://127.0.0.1:4000/',
  'file:///etc/passwd',
  'app://print/1/page.html',
  'app://gatehouse.example.org/',
  'app://gatehouse@example.org/',
  'data:text/html,<h1>x</h1>',
  'blob:app://gatehouse/5',
  'javascript:alert(1)',
  'view-source:app://gatehouse/',
  'devtools://devtools/bundled/inspector.html',
  'gatehouse:invite',
  'about:blank',
  'nonsense',
  '',
]

describe('navigation', () => {
  test.each(strangers)('to %j is refused', (url) => {
    const { contents } = started()
    expect(isPrevented(contents, 'will-navigate', { url })).toBe(true)
  })

  test('within our own page is left alone', () => {
    const { contents } = started()
    expect(isPrevented(contents, 'will-navigate', { url: 'app://gatehouse/?language=ar' })).toBe(false)
  })

  test('of a frame is refused, whatever its address', () => {
    const { contents } = started()
    const url = 'app://gatehouse/'
    expect(isPrevented(contents, 'will-frame-navigate', { url, isMainFrame: false })).toBe(true)
    expect(isPrevented(contents, 'will-frame-navigate', { url, isMainFrame: true })).toBe(false)
  })

  test('by redirection is refused, whatever its address', () => {
    const { contents } = started()
    expect(isPrevented(contents, 'will-redirect', { url: 'app://gatehouse/' })).toBe(true)
    expect(isPrevented(contents, 'will-redirect', { url: 'https://example.org/' })).toBe(true)
  })

  test('a page can not hold on to itself when it is to go', () => {
    const { contents } = started()
    // Preventing this event means that the page unloads in spite of its own wish.
    expect(isPrevented(contents, 'will-prevent-unload')).toBe(true)
  })
})

describe('windows', () => {
  const details = { frameName: '', features: '', disposition: 'foreground-tab', referrer: {} }
  function opened(url: string) {
    const { contents, openExternal } = started()
    const answer = contents.openHandler?.({ ...details, url } as Electron.HandlerDetails)
    return { answer, openExternal }
  }

  test.each(strangers.filter((url) => !url.startsWith('http')))('for %j are refused', (url) => {
    const { answer, openExternal } = opened(url)
    expect(answer).toEqual({ action: 'deny' })
    expect(openExternal).not.toHaveBeenCalled()
  })

  test('for a web page are refused too; the browser shows it', () => {
    const { answer, openExternal } = opened('https://example.org/help')
    expect(answer).toEqual({ action: 'deny' })
    expect(openExternal).toHaveBeenCalledExactlyOnceWith('https://example.org/help')
  })

  test('within a page, a webview, are refused', () => {
    const { contents } = started()
    expect(isPrevented(contents, 'will-attach-webview', {}, {}, { src: 'app://gatehouse/' })).toBe(true)
  })
})

describe('what servers ask for', () => {
  test('a certificate that did not hold is never accepted', () => {
    const { program } = started()
    const answer = vi.fn()
    const rest = [{}, 'https://example.org', 'net::ERR_CERT_DATE_INVALID', {}, answer, true]
    expect(isPrevented(program, 'certificate-error', {}, ...rest)).toBe(true)
    expect(answer).toHaveBeenCalledExactlyOnceWith(false)
  })

  test('a password is never given', () => {
    const { program } = started()
    const answer = vi.fn()
    expect(isPrevented(program, 'login', {}, {}, { url: 'https://example.org' }, {}, answer)).toBe(true)
    expect(answer).toHaveBeenCalledExactlyOnceWith()
  })

  test('a certificate of this computer is never given', () => {
    const { program } = started()
    const answer = vi.fn()
    const rest = [{}, 'https://example.org', [{ subjectName: 'somebody' }], answer]
    expect(isPrevented(program, 'select-client-certificate', {}, ...rest)).toBe(true)
    expect(answer).toHaveBeenCalledExactlyOnceWith()
  })
})

describe('every page', () => {
  test('chooses no bluetooth device', () => {
    const { contents } = started()
    const answer = vi.fn()
    const devices = [{ deviceId: '1', deviceName: 'x' }]
    expect(isPrevented(contents, 'select-bluetooth-device', {}, devices, answer)).toBe(true)
    expect(answer).toHaveBeenCalledExactlyOnceWith('')
  })

  test('gives no address of this computer away', () => {
    const { contents } = started()
    expect(contents.setWebRTCIPHandlingPolicy).toHaveBeenCalledExactlyOnceWith('disable_non_proxied_udp')
  })

  test('of an installed program is closed to the developer tools, however they were opened', () => {
    const installed = started().contents
    installed.emit('devtools-opened')
    expect(installed.closeDevTools).toHaveBeenCalledOnce()
    const developed = started({ isPackaged: false }).contents
    developed.emit('devtools-opened')
    expect(developed.closeDevTools).not.toHaveBeenCalled()
  })
})

test('every session is locked down when it comes up, each once', () => {
  const { program, contents } = started()
  expect(contents.session.setPermissionRequestHandler).toHaveBeenCalledOnce()
  const another = new FakeSession()
  program.emit('session-created', another)
  program.emit('session-created', contents.session as unknown as Session)
  expect(another.setPermissionRequestHandler).toHaveBeenCalledOnce()
  expect(contents.session.setPermissionRequestHandler).toHaveBeenCalledOnce()
})
