import { afterEach, describe, expect, it } from 'vitest'
import { list, number, plural, plurals } from './format.ts'
import { isolated } from './isolate.ts'
import { direction, inLanguage, language, setLanguage } from './language.ts'
import { chosenLanguage, loadLanguage } from './load.ts'

afterEach(() => setLanguage('en', {}))

const english = inLanguage('testWords', {
  plain: 'Close',
  nested: { one: 'One', two: 'Two' },
  of: (name: string) => `Users of ${name}`,
  told: (name: string) => ({ title: `Hello ${name}`, advice: 'Wait.' }),
  kind: (kind: 'agent' | 'application') => (kind === 'agent' ? 'An agent' : 'An application'),
  lines: ['first', 'second'],
})

describe('a catalogue', () => {
  it('answers in the language in use at the moment it is read, and in English where that lacks something', () => {
    expect([english.plain, english.nested.one, english.of('Ana')]).toEqual(['Close', 'One', 'Users of Ana'])
    setLanguage('ar', { testWords: { plain: 'إغلاق', nested: { two: 'اثنان' }, lines: ['أول', 'ثان'] } })
    expect([english.plain, english.nested.one, english.nested.two]).toEqual(['إغلاق', 'One', 'اثنان'])
    expect([...english.lines]).toEqual(['أول', 'ثان'])
    expect(direction()).toBe('rtl')
    setLanguage('en', {})
    expect([english.plain, direction()]).toEqual(['Close', 'ltr'])
  })

  it('sets a name apart that runs in the other direction, and leaves every other text as it is', () => {
    expect(english.of('Silverford Travel')).toBe('Users of Silverford Travel')
    expect(english.of('مؤسسة النور')).toBe(`Users of ${isolated('مؤسسة النور')}`)
    setLanguage('ar', { testWords: { of: (name: string) => `مستخدمو ${name}`, kind: () => 'وكيل' } })
    expect(english.of('Silverford Travel')).toBe(`مستخدمو ${isolated('Silverford Travel')}`)
    expect(english.of('مؤسسة النور')).toBe('مستخدمو مؤسسة النور')
    expect(english.kind('agent')).toBe('وكيل')
  })

  it('sets names apart once, as a whole, and in answers of several texts', () => {
    setLanguage('ar', {
      testWords: {
        of: (name: string) => `Gatehouse: ${name}`,
        told: (name: string) => ({ title: `مرحبًا ${name}`, advice: 'انتظر.' }),
      },
    })
    expect(english.of('Gate')).toBe(`Gatehouse: ${isolated('Gate')}`)
    expect(english.of(isolated('Gate'))).toBe(`Gatehouse: ${isolated('Gate')}`)
    expect(english.told('Ana (x)')).toEqual({ title: `مرحبًا ${isolated('Ana (x)')}`, advice: 'انتظر.' })
  })
})

describe('rule 30: plurals, numbers and lists by Intl', () => {
  const users = {
    zero: 'لا مستخدمين',
    one: 'مستخدم واحد',
    two: 'مستخدمان',
    few: '# مستخدمين',
    many: '# مستخدمًا',
    other: '# مستخدم',
  }

  it('has a form for each of the six that Arabic counts in', () => {
    setLanguage('ar', {})
    const said = [0, 1, 2, 3, 11, 100].map((count) => plurals(count, users))
    expect(said.slice(0, 3)).toEqual(['لا مستخدمين', 'مستخدم واحد', 'مستخدمان'])
    expect(said[3]).toBe(`${number(3)} مستخدمين`)
    expect(said[4]).toBe(`${number(11)} مستخدمًا`)
    expect(said[5]).toBe(`${number(100)} مستخدم`)
  })

  it('takes the form of all others where one is missing, and two forms for English', () => {
    expect(plurals(1, { other: '# items' })).toBe('1 items')
    expect([plural(1, 'user', 'users'), plural(1200, 'user', 'users')]).toEqual(['1 user', '1,200 users'])
  })

  it('lists in the order and with the words of the language', () => {
    expect(list(['A', 'B'])).toBe('A and B')
    setLanguage('ar', { listWords: { more: (count: number) => `${number(count)} أخرى` } })
    expect(list(['أ', 'ب', 'ج', 'د', 'ه'], 2)).toContain('أخرى')
    expect(list(['أ', 'ب'])).not.toContain('and')
  })
})

describe('the language of the words', () => {
  it('is the first of the computer that there are words in, unless one was chosen', () => {
    expect(chosenLanguage('system', ['de-DE', 'ar-EG', 'en-GB'])).toBe('ar')
    expect(chosenLanguage('system', ['de-DE', 'fr'])).toBe('en')
    expect(chosenLanguage('system', ['en_US', 'ar'])).toBe('en')
    expect(chosenLanguage('en', ['ar'])).toBe('en')
  })

  it('comes with its words', async () => {
    await loadLanguage('ar')
    expect(language()).toBe('ar')
    await loadLanguage('en')
    expect(english.plain).toBe('Close')
  })
})
