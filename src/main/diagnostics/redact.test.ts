import { Buffer } from 'node:buffer'
import { homedir } from 'node:os'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRedactor } from './redact.ts'

const { redact } = createRedactor()
const id = '0199f3a2-7b1c-7c3d-8e4f-5a6b7c8d9e0f'
const jwt = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbmEifQ.q83vEjRWeJASNFZ4kBI0Vg'

describe('what must not be written down', () => {
  test.each([
    ['a token', `refresh ${'q'.repeat(43)}`, 'refresh <secret>'],
    ['a JWT', `got ${jwt} back`, 'got <secret> back'],
    ['an unsigned JWT', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.', '<secret>'],
    ['a bearer header', 'authorization: Bearer abc.def', 'authorization: <secret> <secret>'],
    ['a basic header in other letters', 'sent basic YTpi', 'sent basic <secret>'],
    ['a password in JSON', '{"password":"hunter two"}', '{"password":<secret>}'],
    ['a named token', 'access_token=short&x', 'access_token=<secret>&x'],
    ['an address', 'for <ana.lopez@example.com>', 'for <<address>>'],
    ['an address in another script', 'to анна@пример.испытание', 'to <address>'],
    ['a query string', 'https://x.test/a?code=1&state=2 was asked', 'https://x.test/a?<query> was asked'],
    ['a fragment', 'https://x.test/a#access=1', 'https://x.test/a?<query>'],
    ['a query string of a path', 'GET /callback?code=12', 'GET /callback?<query>'],
    ['a login in an address', 'https://ana:pw@x.test/', 'https://<secret>@x.test/'],
    ['a deep link', 'opened gatehouse://invite/abc?s=1', 'opened <link>'],
    ['a deep link in capitals', 'GATEHOUSE:invite/abc', '<link>'],
    ['the home folder', `at ${homedir()}/x.ts`, 'at <home>/x.ts'],
    ['the home folder of another', 'at /home/ana/x.ts:3', 'at <home>/x.ts:3'],
    ['one of a Mac', 'file:///Users/Ana%20L/x.ts', 'file:<home>/x.ts'],
    ['one of Windows, with a blank', 'at C:\\Users\\Ana Lopez\\App\\x.js', 'at <home>\\App\\x.js'],
    ['one of Windows in JSON', '"C:\\\\Users\\\\ana\\\\App"', '"<home>\\\\App"'],
    ['a key in hex', `key ${'0af3'.repeat(16)}`, 'key <secret>'],
    ['a key as SQLite is given it', `pragma key = "x'${'0af3'.repeat(16)}'"`, 'pragma key = "<secret>"'],
    ['a key in base64', `key ${Buffer.from('0af3'.repeat(8)).toString('base64')}`, 'key <secret>'],
    ['a private key', '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----', '<secret>'],
  ])('%s', (_what, text, said) => {
    expect(redact(text)).toBe(said)
  })
})

test.each([
  `a change was refused mutationId=${id} code=forbidden`,
  '2026-11-22T16:24:00.000Z info  started version=0.1.0 platform=linux',
  'channel=applications.assignable ms=12 ok=true',
  'at ask (app://gatehouse/assets/window-BX3f.js:12:34)',
  'node_modules/some-library/dist/internal/parts.js',
])('what helps stays: %s', (text) => {
  expect(redact(text)).toBe(text)
})

test('names are taken out once they are known, as whole words and in any case', () => {
  const redactor = createRedactor()
  redactor.know('principal', ['Ana', 'Lopez'])
  redactor.know('accounts', ['Fernstone Optics', 'a(b'])
  expect(redactor.redact('ANA of fernstone optics, analysis, a(b')).toBe('<name> of <name>, analysis, <name>')
  redactor.know('principal', [])
  expect(redactor.redact('Ana')).toBe('Ana')
})

test('folders that are named stand under their own word', () => {
  const redactor = createRedactor({ folders: { '/srv/gatehouse-data': '<data>' } })
  expect(redactor.redact('no /srv/gatehouse-data/replica/x.db')).toBe('no <data>/replica/x.db')
})

describe('by property', () => {
  const around = fc.constantFrom('', ' ', '"', "'", '(', ' - ', ', ', '\n', '=')
  const bytes = fc.uint8Array({ minLength: 16, maxLength: 64 })
  const name = fc.stringMatching(/^[a-z]{3,12}$/)
  const secret = fc.oneof(
    fc.uint8Array({ minLength: 32, maxLength: 64 }).map((key) => Buffer.from(key).toString('base64url')),
    bytes.map((key) => Buffer.from(key).toString('hex')),
    fc.tuple(name, name).map(([user, host]) => `${user}.${user}@${host}.example`),
    bytes.map((key) => `Bearer ${Buffer.from(key).toString('base64')}`),
    bytes.map((key) => `gatehouse://invite/${Buffer.from(key).toString('base64url')}`),
    bytes.map((key) => `https://x.test/a?token=${Buffer.from(key).toString('hex')}`),
    bytes.map(
      (key) => `eyJ${Buffer.from(key).toString('base64url')}.eyJ${Buffer.from(key).toString('base64url')}.x`,
    ),
    name.map((user) => `/home/${user}x9/`),
    name.map((password) => `password: "${password}-${password}"`),
  )

  test('a secret is never left, whatever stands around it', () => {
    fc.assert(
      fc.property(secret, around, around, fc.lorem(), (planted, before, after, words) => {
        const said = redact(`${words}${before === '' ? ' ' : before}${planted}${after}`)
        expect(said).not.toContain(planted)
        const core = /[\w-]{12,}/.exec(
          planted.replace(/^(?:Bearer |gatehouse:\/\/invite\/|https:..x.test.a.token=)/, ''),
        )
        if (core) expect(said).not.toContain(core[0])
      }),
      { numRuns: 3000 },
    )
  })

  test('what was redacted stays as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(secret, fc.string(), around)), (parts) => {
        const once = redact(parts.join(' '))
        expect(redact(once)).toBe(once)
      }),
      { numRuns: 1000 },
    )
  })

  test('ids are never taken for a secret', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.nat(), (each, count) => {
        const line = `mutationId=${each} count=${count} ${each}/${each}`
        expect(redact(line)).toBe(line)
      }),
    )
  })

  test('a long text takes no time', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('a', '@', 'a@', '/', ':', 'eyJ.', '\\Users\\', 'x=', '-----BEGIN '),
        (piece) => {
          expect(redact(piece.repeat(4000)).length).toBeGreaterThan(0)
        },
      ),
    )
  })
})
