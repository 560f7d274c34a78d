import { describe, expect, it } from 'vitest'
import { type PackedFile, problemsOf, sizeBudget } from './content.ts'
import type { Target } from './native.ts'

const target: Target = { system: 'linux', processor: 'arm64' }
const addon = 'node_modules/better-sqlite3-multiple-ciphers'
const modules = [
  { name: 'better-sqlite3-multiple-ciphers', folder: addon },
  { name: 'electron-log', folder: 'node_modules/electron-log' },
]
const manifest = { name: 'gatehouse', version: '1.2.3', main: './out/main/index.js' }

/** The first bytes of a library for Linux. */
function library(machine: number): Buffer {
  const bytes = Buffer.alloc(64)
  bytes.writeUInt32BE(0x7f454c46)
  bytes.writeUInt16LE(machine, 18)
  return bytes
}

function file(path: string, content: string | Buffer = '', changes: Partial<PackedFile> = {}): PackedFile {
  const bytes = Buffer.from(content)
  return { path, size: bytes.length, isUnpacked: false, isLink: false, read: () => bytes, ...changes }
}

const good = (): PackedFile[] => [
  file('package.json', JSON.stringify(manifest)),
  file('LICENSE'),
  file('THIRD-PARTY-LICENCES.txt'),
  file('out/main/index.js', 'import e from"electron";import L from"electron-log";import f from"node:fs"'),
  file('out/main/chunks/worker-1a.js', 'import D from"better-sqlite3-multiple-ciphers"'),
  file('out/preload/index.cjs', 'require("electron")'),
  file('out/renderer/index.html'),
  file('out/renderer/assets/index-1.js'),
  file('out/renderer/assets/index-1.css'),
  file(`${addon}/package.json`),
  file(`${addon}/LICENSE`),
  file(`${addon}/lib/index.js`),
  file(`${addon}/prebuilds/linux-arm64.node`, library(0xb7), { isUnpacked: true }),
  file('node_modules/electron-log/package.json'),
  file('node_modules/electron-log/license'),
]

const check = (files: PackedFile[]) => problemsOf(files, { target, modules, version: '1.2.3' })
const withFile = (added: PackedFile) => check([...good().filter(({ path }) => path !== added.path), added])

it('finds nothing wrong with what belongs there', () => {
  expect(check(good())).toEqual([])
})

describe('what must not be shipped is refused by its name and its reason', () => {
  const cases: [string, string][] = [
    ['out/renderer/assets/index-1.js.map', 'a source map'],
    ['out/main/index.ts', 'a TypeScript source'],
    ['node_modules/electron-log/index.d.ts', 'a TypeScript source'],
    ['out/.built-from', 'a hidden file'],
    ['node_modules/electron-log/.github/workflow.yml', 'a hidden file'],
    ['server/src/main.js', 'a part of the project that is not shipped'],
    ['tests/e2e/world.js', 'a part of the project that is not shipped'],
    ['out/bench/worker.js', 'something else that was built'],
    ['node_modules/electron-log/test/index.js', 'a test'],
    ['out/main/session.test.js', 'a test'],
    ['out/main/chunks/demo-1.js', 'demo data'],
    ['node_modules/electron-log/README.md', "a dependency's papers"],
    ['out/main/signing.p12', 'not a part of any program'],
    ['node_modules/pg/package.json', 'of a package that the program does not load'],
    ['node_modules/electron-log/node_modules/pg/index.js', 'of a package that the program does not load'],
    ['notes.txt', 'unknown'],
  ]
  it.each(cases)('%s', (path, reason) => {
    expect(withFile(file(path))).toEqual([`${path}: ${reason}`])
  })

  it('a link, wherever it points', () => {
    expect(withFile(file('out/main/etc', '', { isLink: true }))).toEqual(['out/main/etc: a link'])
  })

  it('what lies outside of the archive', () => {
    const path = 'node_modules/electron-log/index.js'
    expect(withFile(file(path, '', { isUnpacked: true }))).toEqual([
      `${path}: outside of the archive, where nothing vouches for it`,
    ])
  })
})

describe('what has to be there is missed', () => {
  it.each([
    ['package.json', 'package.json'],
    ['LICENSE', 'LICENSE'],
    ['THIRD-PARTY-LICENCES.txt', 'THIRD-PARTY-LICENCES.txt'],
    ['out/main/index.js', 'the main process'],
    ['out/main/chunks/worker-1a.js', "the replica's worker"],
    ['out/preload/index.cjs', 'the preload script'],
    ['out/renderer/index.html', "the window's page"],
    ['node_modules/electron-log/license', 'the licence in node_modules/electron-log'],
    [`${addon}/prebuilds/linux-arm64.node`, `${addon}/prebuilds/linux-arm64.node`],
  ])('%s', (path, what) => {
    expect(check(good().filter((each) => each.path !== path))).toEqual([`missing: ${what}`])
  })
})

describe('the addon', () => {
  const path = `${addon}/prebuilds/linux-arm64.node`

  it('is the one for the system and the processor, and not another under its name', () => {
    const other = file(path, library(0x3e), { isUnpacked: true })
    expect(withFile(other)).toEqual([`${path}: made for linux x64`])
    expect(withFile(file(path, Buffer.alloc(64), { isUnpacked: true }))).toEqual([
      `${path}: made for no system that is known`,
    ])
  })

  it('is the only one', () => {
    const other = `${addon}/prebuilds/win32-x64.node`
    expect(withFile(file(other, library(0x3e), { isUnpacked: true }))).toEqual([
      `${other}: an addon for another system`,
    ])
  })

  it('lies outside of the archive', () => {
    expect(withFile(file(path, library(0xb7)))).toEqual([
      `${path}: inside of the archive, where no library can be loaded`,
    ])
  })
})

it('reads in the code what it loads, and whether it points to its sources', () => {
  const main = file('out/main/index.js', 'import p from"pg";import("electron-log/x");from "no name()"')
  expect(withFile(main)).toEqual(['out/main/index.js: loads pg, which is not there'])
  const mapped = file('out/preload/index.cjs', '//# sourceMappingURL=index.cjs.map')
  expect(withFile(mapped)).toEqual(['out/preload/index.cjs: names a source map'])
})

it('wants the manifest of this version, without what is said to npm', () => {
  const other = { ...manifest, version: '1.2.2', scripts: { start: 'x' }, devDependencies: { a: '1' } }
  expect(withFile(file('package.json', JSON.stringify(other)))).toEqual([
    'package.json: has scripts',
    'package.json: has devDependencies',
    'package.json: version 1.2.2, not 1.2.3',
  ])
})

it('has a limit for its size', () => {
  const large = file('out/renderer/assets/large.js', '', { size: sizeBudget })
  expect(withFile(large)).toEqual([expect.stringMatching(/^\d+ bytes, where \d+ are the most$/)])
})
