// What separates words: everything but letters, marks and digits. Halves of letters beyond the first 65,536 count as
// letters, so that a text can be taken unit by unit.
const isWord = new Uint8Array(0x10000)
for (let unit = 0; unit < isWord.length; unit += 1) {
  const isHalf = unit >= 0xd800 && unit <= 0xdfff
  if (isHalf || /[\p{L}\p{M}\p{N}]/u.test(String.fromCharCode(unit))) isWord[unit] = 1
}

export function isWordUnit(unit: number): boolean {
  return isWord[unit] === 1
}

/** From here on the scripts begin in which one letter is a word or a name, and words may stand without a gap. */
export const firstIdeograph = 0x2e80

/** A letter of an alphabet, which nearly every name holds: it is looked for where words begin, and nowhere else. */
export function isSingleLetter(word: string): boolean {
  return word.length === 1 && word.charCodeAt(0) < firstIdeograph
}

/** The words of a folded text, in order. */
export function splitWords(folded: string): string[] {
  const words: string[] = []
  let start = -1
  for (let at = 0; at <= folded.length; at += 1) {
    const inside = at < folded.length && isWord[folded.charCodeAt(at)] === 1
    if (inside && start === -1) start = at
    else if (!inside && start !== -1) {
      words.push(folded.slice(start, at))
      start = -1
    }
  }
  return words
}

/** Whether a word of the folded text begins at this place. */
export function isWordStart(folded: string, at: number): boolean {
  return at === 0 || isWord[folded.charCodeAt(at - 1)] === 0
}
