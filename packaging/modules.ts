// Which packages lie beside the built program. Nearly everything is bundled; what isn't is named here, with what it
// needs itself, and nothing else of `node_modules` is ever shipped.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { System } from './native.ts'

const root = join(import.meta.dirname, '..')

/** Dependencies that the build makes part of the program's own files. */
export const bundled = [
  '@gatehouse/contract',
  'atomically',
  'eventsource-parser',
  'ky',
  'openid-client',
  'uuid',
  'zod',
]

/** Needed to compile, by a compiler or by a type checker: they have nothing to do at run time. */
const onlyForBuilding = new Set(['node-addon-api', 'type-fest'])

/** They name their licence and come without its text; THIRD-PARTY-LICENCES.txt has it. */
export const withoutLicenceText = ['lazy-val']

/** The database's addon has a file for each system and processor, so it is told apart from the rest. */
export const addonPackage = 'better-sqlite3-multiple-ciphers'

interface Locked {
  dependencies?: Record<string, string>
}

interface Lockfile {
  packages: Record<string, Locked>
}

export interface ShippedModule {
  name: string
  /** In the project, with `/`: a package may lie inside of another. */
  folder: string
}

/** What the program loads at run time, and what that loads, by the lockfile. */
export function shippedModules(lockfile: Lockfile = readLockfile()): ShippedModule[] {
  const own = lockfile.packages['']?.dependencies ?? {}
  const found = new Map<string, ShippedModule>()
  const waiting = Object.keys(own)
    .filter((name) => !bundled.includes(name))
    .map((name) => ({ name, from: '' }))
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { name, from } = next
    if (onlyForBuilding.has(name)) continue
    const folder = folderOf(lockfile, name, from)
    if (found.has(folder)) continue
    found.set(folder, { name, folder })
    const needed = Object.keys(lockfile.packages[folder]?.dependencies ?? {})
    waiting.push(...needed.map((needs) => ({ name: needs, from: folder })))
  }
  return [...found.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1))
}

/** Where a package finds another: beside what it brought itself first, then further and further out. */
function folderOf({ packages }: Lockfile, name: string, from: string): string {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    const folder = base === '' ? `node_modules/${name}` : `${base}/node_modules/${name}`
    if (folder in packages) return folder
    if (base === '') throw new Error(`${name} is needed by ${from || 'the program'} and not in the lockfile`)
  }
}

function readLockfile(): Lockfile {
  return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lockfile
}

/** What is taken of a package: what runs, what it says of itself, and its licence. */
export const moduleFiles = [
  'package.json',
  '**/*.{js,cjs,mjs,json}',
  '**/{LICENSE,LICENCE,NOTICE,COPYING,license,licence}{,.*}',
  '!**/{test,tests,__tests__,spec,example,examples,bench,benchmark,docs,doc,scripts}/**',
  '!**/*.{map,ts,mts,cts,md.js}',
  '!**/{tsconfig,bower,component,karma.conf,.*}*',
  '!**/node_modules/**',
]

/** Of the addon's package: what loads it, and the one file for a system and for the processor that is packed for. */
export function addonFiles(system: System): string[] {
  return [
    'package.json',
    'LICENSE',
    'lib/{index,binding,database,sqlite-error,util}.js',
    'lib/methods/*.js',
    `prebuilds/${system}-\${arch}.node`,
  ]
}
