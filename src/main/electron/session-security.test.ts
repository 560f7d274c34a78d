import { EventEmitter } from 'node:events'
import type { Session } from 'electron'
import { describe, expect, test, vi } from 'vitest'
import { cutOffPages, lockDownSession } from './session-security.ts'

const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }

/** A session that keeps what it was given under the name of the method. */
function fakeSession() {
  const given = new Map<string, unknown>()
  const keep = (name: string) => (value: unknown) => void given.set(name, value)
  const session = Object.assign(new EventEmitter(), {
    setBluetoothPairingHandler: keep('bluetooth'),
    setDevicePermissionHandler: keep('device'),
    setDisplayMediaRequestHandler: keep('display'),
    setPermissionCheckHandler: keep('check'),
    setPermissionRequestHandler: keep('request'),
    setSpellCheckerEnabled: keep('spelling'),
    webRequest: { onBeforeRequest: keep('requests') },
    setProxy: vi.fn(async () => {}),
  })
  const ask = (name: string, ...args: unknown[]) =>
    (given.get(name) as (...all: unknown[]) => unknown)(...args)
  return { session, real: session as unknown as Session, given, ask }
}

function locked() {
  const fake = fakeSession()
  lockDownSession(fake.real, log)
  return fake
}

const permissions = [
  'clipboard-read',
  'clipboard-sanitized-write',
  'display-capture',
  'fileSystem',
  'fullscreen',
  'geolocation',
  'hid',
  'idle-detection',
  'keyboardLock',
  'local-fonts',
  'local-network-access',
  'media',
  'mediaKeySystem',
  'midi',
  'midiSysex',
  'notifications',
  'openExternal',
  'pointerLock',
  'serial',
  'speaker-selection',
  'storage-access',
  'top-level-storage-access',
  'usb',
  'window-management',
  'unknown',
  'one-that-comes-with-a-later-electron',
]

describe('permissions', () => {
  test.each(permissions)('%s: neither given when asked for nor said to be there', (permission) => {
    const { ask } = locked()
    const answer = vi.fn()
    ask('request', {}, permission, answer, { isMainFrame: true, requestingUrl: 'app://gatehouse/' })
    expect(answer).toHaveBeenCalledExactlyOnceWith(false)
    expect(ask('check', {}, permission, 'app://gatehouse', {})).toBe(false)
    expect(ask('check', null, permission, 'app://gatehouse', {})).toBe(false)
  })

  test.each(['hid', 'serial', 'usb'])('no device of the kind %s may be used', (deviceType) => {
    expect(locked().ask('device', { deviceType, origin: 'app://gatehouse', device: {} })).toBe(false)
  })

  test('the screen is not captured', () => {
    const answer = vi.fn()
    locked().ask('display', { frame: null, videoRequested: true }, answer)
    expect(answer).toHaveBeenCalledExactlyOnceWith(null)
  })

  test('no device is paired', () => {
    const answer = vi.fn()
    locked().ask('bluetooth', { deviceId: '1', pairingKind: 'confirm' }, answer)
    expect(answer).toHaveBeenCalledExactlyOnceWith({ confirmed: false })
  })
})

describe('what a session announces', () => {
  test.each<[string, unknown[], unknown[]]>([
    ['select-hid-device', [{ deviceList: [{ deviceId: '1' }] }], []],
    ['select-usb-device', [{ deviceList: [{ deviceId: '1' }] }], []],
    ['select-serial-port', [[{ portId: '1' }], {}], ['']],
    ['select-webauthn-account', [{ accounts: [{ credentialId: '1' }] }], []],
    ['select-webauthn-authenticator', [], []],
    ['file-system-access-restricted', [{ path: '/etc' }], ['deny']],
  ])('%s: nothing is chosen', (name, details, refusal) => {
    const { session } = locked()
    const event = { preventDefault: vi.fn() }
    const answer = vi.fn()
    session.emit(name, event, ...details, answer)
    expect(event.preventDefault).toHaveBeenCalledOnce()
    expect(answer).toHaveBeenCalledExactlyOnceWith(...refusal)
  })

  test('a download does not begin', () => {
    const { session } = locked()
    const event = { preventDefault: vi.fn() }
    session.emit('will-download', event, { getURL: () => 'app://gatehouse/x' }, {})
    expect(event.preventDefault).toHaveBeenCalledOnce()
  })

  test('no dictionary is fetched', () => {
    expect(locked().given.get('spelling')).toBe(false)
  })
})

describe('the network of pages', () => {
  const origins = ['app://gatehouse', 'app://print']
  async function isCancelled(url: string, development: string | null = null): Promise<boolean> {
    const { real, ask } = fakeSession()
    await cutOffPages(real, { origins, development, log })
    const answer = vi.fn()
    ask('requests', { url, resourceType: 'xhr' }, answer)
    expect(answer).toHaveBeenCalledOnce()
    const [response] = answer.mock.calls[0] as [{ cancel: boolean }]
    return response.cancel
  }

  test.each([
    'app://gatehouse/',
    'app://gatehouse/assets/index.js',
    'app://print/1/page.css',
    'data:image/svg+xml,<svg/>',
  ])('%s is ours', async (url) => expect(await isCancelled(url)).toBe(false))

  test.each([
    'https://example.org/',
    'http://localhost:5173/',
    'http://127.0.0.1:9/',
    'ws://localhost:5173/',
    'wss://example.org/',
    'ftp://example.org/x',
    'file:///etc/passwd',
    'filesystem:app://gatehouse/temporary/x',
    'blob:app://gatehouse/5',
    'app://elsewhere/',
    'app://gatehouse.example.org/',
    'app://gatehouse:80/',
    'app://gatehouse@example.org/',
    'chrome://gpu/',
    'chrome-extension://abc/x.js',
    'devtools://devtools/bundled/inspector.html',
    'nonsense',
    '',
  ])('%j is refused', async (url) => expect(await isCancelled(url)).toBe(true))

  test('where pages are worked on, their server is ours as well, and nothing else is', async () => {
    const server = 'http://localhost:5173'
    expect(await isCancelled(`${server}/main.tsx`, server)).toBe(false)
    expect(await isCancelled('ws://localhost:5173/', server)).toBe(false)
    expect(await isCancelled('devtools://devtools/bundled/inspector.html', server)).toBe(false)
    expect(await isCancelled('http://localhost:5174/', server)).toBe(true)
    expect(await isCancelled('https://example.org/', server)).toBe(true)
  })

  test('what is no request ends at a proxy that nobody is, also for addresses of this machine', async () => {
    const { session, real } = fakeSession()
    await cutOffPages(real, { origins, development: null, log })
    expect(session.setProxy).toHaveBeenCalledExactlyOnceWith({
      mode: 'fixed_servers',
      proxyRules: 'http://127.0.0.1:9',
      proxyBypassRules: '<-loopback>',
    })
  })
})
