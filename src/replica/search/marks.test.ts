import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fold } from '../../ipc/fold.ts'
import { marksOf } from './marks.ts'

/** What is marked, by words. */
function told(text: string, ...words: string[]): string[] {
  return marksOf(text, words.map(fold)).map(([start, end]) => text.slice(start, end))
}

test('marks the beginning of a word before the inside of one', () => {
  expect(told('Joanna Anna', 'anna')).toEqual(['Anna'])
  expect(told('Joanna', 'anna')).toEqual(['anna'])
})

test.each([
  ['Straße', 'strass', 'Straß'],
  ['Straße', 'sse', 'ße'],
  ['Cafe\u0301 Noir', 'cafe', 'Cafe\u0301'],
  ['Cafe\u0301 Noir', 'noir', 'Noir'],
  ['𠮷田 Ærø', 'aer', 'Ær'],
  ['𠮷田 Ærø', '𠮷', '𠮷'],
  ['مُحَمَّد', 'محمد', 'مُحَمَّد'],
  ['ﬁx Ｗａ', 'wa', 'Ｗａ'],
])('in %s by %s stands %s', (text, typed, marked) => {
  expect(told(text, typed)).toEqual([marked])
})

test('joins what overlaps and leaves out what is not there', () => {
  expect(told('Annabel', 'ann', 'annab', 'zoe')).toEqual(['Annab'])
})

test('marks whole letters that fold to what was looked for, wherever they stand', () => {
  const letters = fc.constantFrom(
    'a',
    'B',
    'ß',
    'é',
    'e\u0301',
    'Æ',
    '李',
    '𠮷',
    'مُ',
    '한',
    ' ',
    '-',
    'ﬁ',
    'İ',
    'ς',
  )
  fc.assert(
    fc.property(
      fc.array(letters, { maxLength: 8 }),
      fc.array(letters, { minLength: 1, maxLength: 3 }),
      fc.array(letters, { maxLength: 8 }),
      (before, middle, after) => {
        const word = fold(middle.join('')).replace(/[^\p{L}\p{M}\p{N}]/gu, '')
        fc.pre(word.length > 1)
        const text = [...before, ...middle, ...after].join('')
        for (const [start, end] of marksOf(text, [word])) {
          expect(fold(text.slice(start, end))).toContain(word)
          expect(start).toBeLessThan(end)
          expect(end).toBeLessThanOrEqual(text.length)
        }
      },
    ),
  )
})
