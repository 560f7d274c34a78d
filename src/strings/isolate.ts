const firstStrongIsolate = '\u2068'
const popIsolate = '\u2069'

/** Hebrew, Arabic and their relatives, with their presentation forms. */
const rightToLeftLetter = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u
const leftToRightLetter = /(?![\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])\p{L}/u

/** A name by itself in a plain text, so that its direction changes nothing around it. */
export function isolated(name: string): string {
  return `${firstStrongIsolate}${name}${popIsolate}`
}

/** The text without the marks that set names apart: for what is kept, and not only shown. */
export function unmarked(text: string): string {
  return text.replace(/[\u2066-\u2069]/g, '')
}

/**
 * A plain text (a title, a label for a screen reader, a notification) has no elements in which a name could stand by
 * itself. Of what the text was made from (`given`), whatever runs in the other direction is set apart with the marks
 * that Unicode has for it; the rest stays as it is.
 */
export function isolateNames(text: string, given: readonly unknown[], direction: 'ltr' | 'rtl'): string {
  const other = direction === 'rtl' ? leftToRightLetter : rightToLeftLetter
  const names = given
    .flatMap(textsOf)
    .filter((name) => other.test(name) && !name.includes(firstStrongIsolate) && text.includes(name))
  if (names.length === 0) return text
  // Longest first: "Ana" must not be found within "Ana Lopez".
  const longestFirst = [...new Set(names)].sort((one, two) => two.length - one.length)
  const pattern = longestFirst.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|')
  // As a whole alone: a person called "Gate" must not be found in "Gatehouse".
  return text.replace(new RegExp(`(?<!\\p{Script=Latin})(?:${pattern})(?!\\p{Script=Latin})`, 'gu'), isolated)
}

/** Strings, those in lists, and those one step inside of objects such as a person with a name. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsOf)
  if (typeof value === 'object' && value !== null) return Object.values(value).filter(isText)
  return []
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
