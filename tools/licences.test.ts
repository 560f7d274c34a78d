import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { smallLock, smallManifests } from './supply/fixture.ts'
import {
  accepts,
  exceptions,
  licenceFindings,
  listModule,
  type Part,
  partsOf,
  report,
  shippedPackages,
} from './supply/licences.ts'
import { readLock, readManifests } from './supply/lockfile.ts'
import { importedByProgram, importsIn, shipped } from './supply/ships.ts'

const root = join(import.meta.dirname, '..')
const lock = readLock(root)
const manifest = readManifests(root).get('')!
const partOf = partsOf(root, lock, manifest)
const packages = shippedPackages(lock, partOf)
const committed = (file: string) => readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n')

test('every licence in the lockfile is one that is taken', () => {
  expect(licenceFindings(lock, partOf)).toEqual([])
})

test('the licences that go along with the program are those of what it is made of (else: npm run licences)', () => {
  expect(committed('THIRD-PARTY-LICENCES.txt') === report(root, packages)).toBe(true)
})

test('the program lists every package that is in it (else: npm run licences)', () => {
  expect(committed('src/ipc/licences.ts')).toBe(listModule(packages, manifest.license ?? ''))
})

test('the licence that a package has in the lockfile is what it says of itself', () => {
  for (const { path, license } of packages) {
    const { license: said } = JSON.parse(committed(join(path, 'package.json'))) as { license: string }
    expect(said, path).toBe(license)
  }
})

test('what the sources import is in package.json, so nothing gets into a bundle that is not looked at', () => {
  const chosen = new Set([...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)])
  const imported = [...importedByProgram(root)]
  expect(imported).toContain('react')
  expect(imported.filter((name) => !chosen.has(name))).toEqual([])
})

test('imports are seen in every form that a source has them in', () => {
  const source = [
    "import { a } from 'plain'",
    "import type { b } from '@scope/part/deep.css'",
    "export * from 'again/sub'",
    "const later = lazy(() => import('late'))",
    "import { readFile } from 'node:fs'",
    "import { c } from './near.ts'",
    "const words = { from: 'A day in the life', since: 'then' }",
  ].join('\n')
  expect(importsIn(source)).toEqual(['plain', '@scope/part', 'again', 'late'])
})

test('what ships is what the program needs to run and what it imports, however deep, and no tool', () => {
  const small = smallLock()
  expect([...shipped(small, smallManifests().get('')!, new Set())].sort()).toEqual([
    'node_modules/deep',
    'node_modules/window',
  ])
})

test('a licence that is not taken is found, where it is not taken', () => {
  const part = (path: string): Part => (path === 'node_modules/door' ? 'tools' : 'app')
  const changed = (license: string) => ({ version: '4.0.0', license })
  const found = (path: string, license?: string) =>
    licenceFindings(smallLock({ [path]: license ? changed(license) : { version: '1.0.0' } }), part)
  expect(found('node_modules/deep', 'GPL-3.0-only')).toEqual([
    'node_modules/deep is GPL-3.0-only, which is not taken in the app',
  ])
  expect(found('node_modules/deep', 'MPL-2.0')).toEqual([
    'node_modules/deep is MPL-2.0, which is not taken in the app',
  ])
  expect(found('node_modules/door', 'MPL-2.0')).toEqual([])
  expect(found('node_modules/deep', 'Python-2.0')).toEqual([
    'node_modules/deep is Python-2.0, which is not taken in the app',
  ])
  expect(found('node_modules/deep')).toEqual(['node_modules/deep names no licence'])
})

test('a choice of licences is taken by one of them, several at once by all of them', () => {
  const isMit = (licence: string) => licence === 'MIT'
  expect(accepts('(GPL-2.0-only OR MIT)', isMit)).toBe(true)
  expect(accepts('GPL-2.0-only AND MIT', isMit)).toBe(false)
  expect(accepts('MIT OR (GPL-2.0-only AND ISC)', isMit)).toBe(true)
  expect(accepts('(MIT OR ISC) AND GPL-2.0-only', isMit)).toBe(false)
  expect(() => accepts('MIT OR', isMit) && accepts('(MIT', isMit)).toThrow('not a licence')
})

test('every exception is used, and stands in the decision about licences', () => {
  const decision = committed('docs/adr/0006-other-licences.md')
  for (const { licence, packages: named } of exceptions) {
    expect(decision).toContain(licence)
    const holders = Object.entries(lock.packages).filter(([, { license }]) => license?.includes(licence))
    expect(holders.length, licence).toBeGreaterThan(0)
    for (const name of named ?? []) expect(decision).toContain(name)
  }
})
