import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { describeConfig, readConfig, variableNames } from '../config.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const read = (...path: string[]) => readFile(join(root, ...path), 'utf8')

/** What the build of the desktop program reads is no variable of the server. */
const ofTheBuild = /^## Packaging and releasing the app$.*?(?=^## )/ms

/** First and second cell of each row whose first cell is one variable of the server. */
async function documented(): Promise<Map<string, string>> {
  const text = (await read('docs', 'operations.md')).replace(ofTheBuild, '')
  const rows = text.matchAll(/^\| `([A-Z][A-Z_]+)` \|([^|]*)\|/gm)
  return new Map([...rows].map(([, name = '', value = '']) => [name, value.trim()]))
}

test('every variable is documented, and no other', async () => {
  expect([...(await documented()).keys()].sort()).toEqual([...variableNames].sort())
})

test('a default that the document names is the one that is used', async () => {
  const config = readConfig({})
  if (!config.ok) throw new Error(config.error)
  const inEffect = new Map(describeConfig(config.value))
  let compared = 0
  for (const [name, cell] of await documented()) {
    const value = /^`(.+)`$/.exec(cell)?.[1]
    // The issuer's are in effect only where there is one.
    if (value === undefined || name.startsWith('OIDC_')) continue
    expect(inEffect.get(name), name).toBe(value)
    compared += 1
  }
  expect(compared).toBeGreaterThan(10)
})

test('every metric and every command that the document tells of is there', async () => {
  const text = await read('docs', 'operations.md')
  const source = (await read('server', 'src', 'operations', 'metrics.ts')).replaceAll(/\s+/g, ' ')
  const names = new Set(text.match(/\b(?:gatehouse|process)_[a-z_]+\b/g))
  for (const name of names) expect(source, name).toContain(`'${name}'`)
  for (const [, name = ''] of source.matchAll(/'((?:gatehouse|process)_[a-z_]+)'/g))
    expect(names).toContain(name)

  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(await read('package.json')))
  for (const [, script = ''] of text.matchAll(/npm run (?:-s )?([\w:-]+)/g))
    expect(Object.keys(scripts)).toContain(script)
})
