import type * as Main from 'electron/main'
import fc from 'fast-check'
import { describe, expect, expectTypeOf, test, vi } from 'vitest'
import { parseCommandLine } from './command-line.ts'
import type * as modules from './modules/index.ts'
import { createOrigins, originOf } from './origins.ts'
import { missing, strict } from './strict.ts'

describe('origins', () => {
  const origins = createOrigins()
  origins.schemes.add('app')

  test('an address of the app is an https one to Chromium, and back', () => {
    expect(origins.toInternal('app://bundle/a?b#c')).toBe('https://bundle.app.localhost/a?b#c')
    expect(origins.toInternal('app://bundle')).toBe('https://bundle.app.localhost/')
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z0-9]{1,9}(\.[a-z0-9]{1,9})?$/),
        fc.stringMatching(/^(\/[\w.%-]{0,9}){0,3}(\?[\w=&]{0,9})?(#\w{0,9})?$/),
        (host, path) => {
          const url = `app://${host}${path.startsWith('/') ? path : `/${path}`}`
          expect(origins.toExternal(origins.toInternal(url))).toBe(url)
        },
      ),
    )
  })

  test.each([
    'https://example.com/',
    'http://localhost:5173/x',
    'other://bundle/',
    'about:blank',
    'not a url',
  ])('%s is left alone in both directions', (url) => {
    expect(origins.toInternal(url)).toBe(url)
    expect(origins.toExternal(url)).toBe(url)
  })

  test.each([
    ["default-src 'self'; img-src data:", "default-src 'self'; img-src data:"],
    ['connect-src app:', 'connect-src https://*.app.localhost'],
    ['connect-src app://bundle', 'connect-src https://bundle.app.localhost/'],
    [
      'script-src app://bundle/x; img-src https:',
      'script-src https://bundle.app.localhost/x; img-src https:',
    ],
  ])('the policy %s becomes %s', (policy, expected) => {
    expect(origins.cspToInternal(policy)).toBe(expected)
  })

  test('an origin is scheme and host for any scheme', () => {
    expect(originOf('app://bundle/index.html')).toBe('app://bundle')
    expect(originOf('http://localhost:5173/x')).toBe('http://localhost:5173')
    expect(originOf('about:blank')).toBe('')
  })
})

test('the command line is read as Electron reads it', () => {
  const parsed = parseCommandLine([
    '-r',
    '/loader.js',
    '--no-sandbox',
    '--inspect=0',
    '--user-data-dir=/tmp/a=b',
    'path/to/app',
    '--later',
    'gatehouse://invite/1',
  ])
  expect(parsed).toEqual({
    scripts: ['/loader.js'],
    entry: 'path/to/app',
    switches: [
      ['no-sandbox', ''],
      ['inspect', '0'],
      ['user-data-dir', '/tmp/a=b'],
      ['later', ''],
    ],
  })
})

describe('what the host does not have', () => {
  class Thing {
    #secret = 1
    known(): number {
      return this.#secret
    }
    self(): this {
      return this
    }
  }
  interface WholeThing extends Thing {
    unknown(): void
  }
  const create = (): WholeThing => strict<WholeThing>('thing', new Thing())

  test('is named when used', () => {
    const thing = create()
    expect(thing.known()).toBe(1)
    expect(() => thing.unknown()).toThrow('desktop-host: electron.thing.unknown is not implemented')
    expect(() => missing<WholeThing>('thing').known()).toThrow('electron.thing.known is not implemented')
    const Missing = missing<typeof Thing>('Thing')
    expect(() => new Missing()).toThrow('new electron.Thing() is not implemented')
  })

  test('can be put in place by a test, and members keep their identity', () => {
    const thing = create()
    const replacement = vi.fn()
    thing.unknown = replacement
    thing.unknown()
    expect(replacement).toHaveBeenCalledOnce()
    expect(thing.unknown).toBe(replacement)
    expect(thing.known).toBe(thing.known)
    expect(thing.self()).toBe(thing)
  })

  test('is at least importable: every name of Electron’s main process is there', () => {
    expectTypeOf<Exclude<keyof typeof Main, keyof typeof modules>>().toBeNever()
  })
})
