import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

// Every word that somebody can read or hear stands in the catalogue. Looked for: text between tags, and strings handed to
// what is shown or spoken. Each find is told with its file and line.

const root = join(import.meta.dirname, '..')
const files = ['src/renderer/**/*.tsx', 'src/renderer/**/*.ts', 'src/main/electron/**/*.ts']
  .flatMap((pattern) => globSync(pattern, { cwd: root }))
  .filter((file) => !/\.test\.tsx?$/.test(file))
  .map((file) => join(root, file))

const word = '[A-Za-z][a-z]{2,}'
/** What a word is handed to so that it is seen or heard. */
const shownBy =
  'aria-label|aria-description|aria-roledescription|aria-valuetext|title|label|placeholder|description|detail|subtitle|alt|message|verb|hint|buttonLabel|tooltip'
const patterns = [
  // <p>Some words</p>, and words before or after something in braces.
  new RegExp(`>\\s*[^<>{}()=;]*\\b${word}[^<>{}()=;]*</[a-zA-Z]`),
  /^\s*[A-Z][a-z]+(?: [a-z]+)+[.,:!?]?\s*$/,
  // title="Some words", title: 'Some words', title={\`Some words\`}
  new RegExp(`(?<![\\w.])(?:${shownBy})=(?:\\{\\s*)?["'\`][^"'\`$]*\\b${word}`),
  new RegExp(`(?<![\\w.'])(?:${shownBy}): ["'\`](?=[^"'\`]*(?:[A-Z]|\\s))[^"'\`$]*\\b${word}`),
]

/** The program's own name, keys, examples of addresses, and what no person reads. */
const allowed =
  /Gatehouse['"`<]|<kbd>|"https:\/\/"|@example\.com|^\s*(?:\*|\/\/|\/\*)|log\.(?:info|warn|error)|console\./

describe('the words of the client', () => {
  it('stand in the catalogue and nowhere else', () => {
    const found = files.flatMap((file) =>
      withoutComments(readFileSync(file, 'utf8'))
        .split('\n')
        .flatMap((line, index) =>
          patterns.some((pattern) => pattern.test(line)) && !allowed.test(line)
            ? [`${relative(root, file)}:${index + 1} ${line.trim()}`]
            : [],
        ),
    )
    expect(found).toEqual([])
  })

  it.each([
    ['<p>Nothing was found</p>'],
    ['      Nothing was found'],
    ['<IconButton label="Close" />'],
    ["notify({ title: 'Undone it' })"],
    ["{ label: 'File', submenu }"],
    ['<span aria-label={`Open the list`} />'],
  ])('are found where they are written elsewhere: %s', (line) => {
    expect(patterns.some((pattern) => pattern.test(line))).toBe(true)
  })

  it.each([
    ['<Badge tone="warning">{words.draft}</Badge>'],
    ["type: 'separator', label: words.file"],
    ["const title = words.of('x')"],
    ['<Select label={words.role} value={role} />'],
  ])('are not looked for in what nobody reads: %s', (line) => {
    expect(patterns.some((pattern) => pattern.test(line))).toBe(false)
  })
})

/** Comments go, lines stay where they are. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''))
}
