import { mutationIdSchema, type Problem } from '@gatehouse/contract'
import fc from 'fast-check'
import { v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { hostileLinks, nastyLinks } from '../testing/hostile-links.ts'
import { createLinkInbox } from './link-inbox.ts'
import { formatLink, parseDeepLink, parseLink } from './parse-link.ts'

const nasty = Object.values(nastyLinks).flat()

/** 10,000 with those written by hand, the same ones each time. */
const generated = fc.sample(hostileLinks, { numRuns: 10_000 - nasty.length, seed: 20_260_310 })

describe.each(Object.entries(nastyLinks))('%s', (_what, links) => {
  test.each(links.map((link) => [link.slice(0, 90), link]))('%j is refused', (_short, link) => {
    for (const read of [parseDeepLink, parseLink]) {
      const parsed = read(link)
      expect(parsed.ok).toBe(false)
      if (parsed.ok) continue
      expect(parsed.error).toMatchObject({ code: 'validation', detail: expect.stringMatching(/\S{3}/) })
      expect(parsed.error.detail, 'says nothing of what was in it').not.toContain('evil')
    }
  })
})

test('each of 10,000 hostile links is refused plainly, or is exactly the link it is read as', () => {
  let taken = 0
  for (const text of [...nasty, ...generated]) {
    for (const read of [parseDeepLink, parseLink]) {
      const parsed = read(text)
      if (!parsed.ok) {
        // Ten thousand times: a matcher would take longer than what is tested.
        if (parsed.error.code !== 'validation' || !parsed.error.detail)
          expect(parsed.error).toBe('a plain refusal')
        continue
      }
      taken += 1
      const spelled = formatLink(parsed.value)
      expect(parseDeepLink(spelled)).toEqual(parsed)
      expect(parsed.value.token).toMatch(/^[A-Za-z0-9_-]{43}$/)
      const { server } = parsed.value
      // Read as an address by anybody else it is the same place, so nothing in the text says another than what is used.
      const names = read === parseDeepLink ? new URL(text).searchParams.getAll('server') : []
      expect(names.length).toBeLessThanOrEqual(1)
      if (read === parseDeepLink) expect(names[0]?.replace(/\/$/, '').toLowerCase() ?? null).toBe(server)
      if (server === null) continue
      const url = new URL(server)
      expect(url.origin).toBe(server)
      const isHere = ['localhost', '[::1]'].includes(url.hostname) || url.hostname.startsWith('127.')
      expect(url.protocol === 'https:' || (url.protocol === 'http:' && isHere)).toBe(true)
    }
  }
  expect(nasty.length + generated.length).toBe(10_000)
  // Some are only clumsy, not wrong: a test of nothing but refusals would pass a parser that takes none.
  expect(taken).toBeGreaterThan(20)
}, 60_000)

test('the time it takes grows with the length and no faster, whatever is repeated', () => {
  // Beyond what is looked at the length alone decides, so no text of any length reaches an expression.
  for (const part of ['a', '%61', 'a-', 'a.', '/', '?server=', '[', '@', '\\', '-', '_.']) {
    const text = `gatehouse://invite/${'A'.repeat(43)}?server=https://${part.repeat(600)}`
    expect(parseDeepLink(text.slice(0, 2000)).ok).toBe(false)
    expect(parseDeepLink(part.repeat(1_000_000))).toMatchObject({ ok: false, error: { code: 'validation' } })
  }
}, 60_000)

test('10,000 of them change nothing but what a few dialogs would show, and are told of in one line', () => {
  const told: string[] = []
  const refused: Problem[] = []
  const at = new Date('2026-03-10T12:00:00.000Z')
  const links = createLinkInbox({
    newKey: () => mutationIdSchema.parse(v7()),
    clock: { now: () => at },
    hasWindow: () => true,
    on: { arrived: (linkId) => told.push(linkId), refused: (problem) => refused.push(problem) },
  })
  for (const text of [...nasty, ...generated]) links.arrive(text)
  expect(told, 'nobody listens yet').toEqual([])
  links.ready()
  expect(told.length).toBeLessThanOrEqual(5)
  expect(refused).toHaveLength(1)
  expect(JSON.stringify(refused)).not.toMatch(/gatehouse:\/|evil|inspect/)
}, 60_000)
