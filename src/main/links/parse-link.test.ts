import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatLink, parseDeepLink, parseLink } from './parse-link.ts'

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

test('what the system hands over is our own scheme to the letter: no white space, no web address, no bare code', () => {
  expect(parseDeepLink(`gatehouse://invite/${code}`)).toEqual({
    ok: true,
    value: { token: code, server: null },
  })
  for (const text of [
    ` gatehouse://invite/${code}`,
    `gatehouse://invite/${code}\n`,
    `https://gate.example.com/invite/${code}`,
    code,
  ]) {
    expect(parseDeepLink(text).ok, JSON.stringify(text)).toBe(false)
  }
})

test('a link made of a code and an origin is read back as both, in one spelling', () => {
  const codes = fc.stringMatching(/^[A-Za-z0-9_-]{43}$/)
  fc.assert(
    fc.property(codes, fc.domain(), fc.option(fc.integer({ min: 1, max: 65_535 })), (token, host, port) => {
      const { origin } = new URL(`https://${host}${port === null ? '' : `:${port}`}`)
      const link = formatLink({ token, server: origin })
      expect(link).toBe(`gatehouse://invite/${token}?server=${encodeURIComponent(origin)}`)
      for (const read of [parseDeepLink, parseLink]) {
        expect(read(link)).toEqual({ ok: true, value: { token, server: origin } })
      }
      const bare = formatLink({ token, server: null })
      expect(parseDeepLink(bare)).toEqual({ ok: true, value: { token, server: null } })
    }),
    { numRuns: 500, seed: 20_260_310 },
  )
}, 60_000)
