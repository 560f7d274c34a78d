// What may lie in a package and what has to. Everything that isn't known is refused, and what is known to be wrong is
// named, so that whoever reads the message knows what happened.
import { builtinModules } from 'node:module'
import { addonPackage, type ShippedModule, withoutLicenceText } from './modules.ts'
import { madeFor, type Target } from './native.ts'

export interface PackedFile {
  path: string
  size: number
  isUnpacked: boolean
  isLink: boolean
  read(): Buffer
}

export interface Expected {
  target: Target
  modules: readonly ShippedModule[]
  version: string
}

/** What belongs to the program without being code: by its exact path. */
export const documents = ['package.json', 'LICENSE', 'THIRD-PARTY-LICENCES.txt'] as const

/** All of it, packed and unpacked, without Electron: it was 10 MB when this was set. */
export const sizeBudget = 16 * 1024 * 1024

/** Of the first that fits, the reason is said. */
const refused: readonly [RegExp, string][] = [
  [/\.map$/, 'a source map'],
  [/\.[mc]?tsx?$/, 'a TypeScript source'],
  [/(^|\/)\.[^/]*(\/|$)/, 'a hidden file'],
  [
    /^(server|contract|src|tools|tests|bench|docs|desktop-host|packaging)\//,
    'a part of the project that is not shipped',
  ],
  [/^out\/(?!main\/|preload\/|renderer\/)/, 'something else that was built'],
  [/(^|\/)(tests?|__tests__|spec|fixtures?|testing)\/|\.(test|spec)\.[^/]+$/, 'a test'],
  [/(^|\/)(seeds?|demo)([./-]|$)/i, 'demo data'],
  [/(^|\/)(README|CHANGELOG|HISTORY|SECURITY|CONTRIBUTING)(\.[^/]*)?$/i, "a dependency's papers"],
  [/\.(log|pem|key|p12|pfx|env|sqlite3?|db|tgz)$/, 'not a part of any program'],
]

/** Everything that is wrong with a package, one sentence each; nothing where it can be shipped. */
export function problemsOf(files: readonly PackedFile[], expected: Expected): string[] {
  return [
    ...files.flatMap((file) => refusalOf(file, expected)),
    ...missingOf(files, expected),
    ...addonProblems(files, expected.target),
    ...manifestProblems(files, expected.version),
    ...importProblems(files, expected.modules),
    ...sizeProblems(files),
  ]
}

function refusalOf({ path, isLink }: PackedFile, { modules }: Expected): string[] {
  if (isLink) return [`${path}: a link`]
  const reason = refused.find(([pattern]) => pattern.test(path))?.[1]
  if (reason) return [`${path}: ${reason}`]
  if (documents.some((document) => document === path) || path.startsWith('out/')) return []
  const module = moduleOf(path, modules)
  return module
    ? []
    : [
        `${path}: ${path.startsWith('node_modules/') ? 'of a package that the program does not load' : 'unknown'}`,
      ]
}

/** The package that a file is of: the innermost of those that hold it. */
function moduleOf(path: string, modules: readonly ShippedModule[]): ShippedModule | undefined {
  const holds = modules.filter(({ folder }) => path.startsWith(`${folder}/`))
  const innermost = holds.sort((a, b) => b.folder.length - a.folder.length)[0]
  const rest = innermost && path.slice(innermost.folder.length + 1)
  return rest?.includes('node_modules/') ? undefined : innermost
}

