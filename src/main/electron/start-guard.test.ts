import { describe, expect, test } from 'vitest'
import { refusedSwitch, type StartFacts } from './start-guard.ts'

function start(changes: Partial<StartFacts> & { switches?: string[] } = {}): string | null {
  const { switches = [], ...rest } = changes
  return refusedSwitch({
    isPackaged: true,
    hasSwitch: (name) => switches.includes(name),
    argv: [],
    inspector: undefined,
    environment: {},
    ...rest,
  })
}

describe('an installed program does not start', () => {
  test.each([
    'inspect',
    'inspect-brk',
    'inspect-wait',
    'remote-debugging-port',
    'remote-debugging-pipe',
    'remote-debugging-address',
    'remote-allow-origins',
    'js-flags',
    'load-extension',
    'no-sandbox',
    'single-process',
    'disable-web-security',
    'ignore-certificate-errors',
    'host-resolver-rules',
    'log-net-log',
    'ssl-key-log-file',
    'renderer-cmd-prefix',
    'gpu-launcher',
    'enable-blink-features',
    'auto-open-devtools-for-tabs',
  ])('with --%s, as Chromium reads it', (name) => expect(start({ switches: [name] })).toBe(`--${name}`))

  test.each([
    ['--inspect'],
    ['--inspect=127.0.0.1:9229'],
    ['--INSPECT=0'],
    ['-inspect'],
    ['/inspect'],
    ['gatehouse://invite/x', '--inspect-brk'],
  ])('with %s, as Node reads it', (...argv) => expect(start({ argv })).toMatch(/^--inspect/))

  test('when a debugger can connect already, whatever let it in', () => {
    expect(start({ inspector: 'ws://127.0.0.1:9229/5' })).toBe('--inspect')
  })
})

describe('an installed program starts', () => {
  test.each([
    [],
    ['gatehouse://invite/abc#--inspect'],
    ['--hidden'],
    ['--force-device-scale-factor=2'],
    ['--proxy-server=http://proxy.example.org:3128'],
    ['--user-data-dir=/home/nadia/gatehouse'],
    ['/home/nadia/inspect/review.gatehouse-review'],
    ['--inspection'],
  ])('with %s', (...argv) => expect(start({ argv })).toBeNull())

  test('without what its environment would have it trust, run or write down', () => {
    const environment: NodeJS.ProcessEnv = {
      ELECTRON_RENDERER_URL: 'https://example.org',
      ELECTRON_RUN_AS_NODE: '1',
      NODE_EXTRA_CA_CERTS: '/tmp/ca.pem',
      NODE_OPTIONS: '--require /tmp/x.js',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      SSLKEYLOGFILE: '/tmp/keys',
      HOME: '/home/nadia',
    }
    expect(start({ environment })).toBeNull()
    expect(environment).toEqual({ HOME: '/home/nadia' })
  })
})

test('where the program is developed and tested, all of it is allowed', () => {
  const environment = { ELECTRON_RENDERER_URL: 'http://localhost:5173', NODE_OPTIONS: '--inspect' }
  const answer = start({
    isPackaged: false,
    switches: ['remote-debugging-port'],
    argv: ['--inspect=0', '--no-sandbox'],
    inspector: 'ws://127.0.0.1:9229/5',
    environment,
  })
  expect(answer).toBeNull()
  expect(environment).toEqual({ ELECTRON_RENDERER_URL: 'http://localhost:5173', NODE_OPTIONS: '--inspect' })
})
