import { type Language, languages } from '../ipc/languages.ts'

/**
 * The language of the words. English stands in the files of this folder, by area; a translation is one file with the
 * same names (`ar.ts`), put in before anything that has words is loaded. To change the language the page begins anew.
 */
export { type Language, languages }

/** Each language in its own words, as somebody looks for it who can't read the one in use. */
export const languageNames: Record<Language, string> = { en: 'English', ar: 'العربية' }

const rightToLeft: readonly Language[] = ['ar']

/** An English text stands for any text; the shape, and what functions take, stay. */
export type Wide<T> = T extends string
  ? string
  : T extends (...given: infer Given) => infer Said
    ? (...given: Given) => Wide<Said>
    : T extends readonly (infer Item)[]
      ? readonly Wide<Item>[]
      : T extends object
        ? { readonly [Name in keyof T]: Wide<T[Name]> }
        : T

let current: Language = 'en'
let translation: Readonly<Record<string, unknown>> = {}

/** Before any words are loaded: they are looked up once, where they are written. */
export function setLanguage(language: Language, words: Readonly<Record<string, unknown>>): void {
  current = language
  translation = words
}

export function language(): Language {
  return current
}

export function direction(of: Language = current): 'ltr' | 'rtl' {
  return rightToLeft.includes(of) ? 'rtl' : 'ltr'
}

/** The words called `name` in the language in use; what isn't translated is said in English. */
export function inLanguage<const T>(name: string, english: T): Wide<T> {
  return overlay(english, translation[name]) as Wide<T>
}

function overlay(english: unknown, translated: unknown): unknown {
  if (translated === undefined) return english
  if (!isGroup(english) || !isGroup(translated)) return translated
  const names = Object.keys(english)
  return Object.fromEntries(names.map((name) => [name, overlay(english[name], translated[name])]))
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
