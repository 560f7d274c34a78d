import { fold } from '../../ipc/fold.ts'
import { splitWords } from './words.ts'

/** What was typed, taken apart. */
export interface Question {
  /** Each has to be found, in any order. */
  words: string[]
  /** What was typed behind an address's sign, folded. */
  domain: string | null
  /** All of it, folded: only where there is no address in it. */
  phrase: string
}

/** So much of what was typed counts: nobody types more, but a mail may be pasted. */
const mostWords = 8
const mostLetters = 200

/** Null where nothing was typed that could be found. */
export function readQuestion(text: string): Question | null {
  const words: string[] = []
  let domain: string | null = null
  for (const piece of fold(text.slice(0, mostLetters)).trim().split(/\s+/u)) {
    const at = piece.lastIndexOf('@')
    words.push(...splitWords(at < 0 ? piece : piece.slice(0, at)))
    if (at >= 0 && at < piece.length - 1) domain = piece.slice(at + 1)
  }
  if (words.length === 0 && domain === null) return null
  const asked = words.slice(0, mostWords)
  return { words: asked, domain, phrase: asked.join(' ') }
}
