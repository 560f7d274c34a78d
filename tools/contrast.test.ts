import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

// Contrast by WCAG 2.2 of every pair of tokens that stand on each other: 4.5 for text, 3 for what must be told apart
// without being read (a control's edge, the focus, a mark).

const tokens = readFileSync(join(import.meta.dirname, '../src/renderer/ui/tokens.css'), 'utf8')

type Theme = 'light' | 'dark'
type Palette = Record<string, string>

/** The tokens of one theme; `block` begins with what the rule stands under. */
function palette(theme: Theme, block: string): Palette {
  const start = tokens.indexOf(block)
  const end = tokens.indexOf('\n}', start)
  const pairs = tokens
    .slice(start, end)
    .matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)
  return Object.fromEntries(
    [...pairs].map(([, name, light, dark]) => [name, theme === 'light' ? light : dark]),
  )
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, two: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(two)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

const grounds = ['canvas', 'surface', 'raised', 'hover', 'selected', 'backdrop', 'card']
const texts: [text: string, on: readonly string[]][] = [
  ['text', [...grounds, 'neutral-surface']],
  ['text-muted', grounds],
  ['accent-text', ['canvas', 'surface', 'raised', 'selected']],
  ['on-accent', ['accent', 'accent-hover']],
  ['danger', ['canvas', 'surface', 'raised', 'danger-surface']],
  ['on-danger', ['danger-strong']],
  ['success', ['canvas', 'surface', 'raised', 'success-surface']],
  ['warning', ['canvas', 'surface', 'raised', 'warning-surface', 'selected', 'hover']],
  ['teal', ['canvas', 'raised', 'teal-surface']],
  ['on-tooltip', ['tooltip']],
]
const marks = [
  'line-strong',
  'accent',
  'mark-red',
  'mark-orange',
  'mark-yellow',
  'mark-green',
  'mark-teal',
  'mark-blue',
  'mark-purple',
  'mark-grey',
]

describe.each([
  ['as the tokens are', ':root {'],
  ['where more contrast is asked for', '@media (prefers-contrast: more)'],
])('rule 30: contrast %s', (_, block) => {
  it.each(['light', 'dark'] as const)('is enough in the %s theme', (theme) => {
    const colours = { ...palette(theme, ':root {'), ...palette(theme, block) }
    const strict = block.startsWith('@media')
    const of = (name: string) => colours[name] ?? expect.unreachable(`no token --${name}`)
    const weak = [
      ...texts.flatMap(([text, on]) => on.map((ground) => [text, ground, 4.5] as const)),
      ...marks.flatMap((mark) =>
        ['canvas', 'surface', 'raised', 'selected'].map((ground) => [mark, ground, 3] as const),
      ),
      ...(strict ? grounds.map((ground) => ['text', ground, 7] as const) : []),
      ...(strict ? grounds.map((ground) => ['text-muted', ground, 7] as const) : []),
    ].filter(([one, two, least]) => contrast(of(one), of(two)) < least)
    expect(
      weak.map(
        ([one, two, least]) => `${one} on ${two}: ${contrast(of(one), of(two)).toFixed(2)} < ${least}`,
      ),
    ).toEqual([])
  })
})
