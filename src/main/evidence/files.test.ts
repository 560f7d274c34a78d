import { afterEach, describe, expect, test } from 'vitest'
import { ar } from '../../strings/ar.ts'
import { setLanguage } from '../../strings/language.ts'
import { matrixAsCsv, reviewAsCsv } from './csv.ts'
import { matrixPage } from './print/matrix-page.ts'
import { reviewPage } from './print/review-page.ts'
import { paperOf } from './print/style.ts'
import { type ReviewFile, totalsOf } from './review-file.ts'
import { exampleEvidence, exampleSnapshot, newKeys } from './testing/example.ts'

afterEach(() => setLanguage('en', {}))

const made = '2026-03-05T08:00:00.000Z'

function file(options: { sealed?: boolean; second?: boolean; signed?: boolean } = {}): ReviewFile {
  const { sealed = true, signed = true, ...others } = options
  const evidence = exampleEvidence(sealed ? newKeys() : null, others)
  const { review, snapshotSha256, snapshot, decisions, conflicts, signatures } = evidence.record
  return {
    review,
    state: signed ? 'signed' : 'open',
    snapshotSha256,
    snapshot,
    decisions,
    conflicts,
    signatures: signed ? signatures : [],
    evidence: signed ? evidence : null,
  }
}

describe('the pages of a review', () => {
  const { html, css } = reviewPage(file(), 'A4', made)

  test('have no script and no style of their own, so that their policy can forbid both', () => {
    expect(html).not.toMatch(/<script|<style|\sstyle=|\son\w+=|javascript:/i)
    expect(html).toContain('<link rel="stylesheet" href="page.css">')
  })

  test('say what was written as text, whatever it holds', () => {
    expect(html).toContain('See &lt;ticket&gt; &amp; &quot;mail&quot;')
    expect(html).toContain('<bdi>Łukasz &quot;Lu&quot; Żółć</bdi>')
    expect(html).not.toContain('<ticket>')
    const sly = file()
    sly.review = { ...sly.review, title: '"; } </style><script>x</script>\\' }
    const page = reviewPage(sly, 'A4', made)
    expect(page.html).not.toContain('<script')
    expect(page.css).toContain('\\22 ; } \\3c /style>')
  })

  test('tell a draft, what is not recorded yet and what is', () => {
    expect(html).toContain('Signed and recorded')
    expect(reviewPage(file({ sealed: false }), 'A4', made).html).toContain('Signed, not yet recorded')
    const draft = reviewPage(file({ signed: false }), 'A4', made).html
    expect(draft).toContain('Draft: being decided, not signed')
    expect(draft).toContain('Nobody has signed.')
  })

  test('number themselves, on the paper that was asked for', () => {
    expect(css).toContain('size: A4')
    expect(css).toContain('counter(page, decimal) " of " counter(pages, decimal)')
    expect([paperOf('en-US'), paperOf('en-GB'), paperOf('es_MX'), paperOf('ar'), paperOf('?')]).toEqual([
      'Letter',
      'A4',
      'Letter',
      'A4',
      'A4',
    ])
  })

  test('tell of what everybody has once', () => {
    expect(html.match(/<bdi>Wiki<\/bdi>/g)).toHaveLength(2)
  })

  test('run from the right in Arabic, with the page numbers on the left', () => {
    setLanguage('ar', ar)
    const page = reviewPage(file({ second: true }), 'A4', made)
    expect(page.html).toContain('<html lang="ar" dir="rtl">')
    expect(page.css).toMatch(/@bottom-left \{ content: "" counter\(page/)
  })
})

test('the pages of what somebody has say it by why they have it', () => {
  const { html } = matrixPage(exampleSnapshot, 'Letter', made)
  expect(html).toContain('Who has access to what')
  expect(html).toContain('By hand</b> <span class="app"><bdi>Billing</bdi></span>')
  expect(html).toContain('ada@host.example')
})

test('both reviewers together decide all there is', () => {
  expect(totalsOf(file({ second: true }))).toMatchObject({
    total: 14,
    decided: 14,
    keep: 9,
    revoke: 3,
    own: 0,
  })
})

describe('a table', () => {
  test('has a line for each membership and each access, and why one was not decided', () => {
    const lines = reviewAsCsv(file()).replace('\ufeff', '').split('\r\n')
    expect(lines).toContain(
      'Ben Adu,1@acme.example,Viewer,Active,2025-09-01T10:00:00.000Z,User of the account,,Revoke,,,Left in September',
    )
    expect(lines).toContain(
      'Ben Adu,1@acme.example,Viewer,Active,2025-09-01T10:00:00.000Z,Wiki,environment,,,For everybody in the environment,',
    )
    expect(lines.filter((line) => line.includes('@acme.example,'))).toHaveLength(21)
  })

  test('never has a formula', () => {
    const people = [
      { ...exampleSnapshot.people[0], name: '=cmd()', email: '@x' } as (typeof exampleSnapshot.people)[0],
    ]
    const text = matrixAsCsv({ ...exampleSnapshot, people })
    expect(text).toContain(`'=cmd(),'@x,`)
  })
})
