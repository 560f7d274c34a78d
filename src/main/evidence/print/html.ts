/** Markup that was made here; any other text is escaped where it goes into some. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Piece = Markup | string | number | false | null | readonly Piece[]

/** A piece of a page. What is put into it is text, unless it was made by this too. */
export function html(parts: TemplateStringsArray, ...pieces: Piece[]): Markup {
  return new Markup(parts.reduce((before, part, at) => before + textOf(pieces[at - 1] ?? null) + part))
}

/** A name of a person, an application or an account, in whatever script: its direction is its own. */
export function name(text: string): Markup {
  return html`<bdi>${text}</bdi>`
}

function textOf(piece: Piece): string {
  if (piece === null || piece === false) return ''
  if (piece instanceof Markup) return piece.text
  if (typeof piece === 'object') return piece.map(textOf).join('')
  return escaped(String(piece))
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter)
}

/** A text within the quotes of a style sheet. */
export function cssText(text: string): string {
  return `"${[...text].map((letter) => (/["\\<\n\r\f]|\p{Cc}/u.test(letter) ? `\\${letter.codePointAt(0)?.toString(16)} ` : letter)).join('')}"`
}
