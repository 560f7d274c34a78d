import { fold } from '../../ipc/fold.ts'
import { placeOfWord } from './rank.ts'

/** From the first unit to before the second, in the text as it is shown. */
export type Mark = [start: number, end: number]

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/**
 * Where the words stand in a text, for showing what was found: in rising order, never overlapping. Folding makes texts
 * longer and shorter ("ß" becomes two letters, an accent of its own none), so places are carried back letter by letter.
 */
export function marksOf(text: string, words: readonly string[]): Mark[] {
  const folded = fold(text)
  const places = words
    .map((word): Mark | null => {
      const start = placeOfWord(folded, word)
      const at = start >= 0 || word.length < 2 ? start : folded.indexOf(word)
      return at < 0 ? null : [at, at + word.length]
    })
    .filter((place) => place !== null)
  return joined(carriedBack(text, folded, places))
}

function carriedBack(text: string, folded: string, places: readonly Mark[]): Mark[] {
  if (places.length === 0 || folded.length === text.length) {
    // Of equal length: each letter became one, or the places are wrong by a letter or two of a rare script.
    if (places.length === 0 || isLetterByLetter(text, folded)) return [...places]
  }
  const starts: number[] = []
  const ends: number[] = []
  for (const { segment, index } of letters.segment(text)) {
    for (let unit = 0; unit < fold(segment).length; unit += 1) {
      starts.push(index)
      ends.push(index + segment.length)
    }
  }
  // Letters that fold differently side by side than alone: better no mark than a wrong one.
  if (starts.length !== folded.length) return []
  return places.map(([start, end]) => [starts[start] ?? 0, ends[end - 1] ?? 0])
}

function isLetterByLetter(text: string, folded: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    if (folded[at] !== text[at] && folded[at] !== fold(text[at] ?? '')) return false
  }
  return true
}

function joined(places: readonly Mark[]): Mark[] {
  const marks: Mark[] = []
  for (const [start, end] of [...places].sort((a, b) => a[0] - b[0])) {
    const last = marks.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(last[1], end)
    else marks.push([start, end])
  }
  return marks
}

/** The text with its marks, as the screens take it. */
export function marked(text: string, words: readonly string[]): { text: string; marks: Mark[] } {
  return { text, marks: marksOf(text, words) }
}
