import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanAddress, faultOf, readAddresses } from './addresses.ts'

const emails = (text: string) => readAddresses(text).map((address) => address.email)

describe('reading what was pasted', () => {
  test('lines, commas and semicolons part addresses, blank ones vanish', () => {
    expect(emails('a@x.test, b@x.test;c@x.test\r\n\n  d@x.test  \n,;')).toEqual([
      'a@x.test',
      'b@x.test',
      'c@x.test',
      'd@x.test',
    ])
  })

  test('a name before the address is taken as such, with a comma in it too', () => {
    const read = readAddresses('Ana Ruiz <ana@x.test>, "Moss; Petra, Dr" <petra@x.test>')
    expect(read.map(({ email, name }) => [email, name])).toEqual([
      ['ana@x.test', 'Ana Ruiz'],
      ['petra@x.test', 'Moss; Petra, Dr'],
    ])
  })

  test('cells of a spreadsheet are one person a row', () => {
    const read = readAddresses('Ana Ruiz\tana@x.test\tViewer\nBo\tbo@x.test\t')
    expect(read.map(({ email, line }) => [email, line])).toEqual([
      ['ana@x.test', 1],
      ['bo@x.test', 2],
    ])
  })

  test('addresses parted by spaces are several, a name and an address are one', () => {
    expect(emails('a@x.test b@x.test')).toEqual(['a@x.test', 'b@x.test'])
    expect(readAddresses('Ana Ruiz (ana@x.test)')).toMatchObject([{ email: 'ana@x.test', name: 'Ana Ruiz' }])
  })

  test('an address copied from a web page loses its mailto: and what follows it', () => {
    expect(emails('mailto:ana@x.test?subject=hello')).toEqual(['ana@x.test'])
  })

  test('the line and the place are told, so that it can be marked and mended where it stands', () => {
    const text = 'a@x.test\r\n\nnonsense, b@x.test'
    const read = readAddresses(text)
    expect(read.map(({ line, start, end }) => [line, text.slice(start, end)])).toEqual([
      [1, 'a@x.test'],
      [3, 'nonsense'],
      [3, 'b@x.test'],
    ])
  })

  test('an unclosed quote or bracket loses nothing of what was typed', () => {
    expect(emails('"Ana <ana@x.test, b@x.test')).toEqual(['"Ana <ana@x.test, b@x.test'])
    expect(emails('"Ana, b@x.test')).toEqual(['"Ana', 'b@x.test'])
  })

  test('marks that nobody sees do not make an address another one', () => {
    expect(emails('\u200eana@x.test\u200f, \u202bbo@x.test\u202c\u00a0, c\u200bo@x.test, \ufeff')).toEqual([
      'ana@x.test',
      'bo@x.test',
      'co@x.test',
    ])
  })

  test('a domain in letters of its own is invited as the network spells it', () => {
    expect(emails('jo@münchen.example')).toEqual(['jo@xn--mnchen-3ya.example'])
    expect(cleanAddress('jo@x/y@evil.test')).toBe('jo@x/y@evil.test')
  })

  test('ten thousand lines are read in one go', () => {
    const read = readAddresses(
      Array.from({ length: 10_000 }, (_, n) => `Person ${n} <p${n}@x.test>`).join('\n'),
    )
    expect(read).toHaveLength(10_000)
    expect(read.at(-1)).toMatchObject({ line: 10_000, email: 'p9999@x.test' })
  })

  test('whatever is pasted, every part stands in the text where it says, and in order', () => {
    const pieces = fc.constantFrom(
      ...[
        'a@x.test',
        '"',
        '<',
        '>',
        ',',
        ';',
        '\t',
        ' ',
        '\n',
        '\r\n',
        '\r',
        '@',
        '\u200f',
        'é',
        '🙂',
        'mailto:',
        '\0',
      ],
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const text = parts.join('')
        let before = 0
        for (const { text: part, start, end } of readAddresses(text)) {
          expect(text.slice(start, end)).toBe(part)
          expect(start).toBeGreaterThanOrEqual(before)
          before = end
        }
      }),
      { numRuns: 2000 },
    )
  })
})

test.each([
  ['ana@example.com', null],
  ["o'neil+gate@example.co.uk", null],
  ['', 'missing'],
  ['ana', 'no-at'],
  ['ana@b@example.com', 'two-ats'],
  ['@example.com', 'no-name'],
  ['ana@', 'no-domain'],
  ['ana@localhost', 'no-ending'],
  ['ana ruiz@example.com', 'space'],
  ['ana..ruiz@example.com', 'dots'],
  ['ana@example.com.', 'dots'],
  ['jürgen@example.com', 'letters'],
  ['ana@exa_mple.com', 'other'],
  [`${'a'.repeat(250)}@example.com`, 'long'],
])('%s: %s', (email, fault) => expect(faultOf(email)).toBe(fault))
