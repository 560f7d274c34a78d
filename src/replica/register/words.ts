import { fold } from '../../ipc/fold.ts'
import { isWordUnit } from '../search/words.ts'

/**
 * What names and addresses are taken apart into, and what is typed too: runs of letters and runs of digits, folded.
 * What stands between them makes no difference.
 */
export function piecesOf(text: string): string[] {
  const folded = fold(text)
  const pieces: string[] = []
  let start = -1
  let wasDigit = false
  for (let at = 0; at <= folded.length; at += 1) {
    const unit = at < folded.length ? folded.charCodeAt(at) : 0
    const isInside = at < folded.length && isWordUnit(unit)
    const isDigit = unit >= 48 && unit <= 57
    if (start !== -1 && (!isInside || isDigit !== wasDigit)) {
      pieces.push(folded.slice(start, at))
      start = -1
    }
    if (isInside && start === -1) start = at
    wasDigit = isDigit
  }
  return pieces
}

/** What was typed: each word has to be found somewhere, as its pieces in a row. */
export function readTyped(text: string): string[][] {
  return text
    .slice(0, 200)
    .split(/\s+/u)
    .map(piecesOf)
    .filter((pieces) => pieces.length > 0)
    .slice(0, 8)
}

/** Whether the pieces stand in a row: the first may begin earlier, and the last go on. */
export function holdsInARow(sequence: readonly string[], pieces: readonly string[]): boolean {
  const [first = ''] = pieces
  const last = pieces.length - 1
  if (last === 0) return sequence.some((piece) => piece.includes(first))
  return sequence.some(
    (piece, at) =>
      piece.endsWith(first) &&
      pieces.every((wanted, n) => {
        const there = sequence[at + n] ?? ''
        return n === 0 || (n === last ? there.startsWith(wanted) : there === wanted)
      }),
  )
}

/** Numbers for words, given in the order in which they come. */
export interface Vocabulary {
  words: string[]
  numberOf(word: string): number
}

export function createVocabulary(): Vocabulary {
  const words: string[] = []
  const numbers = new Map<string, number>()
  return {
    words,
    numberOf(word) {
      const known = numbers.get(word)
      if (known !== undefined) return known
      // A copy: a slice would keep the whole text that it was cut out of.
      const own = Buffer.from(word, 'utf16le').toString('utf16le')
      words.push(own)
      numbers.set(own, words.length - 1)
      return words.length - 1
    },
  }
}
