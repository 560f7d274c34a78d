import { expect, test } from 'vitest'
import { createOpenExternal, mayOpenExternally } from './external-links.ts'

test.each([
  ['https://example.com/a?b=c', true],
  ['http://127.0.0.1:4310/oidc/auth', true],
  ['http://localhost:4310/', true],
  ['http://example.com/', false],
  ['http://localhost.example.com/', false],
  ['file:///etc/passwd', false],
  ['javascript:alert(1)', false],
  ['gatehouse://invite/x', false],
  ['ms-settings:privacy', false],
  ['smb://host/share', false],
  ['https://user:pw@example.com/', false],
  ['', false],
])('%s may be opened outside: %s', (address, expected) => {
  expect(mayOpenExternally(address)).toBe(expected)
})

test('what may not be opened is never handed to the system', async () => {
  const opened: string[] = []
  const open = createOpenExternal(async (url) => void opened.push(url))
  expect(await open('file:///etc/passwd')).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  expect(await open('https://example.com')).toEqual({ ok: true, value: undefined })
  expect(opened).toEqual(['https://example.com/'])
})

test('a computer without a browser is said plainly', async () => {
  const open = createOpenExternal(async () => {
    throw new Error('no handler')
  })
  expect(await open('https://example.com')).toMatchObject({ ok: false, error: { code: 'unavailable' } })
})
