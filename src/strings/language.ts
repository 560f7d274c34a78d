import { type Language, languages } from '../ipc/languages.ts'
import { isolateNames } from './isolate.ts'

/**
 * The language of the words. English stands in the files of this folder, by area; a translation is one file with the
 * same names (`ar.ts`). Words are looked up when they are read, so the main process can change over while it runs. The
 * page begins anew instead, with the language put in before anything else is loaded: what is on the screen, and what
 * modules keep of the words, would otherwise stay as it was.
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

/** The names of all groups of words, for what checks that a translation has each of them. */
export const groups = new Map<string, unknown>()

/** The words called `name` in the language in use; what isn't translated is said in English. */
export function inLanguage<const T extends object>(name: string, english: T): Wide<T> {
  groups.set(name, english)
  return live(english, () => translation[name]) as Wide<T>
}

/** The same names as in `english`; what each of them answers is looked up in the translation when it is read. */
function live(english: object, translated: () => unknown): object {
  const isList = Array.isArray(english)
  const shown: object = isList ? [] : {}
  for (const [key, word] of Object.entries(english)) {
    const found = () => memberOf(translated(), key) ?? word
    const nested = isGroup(word) ? live(word, () => memberOf(translated(), key)) : null
    const said = typeof word === 'function' ? sentence(found) : null
    Object.defineProperty(shown, key, { enumerable: true, get: () => nested ?? said ?? found() })
  }
  return shown
}

/** A text made of names and numbers: a name that runs in the other direction must not scramble it. */
function sentence(found: () => unknown) {
  return (...given: unknown[]): unknown => {
    const say = found() as (...given: unknown[]) => unknown
    return setApart(say(...given), given)
  }
}

function setApart(said: unknown, given: readonly unknown[]): unknown {
  if (typeof said === 'string') return isolateNames(said, given, direction())
  if (!isGroup(said) || Array.isArray(said)) return said
  return Object.fromEntries(Object.entries(said).map(([key, each]) => [key, setApart(each, given)]))
}

function memberOf(group: unknown, key: string): unknown {
  return typeof group === 'object' && group !== null ? (group as Record<string, unknown>)[key] : undefined
}

function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
