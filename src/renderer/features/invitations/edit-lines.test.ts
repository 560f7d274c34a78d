import { expect, test } from 'vitest'
import { readAddresses } from './addresses.ts'
import { afterSending, mended, without } from './edit-lines.ts'
import { linesOf } from './judge.ts'
import type { FileRow } from './table-file.ts'

const rows: FileRow[] = ['x@x.test', 'y@x.test'].map((email, id) => ({
  id,
  line: id + 2,
  email,
  name: '',
  role: '',
  applications: '',
  endsOn: '',
}))
const draft = {
  addresses: 'Ana <a@x.test>, b@x.test\nc@x.test',
  file: { name: 'people.csv', rows, leftOut: null, ignored: [] },
}
const lines = linesOf(readAddresses(draft.addresses), rows)
const line = (index: number) => lines[index] as (typeof lines)[number]

test('an address is mended where it was typed, and in what was read from a file', () => {
  expect(mended(draft, line(1), 'bo@x.test')).toEqual({ addresses: 'Ana <a@x.test>, bo@x.test\nc@x.test' })
  expect(mended(draft, line(4), 'z@x.test').file?.rows.map(({ email }) => email)).toEqual([
    'x@x.test',
    'z@x.test',
  ])
})

test('lines are taken out without leaving separators or empty lines behind', () => {
  expect(without(draft, [line(0)]).addresses).toBe('b@x.test\nc@x.test')
  expect(without(draft, [line(1)]).addresses).toBe('Ana <a@x.test>\nc@x.test')
  expect(without(draft, [line(0), line(1)]).addresses).toBe('c@x.test')
})

test('a file of which nothing is left goes too', () => {
  expect(without(draft, [line(3)]).file?.rows).toHaveLength(1)
  expect(without(draft, [line(3), line(4)]).file).toBeNull()
})

test('what was left out stays in the draft, and a draft of which all was sent is over', () => {
  const judged = lines.map((each, index) => ({
    line: each,
    verdict: index === 2 ? ('invalid' as const) : ('ok' as const),
    fault: null,
    refusal: null,
    meant: null,
    own: {},
  }))
  expect(afterSending(draft, judged, ({ verdict }) => verdict !== 'ok')).toMatchObject({
    addresses: 'c@x.test',
    file: null,
  })
  expect(afterSending(draft, judged, () => false)).toBeNull()
})
