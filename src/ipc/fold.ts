// Letters that Unicode doesn't take apart, as people type them who don't have them on their keyboard.
const plainLetters: Record<string, string> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ĸ: 'k',
  ς: 'σ',
}
const withoutParts = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'g')

// Marks differ in meaning from script to script: what is an accent over a Latin letter is a vowel in Thai
// or Devanagari, and turns one Japanese syllable into another.
const accents = /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]\p{M}*)\p{M}/gu
// Signs that writers of Arabic and Hebrew leave out or put in as they like: vowels, stretching, pointing.
const optionalSigns =
  /[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u0652\u0670]/g
// They are seen by nobody and typed by no one.
const invisible = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]|\u034f|[\ufe00-\ufe0f]/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const ascii = /^[\u0000-\u007f]*$/

/**
 * The text as it is compared: one case, one width, without accents of Latin, Greek and Cyrillic letters, so that
 * "cafe" finds "Café", "lodz" finds "Łódź", "strasse" finds "Straße" and "ivanov" in wide letters finds the narrow
 * ones. What changes a word in its script stays. Folding twice is folding once.
 */
export function fold(text: string): string {
  if (ascii.test(text)) return text.toLowerCase()
  let folded = ''
  for (let at = 0; at < text.length; at += 1) {
    const letter = alone(text.charCodeAt(at))
    if (letter === null) return foldTogether(text)
    folded += letter
  }
  return folded
}

function foldTogether(text: string): string {
  const plain = text.normalize('NFKD').replace(invisible, '').replace(optionalSigns, '').replace(accents, '')
  // By way of upper case, as several small letters share one capital: only so do "ß" and "SS" come out alike.
  const one = plain.toLowerCase().toUpperCase().toLowerCase()
  const lower = one.normalize('NFKD').replace(accents, '')
  return lower.replace(withoutParts, (letter) => plainLetters[letter] ?? letter).normalize('NFC')
}

// A million names are folded at a time, most of them of letters that are the same whatever stands beside them.
const lettersAlone = new Map<number, string | null>()
const isAlone =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Arabic}\uac00-\ud7a3\p{ASCII}]$/u

/** How a unit folds that no neighbour changes; null for any other. */
function alone(unit: number): string | null {
  const known = lettersAlone.get(unit)
  if (known !== undefined) return known
  const letter = String.fromCharCode(unit)
  const folded =
    isAlone.test(letter) && !/\p{M}/u.test(letter.normalize('NFKD').slice(0, 1)) ? foldTogether(letter) : null
  lettersAlone.set(unit, folded)
  return folded
}
