import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

// What all style sheets have to keep to, so that the window works from right to left, in every colour scheme and
// without motion. Each fault is told with its file and line.

const renderer = join(import.meta.dirname, '../src/renderer')
const sheets = globSync('**/*.css', { cwd: renderer }).map((file) => join(renderer, file))

const physical = [
  /(?<![-\w])(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b/,
  /(?<![-\w])border-(?:top|bottom)-(?:left|right)-radius\b/,
  /(?<![-\w$])(?:left|right)\s*:/,
  /(?:text-align|float|clear|justify-content|justify-self)\s*:\s*(?:left|right)\b/,
]

function faults(patterns: readonly RegExp[], allowed: (file: string, line: string) => boolean = () => false) {
  return sheets.flatMap((file) =>
    withoutComments(readFileSync(file, 'utf8'))
      .split('\n')
      .flatMap((line, index) =>
        patterns.some((pattern) => pattern.test(line)) && !allowed(file, line)
          ? [`${relative(renderer, file)}:${index + 1} ${line.trim()}`]
          : [],
      ),
  )
}

/** Comments go, lines stay where they are. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''))
}

describe('rule 30: style sheets', () => {
  it('name no side of the screen: start and end follow the language', () => {
    expect(faults(physical)).toEqual([])
  })

  it('give no side a value of its own in a shorthand, which goes by the screen', () => {
    const sides =
      /(?<![-\w])(?:margin|padding|inset|border-width|scroll-margin|scroll-padding)\s*:\s*([^;]+);/
    const isUneven = (value: string) => {
      const [, right, , left] = value.match(/(?:[^\s()]|\([^()]*\))+/g) ?? []
      return left !== undefined && left !== right
    }
    const uneven = sheets.flatMap((file) =>
      withoutComments(readFileSync(file, 'utf8'))
        .split('\n')
        .filter((line) => isUneven(sides.exec(line)?.[1] ?? ''))
        .map((line) => `${relative(renderer, file)} ${line.trim()}`),
    )
    expect(uneven).toEqual([])
  })

  it('mirror what moves or points sideways', () => {
    for (const file of sheets) {
      const text = withoutComments(readFileSync(file, 'utf8'))
      if (!/inset -?[1-9]\d*px 0|translateX\(|translate\(\s*-?[1-9]|rotate\(\s*-?(?:90|270)deg/.test(text))
        continue
      expect(text, `${relative(renderer, file)} moves or turns sideways`).toMatch(/:dir\(rtl\)|--toward-end/)
    }
  })

  it('take every colour from the tokens', () => {
    const raw = [/#[0-9a-f]{3,8}\b/i, /\b(?:rgba?|hsla?|oklch)\(/]
    // An avatar's hue is made of a name; how light and how full it is stands there once.
    expect(faults(raw, (file) => /tokens\.css$|avatar\.module\.css$/.test(file))).toEqual([])
  })

  it('stop every movement for who asks for less of it', () => {
    const global = readFileSync(join(renderer, 'ui/global.css'), 'utf8')
    const reduced = global.slice(global.indexOf('@media (prefers-reduced-motion: reduce)'))
    expect(reduced).toMatch(/animation-duration: 0s !important/)
    expect(reduced).toMatch(/transition-duration: 0s !important/)
    // Nothing may outweigh that.
    const others = sheets.filter((file) => !file.endsWith('global.css'))
    expect(others.filter((file) => readFileSync(file, 'utf8').includes('!important'))).toEqual([])
  })
})
