import type { FoldedEntry } from './kinds.ts'
import type { Question } from './question.ts'
import { isSingleLetter, isWordStart, splitWords } from './words.ts'

/** How well an entry answers, the best first. */
export const rank = {
  /** A name of it is what was typed. */
  whole: 0,
  /** A name begins with it. */
  beginning: 1,
  /** Words of a name begin with what was typed. */
  words: 2,
  /** It stands inside a name. */
  inside: 3,
  /** Words of something else begin with it: an address, a reference, a tag. */
  otherWords: 4,
  otherInside: 5,
  /** Some of the words are in the name of an account it belongs to. */
  withAccount: 6,
} as const
export type Rank = (typeof rank)[keyof typeof rank]

/** Null where it doesn't answer at all. */
export function rankOf(entry: FoldedEntry, { words, domain, phrase }: Question): Rank | null {
  if (domain !== null && !(entry.domain ?? '').startsWith(domain)) return null
  if (words.length === 0) return rank.otherWords
  let best: Rank | null = null
  for (const name of entry.names) {
    const found = rankOfName(name, words, phrase)
    if (found !== null && (best === null || found < best)) best = found
  }
  if (best !== null) return best
  const texts = [...entry.names, ...entry.others]
  if (words.every((word) => texts.some((text) => beginsWord(text, word)))) return rank.otherWords
  return words.every((word) => texts.some((text) => holds(text, word))) ? rank.otherInside : null
}

function rankOfName(name: string, words: readonly string[], phrase: string): Rank | null {
  if (!words.every((word) => holds(name, word))) return null
  // Nearly every name is its words with blanks between them.
  const plain = name.startsWith(phrase) ? name : splitWords(name).join(' ')
  if (plain === phrase) return rank.whole
  if (plain.startsWith(phrase)) return rank.beginning
  return words.every((word) => beginsWord(name, word)) ? rank.words : rank.inside
}

/**
 * As the index finds it, so that both always agree: a single letter of an alphabet only where a word begins.
 */
function holds(text: string, word: string): boolean {
  return isSingleLetter(word) ? beginsWord(text, word) : text.includes(word)
}

function beginsWord(text: string, word: string): boolean {
  return placeOfWord(text, word) >= 0
}

/** Where the first word begins that begins with this one; -1 for none. */
export function placeOfWord(text: string, word: string): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (isWordStart(text, at)) return at
  }
  return -1
}
