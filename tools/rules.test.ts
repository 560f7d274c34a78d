import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

test('each rule of the interface has a test that bears its number', () => {
  const rules = [...readFileSync(join(root, 'docs/interface.md'), 'utf8').matchAll(/^(\d+)\. /gm)].map(
    ([, number]) => Number(number),
  )
  expect(rules).toHaveLength(30)
  const files = globSync(['src/**/*.test.ts', 'tests/**/*.ts', 'tools/**/*.test.ts'], { cwd: root })
  const tested = new Set<number>()
  for (const file of files) {
    const titles = readFileSync(join(root, file), 'utf8').matchAll(
      /\b(?:test|it|describe)(?:\.\w+)*\(\s*(['"`])(.+?)\1/g,
    )
    for (const [, , title] of titles)
      for (const [, number] of (title ?? '').matchAll(/\brule (\d+)/g)) tested.add(Number(number))
  }
  expect(rules.filter((rule) => !tested.has(rule))).toEqual([])
})
