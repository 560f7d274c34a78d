import { firstIdeograph, isSingleLetter, isWordUnit } from './words.ts'

// A gram is three UTF-16 units in a row. Words lie between blanks, so that where a word begins and ends can be asked
// for; a mark stands for the beginning of the whole name.

const blank = 0x20
const beginning = 0x02
const at = 0x40

/** Null for the last unit or the last two: whatever they are. */
export type Gram = readonly [first: number, second: number | null, third: number | null]

/** What an entry is found by, folded. */
export interface EntryText {
  /** Names: the beginning of each can be asked for. */
  names: readonly string[]
  /** Found word by word as well, but never the beginning of the whole. */
  others: readonly string[]
  /** Of an address, behind the sign: found by its first three letters alone, as a million of them would weigh a lot. */
  domain: string | null
}

export type Emit = (first: number, second: number, third: number) => void

/** Calls `emit` for each gram of an entry; the same one may come twice. */
export function eachGram({ names, others, domain }: EntryText, emit: Emit): void {
  for (const name of names) {
    const start = eachGramOf(name, emit)
    if (start >= 0) emit(beginning, name.charCodeAt(start), wordUnitAt(name, start + 1))
  }
  for (const other of others) eachGramOf(other, emit)
  if (domain) emit(at, domain.charCodeAt(0), domain.length > 1 ? domain.charCodeAt(1) : blank)
  if (domain && domain.length > 2) emit(domain.charCodeAt(0), domain.charCodeAt(1), domain.charCodeAt(2))
}

/** Of all words of a folded text. Answers where the first of them begins; -1 for none. */
function eachGramOf(text: string, emit: Emit): number {
  let start = -1
  let first = blank
  let second = blank
  for (let index = 0; index <= text.length; index += 1) {
    const third = wordUnitAt(text, index)
    if (second !== blank) emit(first, second, third)
    else if (third !== blank && start === -1) start = index
    if (third === blank && second >= firstIdeograph) {
      // So that the last letter can be asked for alone, where a letter is a name.
      emit(second, blank, blank)
    }
    first = second
    second = third
  }
  return start
}

/** Whatever is no part of a word is a blank. */
function wordUnitAt(text: string, index: number): number {
  const unit = index < text.length ? text.charCodeAt(index) : blank
  return isWordUnit(unit) ? unit : blank
}

/** A name whose first word begins with the first of the words, and others of its words with the others. */
export function gramsAtBeginning(words: readonly string[]): Gram[] {
  const [first = ''] = words
  return [[beginning, first.charCodeAt(0), secondUnit(first)], ...gramsAtWordStarts(words)]
}

/** A name that is these words. */
export function gramsOfWhole(words: readonly string[]): Gram[] {
  const ends = words.map(
    (word): Gram => [
      word.length > 1 ? word.charCodeAt(word.length - 2) : blank,
      word.charCodeAt(word.length - 1),
      blank,
    ],
  )
  return [...gramsAtBeginning(words), ...ends]
}

/** A text that has, for each of the words, one that begins with it. */
export function gramsAtWordStarts(words: readonly string[]): Gram[] {
  return words.flatMap((word): Gram[] => [[blank, word.charCodeAt(0), secondUnit(word)], ...inner(word)])
}

/** A text that holds each of the words somewhere; a single letter of an alphabet where a word begins. */
export function gramsAnywhere(words: readonly string[]): Gram[] {
  return words.flatMap((word): Gram[] => {
    if (word.length > 2) return inner(word)
    return isSingleLetter(word)
      ? [[blank, word.charCodeAt(0), null]]
      : [[word.charCodeAt(0), secondUnit(word), null]]
  })
}

/** An address behind whose sign this stands. */
export function gramsOfDomain(domain: string): Gram[] {
  const first = domain.charCodeAt(0)
  const grams: Gram[] = [[at, first, secondUnit(domain)]]
  if (domain.length > 2) grams.push([first, domain.charCodeAt(1), domain.charCodeAt(2)])
  return grams
}

function secondUnit(word: string): number | null {
  return word.length > 1 ? word.charCodeAt(1) : null
}

/**
 * Grams side by side rather than all of them, which would say little more: whoever is found is looked at anyway, and
 * each gram has to be read in each part of the index.
 */
function inner(word: string): Gram[] {
  const grams: Gram[] = []
  for (let at = 0; at + 3 <= word.length && grams.length < mostOfWord; at += 3) grams.push(gramAt(word, at))
  if (word.length > 3 && word.length % 3 !== 0 && grams.length < mostOfWord) {
    grams.push(gramAt(word, word.length - 3))
  }
  return grams
}

const mostOfWord = 4

function gramAt(word: string, at: number): Gram {
  return [word.charCodeAt(at), word.charCodeAt(at + 1), word.charCodeAt(at + 2)]
}
