import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseLink } from './parse-link.ts'

const code = `${'A'.repeat(20)}${'_-'.repeat(11)}9`

describe('links that are ours', () => {
  test.each([
    [`gatehouse://invite/${code}`, null],
    [`  gatehouse://invite/${code}\n`, null],
    [`GATEHOUSE://invite/${code}/`, null],
    [`gatehouse://invite/${code}?server=https%3A%2F%2Fgate.example.com`, 'https://gate.example.com'],
    [`gatehouse://invite/${code}?server=https://gate.example.com:8443`, 'https://gate.example.com:8443'],
    [`gatehouse://invite/${code}?server=http%3A%2F%2F127.0.0.1%3A4310`, 'http://127.0.0.1:4310'],
    [`https://gate.example.com/invite/${code}`, 'https://gate.example.com'],
    [`http://localhost:4310/invite/${code}`, 'http://localhost:4310'],
    [code, null],
  ])('%s', (text, server) => {
    expect(parseLink(text)).toEqual({ ok: true, value: { token: code, server } })
  })
})

describe('links that are not', () => {
  test.each([
    [''],
    [code.slice(1)],
    [`${code}x`],
    [`gatehouse://invite/${code}x`],
    [`gatehouse://invite/../${code}`],
    [`gatehouse://open/${code}`],
    [`gatehouse:invite/${code}`],
    [`gatehouse://user@invite/${code}`],
    [`gatehouse://invite:80/${code}`],
    [`gatehouse://invite/${code}#x`],
    [`gatehouse://invite/${code}?server=http://gate.example.com`],
    [`gatehouse://invite/${code}?server=https://gate.example.com/path`],
    [`gatehouse://invite/${code}?server=https://user:pw@gate.example.com`],
    [`gatehouse://invite/${code}?server=file:///etc/passwd`],
    [`gatehouse://invite/${code}?server=javascript:alert(1)`],
    [`gatehouse://invite/${code}?server=%E0%A4%A`],
    [`gatehouse://invite/${code}?server=https://a&server=https://b`],
    [`gatehouse://invite/${code}?next=https://a`],
    [`http://gate.example.com/invite/${code}`],
    [`http://127.0.0.1.example.com/invite/${code}`],
    [`https://gate.example.com/x/invite/${code}`],
    [`https://gate.example.com\\@evil.example/invite/${code}`],
    [`https://gate.example.com@evil.example/invite/${code}`],
    [`javascript:gatehouse://invite/${code}`],
    [`gatehouse://invite/${code}\u202e`],
    [`gatehouse://invite/${'é'.repeat(43)}`],
  ])('%s', (text) => {
    const parsed = parseLink(text)
    expect(parsed.ok).toBe(false)
    if (!parsed.ok) expect(parsed.error.code).toBe('validation')
  })
})

const pieces = fc.oneof(
  fc.constantFrom(
    'gatehouse://',
    'gatehouse:',
    'invite',
    '/',
    '//',
    '\\',
    '?server=',
    '&server=',
    '#',
    '@',
    ':',
    '%2e%2e',
    '..',
    'https://',
    'http://',
    'file://',
    'javascript:',
    'data:',
    'localhost',
    '127.0.0.1',
    '[::1]',
    'evil.example',
    '%00',
    '\0',
    '\n',
    '\u202e',
    code,
    code.slice(0, 42),
    '%252f',
    ';',
    '`$(x)`',
    '"',
    "'",
  ),
  fc.string({ maxLength: 12, unit: 'binary' }),
)
const hostile = fc.array(pieces, { maxLength: 9 }).map((parts) => parts.join(''))

test('whatever comes in, the parser answers and lets through nothing but a code and a safe origin', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const parsed = parseLink(text)
      if (!parsed.ok) return
      expect(parsed.value.token).toMatch(/^[A-Za-z0-9_-]{43}$/)
      const { server } = parsed.value
      if (server === null) return
      const url = new URL(server)
      expect(url.origin).toBe(server)
      const loopback = ['localhost', '[::1]'].includes(url.hostname) || url.hostname.startsWith('127.')
      expect(url.protocol === 'https:' || (url.protocol === 'http:' && loopback)).toBe(true)
    }),
    { numRuns: 12_000 },
  )
})

test('a link made of a code and an origin is read back as both', () => {
  const codes = fc.stringMatching(/^[A-Za-z0-9_-]{43}$/)
  fc.assert(
    fc.property(codes, fc.domain(), (token, host) => {
      const origin = new URL(`https://${host}`).origin
      const link = `gatehouse://invite/${token}?server=${encodeURIComponent(origin)}`
      expect(parseLink(link)).toEqual({ ok: true, value: { token, server: origin } })
    }),
    { numRuns: 500 },
  )
})