function missingOf(files: readonly PackedFile[], { modules }: Expected): string[] {
  const has = (pattern: RegExp) => files.some(({ path }) => pattern.test(path))
  const wanted: [RegExp, string][] = [
    ...documents.map((document): [RegExp, string] => [exactly(document), document]),
    [/^out\/main\/index\.js$/, 'the main process'],
    [/^out\/main\/chunks\/worker-[^/]+\.js$/, "the replica's worker"],
    [/^out\/preload\/index\.cjs$/, 'the preload script'],
    [/^out\/renderer\/index\.html$/, "the window's page"],
    [/^out\/renderer\/assets\/[^/]+\.js$/, "the window's script"],
    [/^out\/renderer\/assets\/[^/]+\.css$/, "the window's style sheet"],
    ...modules.map(({ folder }): [RegExp, string] => [
      exactly(`${folder}/package.json`),
      `${folder}/package.json`,
    ]),
    ...modules
      .filter(({ name }) => !withoutLicenceText.includes(name))
      .map(({ folder }): [RegExp, string] => [
        new RegExp(`^${escaped(folder)}/(LICEN[CS]E|COPYING)[^/]*$`, 'i'),
        `the licence in ${folder}`,
      ]),
  ]
  return wanted.filter(([pattern]) => !has(pattern)).map(([, what]) => `missing: ${what}`)
}

function addonProblems(files: readonly PackedFile[], { system, processor }: Target): string[] {
  const path = `node_modules/${addonPackage}/prebuilds/${system}-${processor}.node`
  const addon = files.find((file) => file.path === path)
  if (!addon) return [`missing: ${path}`]
  const others = files.filter((file) => file !== addon && file.path.endsWith('.node'))
  const made = madeFor(addon.read())
  return [
    ...others.map((other) => `${other.path}: an addon for another system`),
    ...(addon.isUnpacked ? [] : [`${path}: inside of the archive, where no library can be loaded`]),
    ...(made?.system === system && made.processor === processor
      ? []
      : [`${path}: made for ${made ? `${made.system} ${made.processor}` : 'no system that is known'}`]),
    ...files
      .filter((file) => file.isUnpacked && file !== addon && !others.includes(file))
      .map((file) => `${file.path}: outside of the archive, where nothing vouches for it`),
  ]
}

function manifestProblems(files: readonly PackedFile[], version: string): string[] {
  const file = files.find(({ path }) => path === 'package.json')
  if (!file) return []
  const manifest = JSON.parse(file.read().toString('utf8')) as Record<string, unknown>
  const has = (name: string) => Object.keys((manifest[name] as object | undefined) ?? {}).length > 0
  return [
    ...['scripts', 'devDependencies', 'workspaces', 'build']
      .filter(has)
      .map((name) => `package.json: has ${name}`),
    ...(manifest.version === version
      ? []
      : [`package.json: version ${String(manifest.version)}, not ${version}`]),
    ...(manifest.main === './out/main/index.js' ? [] : [`package.json: starts ${String(manifest.main)}`]),
  ]
}

const imported = /(?:\bfrom|\bimport|\brequire\(|\bimport\()\s*["']([^"'.\s/][^"'\s]*)["']/g

/** What main and preload load by name has to be there; a chunk that points to its sources points at nothing. */
function importProblems(files: readonly PackedFile[], modules: readonly ShippedModule[]): string[] {
  const there = new Set(modules.map(({ name }) => name))
  const own = files.filter(({ path }) => /^out\/.*\.(js|cjs|css)$/.test(path))
  return own.flatMap((file) => {
    const text = file.read().toString('utf8')
    const mapped = text.includes('sourceMappingURL=') ? [`${file.path}: names a source map`] : []
    if (file.path.startsWith('out/renderer/')) return mapped
    const names = [...text.matchAll(imported)].map(([, name = '']) => name)
    const unknown = new Set(names.filter((name) => isPackage(name) && !there.has(packageOf(name))))
    return [...mapped, ...[...unknown].map((name) => `${file.path}: loads ${name}, which is not there`)]
  })
}

function isPackage(name: string): boolean {
  return (
    /^(@[a-z0-9._-]+\/)?[a-z0-9._-]+(\/[\w./-]+)?$/.test(name) &&
    name !== 'electron' &&
    !builtinModules.includes(name)
  )
}

function packageOf(name: string): string {
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/')
}

function sizeProblems(files: readonly PackedFile[]): string[] {
  const size = totalSize(files)
  return size <= sizeBudget ? [] : [`${size} bytes, where ${sizeBudget} are the most`]
}

/** Without Electron. */
export function totalSize(files: readonly { size: number }[]): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}

function exactly(path: string): RegExp {
  return new RegExp(`^${escaped(path)}$`)
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
