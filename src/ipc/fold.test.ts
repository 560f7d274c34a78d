import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold } from './fold.ts'

describe('a folded text', () => {
  test.each([
    ['Café ÜBUNG Łódź', 'cafe ubung lodz'],
    ['Straße STRASSE ẞ', 'strasse strasse ss'],
    ['ΣΊΣΥΦΟΣ σίσυφος', 'σισυφοσ σισυφοσ'],
    ['İstanbul ısı', 'istanbul isi'],
    ['Ｗａｇｎｅｒ　１', 'wagner 1'],
    ['Đặng Ærø Þór', 'dang aero thor'],
    ['Ёлка Йод', 'елка иод'],
    ['مُحَمَّد محمـد', 'محمد محمد'],
    ['שָׁלוֹם', 'שלום'],
    ['cafe\u0301', 'cafe'],
  ])('of %s is %s', (text, folded) => {
    expect(fold(text)).toBe(folded)
  })

  test('keeps what changes a word in its script', () => {
    for (const [one, other] of [
      ['か', 'が'],
      ['हरा', 'हरी'],
      ['กา', 'กี'],
      ['ا', 'آ'],
    ] as const) {
      expect(fold(one)).not.toBe(fold(other))
    }
  })

  test('makes narrow Japanese letters wide', () => {
    expect(fold('ｶﾞ')).toBe(fold('ガ'))
  })

  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.string({
      unit: fc.constantFrom(...'aÄßſıİςΣéЙйがｶﾞ한ᄒ李مُ明\u0301\u0308\u3099𠮷ﬁẞ\u200d'),
      maxLength: 12,
    }),
  )

  test('is the same when it is folded again', () => {
    fc.assert(
      fc.property(text, (typed) => {
        expect(fold(fold(typed))).toBe(fold(typed))
      }),
      { numRuns: 2000 },
    )
  })

  test('is the same for one spelling of an accent and the other', () => {
    fc.assert(
      fc.property(text, (typed) => {
        expect(fold(typed.normalize('NFD'))).toBe(fold(typed.normalize('NFC')))
      }),
      { numRuns: 2000 },
    )
  })

  test('is the same letter by letter where letters stand alone', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abÄßſıéЙйがガ李明محمد한Ωω 7-'), maxLength: 12 })
    fc.assert(
      fc.property(letters, (typed) => {
        expect([...typed].map(fold).join('')).toBe(fold(typed))
      }),
      { numRuns: 1000 },
    )
  })
})
