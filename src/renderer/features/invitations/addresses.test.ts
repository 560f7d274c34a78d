import { describe, expect, test } from 'vitest'
import { judgeAddresses, readAddresses } from './addresses.ts'

const emails = (text: string) => readAddresses(text).map((address) => address.email)
const nobody = { members: [], pending: [] }

describe('reading what was pasted', () => {
  test('lines, commas and semicolons part addresses, blank ones vanish', () => {
    expect(emails('a@x.test, b@x.test;c@x.test\r\n\n  d@x.test  \n,;')).toEqual([
      'a@x.test',
      'b@x.test',
      'c@x.test',
      'd@x.test',
    ])
  })

  test('a name before the address is tolerated, with a comma in it too', () => {
    expect(emails('Ana Ruiz <ana@x.test>, "Moss; Petra, Dr" <petra@x.test>')).toEqual([
      'ana@x.test',
      'petra@x.test',
    ])
  })

  test('an address copied from a web page loses its mailto:', () => {
    expect(emails('mailto:ana@x.test')).toEqual(['ana@x.test'])
  })

  test('the line is told, so that it can be marked', () => {
    expect(readAddresses('a@x.test\n\nnonsense, b@x.test')).toEqual([
      { line: 1, text: 'a@x.test', email: 'a@x.test' },
      { line: 3, text: 'nonsense', email: 'nonsense' },
      { line: 3, text: 'b@x.test', email: 'b@x.test' },
    ])
  })

  test('an unclosed quote or bracket loses nothing of what was typed', () => {
    expect(emails('"Ana <ana@x.test, b@x.test')).toEqual(['"Ana <ana@x.test, b@x.test'])
  })
})

describe('judging addresses', () => {
  test('each gets one verdict, compared without case', () => {
    const judged = judgeAddresses(
      readAddresses('new@x.test\nMEMBER@x.test\ninvited@X.test\nNew@x.test\nana@'),
      {
        members: ['member@x.test'],
        pending: ['Invited@x.test'],
      },
    )
    expect(judged.map((address) => address.verdict)).toEqual([
      'ok',
      'member',
      'invited',
      'duplicate',
      'invalid',
    ])
  })

  test('an invalid address twice is invalid twice, never a duplicate', () => {
    const judged = judgeAddresses(readAddresses('ana\nana'), nobody)
    expect(judged.map((address) => address.verdict)).toEqual(['invalid', 'invalid'])
  })

  test('an address longer than a mailbox may be is invalid', () => {
    const judged = judgeAddresses(readAddresses(`${'a'.repeat(250)}@x.test`), nobody)
    expect(judged[0]?.verdict).toBe('invalid')
  })
})
