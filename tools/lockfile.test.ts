import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { smallLock, smallManifests } from './supply/fixture.ts'
import { installedFindings, readInstalled, scriptFindings } from './supply/install-scripts.ts'
import { lockFindings } from './supply/lock-rules.ts'
import { closureOf, readLock, readManifests, resolve } from './supply/lockfile.ts'

const root = join(import.meta.dirname, '..')
const lock = readLock(root)
const manifests = readManifests(root)
const own = manifests.get('')!
const check = (changes: Parameters<typeof smallLock>[0], manifest = {}, once: string[] = []) =>
  lockFindings(smallLock(changes), smallManifests(manifest), once)
const integrity = `sha512-${'b'.repeat(86)}==`

test('every locked package has a strong hash, comes by its own name and version, and is needed', () => {
  expect(lockFindings(lock, manifests)).toEqual([])
  expect(Object.keys(lock.packages).length).toBeGreaterThan(300)
})

test('what is installed is what is locked', () => {
  expect(installedFindings(lock, readInstalled(root))).toEqual([])
})

test('no package runs a script when it is installed but those that are decided upon and explained', () => {
  expect(scriptFindings(lock, own, readInstalled(root), explainedScripts())).toEqual([])
  expect(readFileSync(join(root, '.npmrc'), 'utf8')).toMatch(/^strict-allow-scripts=true\r?$/m)
})

/** Names that stand at the beginning of a row of the table of install scripts. */
function explainedScripts(): Set<string> {
  const text = readFileSync(join(root, 'docs/operations.md'), 'utf8')
  const [, after = ''] = text.split('### Install scripts')
  const [section = ''] = after.split(/^#/m)
  const rows = section.split('\n').filter((line) => line.startsWith('| `'))
  return new Set(
    rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name!)),
  )
}

test('no file of the project says at which address a registry is', () => {
  const files = globSync('**/*.{ts,tsx,mjs,js,json,md,yml,yaml,html,css,txt,svg}', {
    cwd: root,
    exclude: (name) => /^(?:node_modules|out|dist|release|test-results|\.gatehouse|\.git)$/.test(name),
  })
  const naming = [...files, '.npmrc'].filter((file) =>
    /\bregistry\.[a-z0-9-]+\.[a-z]{2,}\b|\bregistry\s*=\s*["']?https?:/i.test(
      readFileSync(join(root, file), 'utf8'),
    ),
  )
  expect(naming).toEqual([])
  expect(files.length).toBeGreaterThan(500)
})

test('a small lockfile in good order has no findings', () => {
  expect(check({})).toEqual([])
})

test('a missing or a weak hash is found', () => {
  expect(check({ 'node_modules/deep': { version: '1.2.3' } })).toEqual([
    'node_modules/deep has no sha512 hash',
  ])
  expect(
    check({ 'node_modules/deep': { version: '1.2.3', integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' } }),
  ).toEqual(['node_modules/deep has no sha512 hash'])
})

test('a package from an address, a repository, a folder or under another name is found', () => {
  const deep = { version: '1.2.3', integrity }
  expect(check({ 'node_modules/deep': { ...deep, resolved: 'https://elsewhere.example/deep.tgz' } })).toEqual(
    ['node_modules/deep names where it comes from'],
  )
  expect(check({ 'node_modules/deep': { ...deep, name: 'other' } })).toEqual([
    'node_modules/deep is another package: other',
  ])
  expect(check({ 'node_modules/deep': { link: true, resolved: '../deep' } })).toEqual([
    'node_modules/deep is a link to ../deep',
  ])
  for (const range of ['git+ssh://git.example/deep.git', 'someone/deep', 'file:../deep', 'npm:other@1.0.0']) {
    const window = { version: '2.0.0', integrity, dependencies: { deep: range } }
    expect(check({ 'node_modules/window': window })).toEqual([
      `node_modules/window wants deep from somewhere else: ${range}`,
    ])
  }
})

test('a range in a manifest, and a lockfile that is out of step, are found', () => {
  expect(check({}, { dependencies: { window: '^2.0.0' } })).toEqual([
    'package.json wants window ^2.0.0, not one version',
    "the lockfile doesn't know that package.json wants window ^2.0.0",
  ])
  expect(
    check({ 'node_modules/window': { version: '2.0.1', integrity, dependencies: { deep: '^1.0.0' } } }),
  ).toEqual(['window 2.0.0 is wanted, 2.0.1 is locked'])
  expect(check({}, { devDependencies: {} })).toEqual([
    "the lockfile has builder for package.json, which doesn't want it",
  ])
})

test('a package that is missing, or that nobody needs, is found', () => {
  expect(check({ 'node_modules/deep': null })).toEqual(["node_modules/window needs deep, which isn't locked"])
  expect(check({ 'node_modules/stowaway': { version: '1.0.0', integrity } })).toEqual([
    'nobody needs node_modules/stowaway',
  ])
})

test('a second version of what must be single is found', () => {
  expect(check({}, {}, ['door', 'deep'])).toEqual([
    'deep must be there once: 1.2.3 at node_modules/deep, 0.9.9 at node_modules/builder/node_modules/deep',
  ])
})

test('a script is found by the lockfile and by what is really installed', () => {
  const scripted = smallLock({ 'node_modules/door': { version: '4.0.0', integrity, hasInstallScript: true } })
  const installed = [{ path: 'node_modules/deep', version: '1.2.3', scripts: ['postinstall'] }]
  expect(scriptFindings(scripted, { allowScripts: { window: true } }, installed, new Set(['door']))).toEqual([
    'deep runs a script when installed, which nobody decided upon',
    'nobody says why deep has a script, and why it may or may not run',
    'door runs a script when installed, which nobody decided upon',
    'window is decided upon, but has no script',
    'node_modules/deep has postinstall, of which the lockfile says nothing',
  ])
})

test('a package that npm takes for one with a script, over an installation, is decided upon too', () => {
  const installed = [{ path: 'node_modules/door', version: '4.0.0', scripts: [], isTakenForScript: true }]
  const locked = smallLock({ 'node_modules/door': { version: '4.0.0', integrity } })
  expect(scriptFindings(locked, { allowScripts: {} }, installed, new Set(['door']))).toEqual([
    'door runs a script when installed, which nobody decided upon',
  ])
  expect(scriptFindings(locked, { allowScripts: { door: false } }, installed, new Set(['door']))).toEqual([])
})

test('an installed package that is not locked, or is another version, is found', () => {
  const scripts: string[] = []
  expect(
    installedFindings(smallLock(), [
      { path: 'node_modules/window', version: '2.0.1', scripts },
      { path: 'node_modules/deep', version: '1.2.3', scripts },
      { path: 'node_modules/builder', version: '3.0.0', scripts },
      { path: 'node_modules/builder/node_modules/deep', version: '0.9.9', scripts },
      { path: 'node_modules/stowaway', version: '1.0.0', scripts },
    ]),
  ).toEqual([
    'node_modules/window is 2.0.1, not 2.0.0',
    'node_modules/stowaway is installed but not locked',
    'node_modules/door is locked but not installed',
  ])
})

test('a package finds the nearest of its needs', () => {
  expect(resolve(smallLock(), 'node_modules/builder', 'deep')).toBe('node_modules/builder/node_modules/deep')
  expect(resolve(smallLock(), 'node_modules/window', 'deep')).toBe('node_modules/deep')
  expect(resolve(smallLock(), '', '@house/server')).toBe('server')
  expect([...closureOf(smallLock(), ['server'])]).toEqual(['server', 'node_modules/door'])
})
