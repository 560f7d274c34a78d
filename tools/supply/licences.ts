import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { closureOf, foreignPackages, type Lock, type Manifest, type Package } from './lockfile.ts'
import { importedByProgram, shipped } from './ships.ts'

/** In the program that people install; beside it, in the server; or only on the computers of those who build it. */
export type Part = 'app' | 'server' | 'tools'

/** May be used anywhere. */
const allowed = new Set(['MIT', 'MIT-0', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'ISC', '0BSD'])

interface Exception {
  licence: string
  parts: readonly Part[]
  /** All that have this licence, where none is named. */
  packages?: readonly string[]
  why: string
}

/** What else is taken, each with its reason. Whoever adds one writes it into the decision about licences too. */
export const exceptions: readonly Exception[] = [
  {
    licence: 'BlueOak-1.0.0',
    parts: ['app', 'server', 'tools'],
    why: 'Permissive: it asks for nothing but that its text, or a link to it, comes along.',
  },
  {
    licence: 'Python-2.0',
    parts: ['app', 'tools'],
    packages: ['argparse'],
    why: 'Permissive. The updater reads the description of a release, which is YAML, with a library that needs it.',
  },
  {
    licence: 'MPL-2.0',
    parts: ['tools'],
    why: 'The rules of accessibility and the compiler of style sheets: unmodified, and no line of them is distributed.',
  },
  {
    licence: 'CC-BY-4.0',
    parts: ['tools'],
    packages: ['caniuse-lite'],
    why: 'A table of what browsers can do, read by the build.',
  },
  {
    licence: 'WTFPL',
    parts: ['tools'],
    packages: ['truncate-utf8-bytes'],
    why: 'Permissive beyond measure; it shortens file names while a package of the app is made.',
  },
]

function isTaken(licence: string, name: string, part: Part): boolean {
  if (allowed.has(licence)) return true
  return exceptions.some(
    (one) =>
      one.licence === licence &&
      one.parts.includes(part) &&
      (one.packages === undefined || one.packages.includes(name)),
  )
}

/** `(MIT OR CC0-1.0)`: of an OR one part is enough, of an AND every one is needed. */
export function accepts(expression: string, isAccepted: (licence: string) => boolean): boolean {
  const words = expression.match(/[()]|[^\s()]+/g) ?? []
  let at = 0
  const one = (): boolean => {
    const word = words[at]
    at += 1
    if (word !== '(') return word !== undefined && isAccepted(word)
    const inner = any()
    if (words[at] !== ')') throw new Error(`not a licence: ${expression}`)
    at += 1
    return inner
  }
  const all = (): boolean => {
    let result = one()
    while (words[at] === 'AND') {
      at += 1
      result = one() && result
    }
    return result
  }
  const any = (): boolean => {
    let result = all()
    while (words[at] === 'OR') {
      at += 1
      result = all() || result
    }
    return result
  }
  const result = any()
  if (at !== words.length) throw new Error(`not a licence: ${expression}`)
  return result
}

export function partsOf(root: string, lock: Lock, manifest: Manifest): (path: string) => Part {
  const app = shipped(lock, manifest, importedByProgram(root))
  const server = closureOf(lock, ['server'])
  return (path) => (app.has(path) ? 'app' : server.has(path) ? 'server' : 'tools')
}

export function licenceFindings(lock: Lock, partOf: (path: string) => Part): string[] {
  return foreignPackages(lock).flatMap(({ path, name, license }) => {
    const part = partOf(path)
    if (!license) return [`${path} names no licence`]
    if (accepts(license, (licence) => isTaken(licence, name, part))) return []
    return [`${path} is ${license}, which is not taken in the ${part}`]
  })
}

/** Packages that ship, with what each of them says of its licence. */
export function shippedPackages(lock: Lock, partOf: (path: string) => Part): Package[] {
  return foreignPackages(lock)
    .filter(({ path }) => partOf(path) === 'app')
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.path < b.path ? -1 : 1))
}

const licenceFile = /^(?:licen[cs]e|copying|notice)/i

/** Licence and notices as they come with the package, line ends and indents evened out. */
function textsOf(root: string, path: string): string {
  const folder = join(root, path)
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && licenceFile.test(entry.name))
    .map(({ name }) => name)
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .map((text) =>
      text
        .replaceAll('\r\n', '\n')
        .replaceAll(/[ \t]+$/gm, '')
        .trim(),
    )
    .join('\n\n')
}

const rule = '-'.repeat(80)

/** The file that goes along with the program: who made what it is made of, and under which terms. */
export function report(root: string, packages: readonly Package[]): string {
  const byText = new Map<string, string[]>()
  for (const { path, name, version, license } of packages) {
    const text = textsOf(root, path) || `(The package comes without a text. It says of itself: ${license}.)`
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license})`])
  }
  const sections = [...byText].map(([text, names]) => `${rule}\n${names.join('\n')}\n${rule}\n\n${text}\n`)
  return [
    'Gatehouse is made with the software below. Written by `npm run licences`; not to be edited.',
    'Chromium, Node.js and what else is in Electron: see LICENSES.chromium.html beside the program.',
    '',
    ...sections,
  ].join('\n')
}

/** The same as a list that the program itself shows. */
export function listModule(packages: readonly Package[], ownLicence: string): string {
  const rows = new Map(packages.map(({ name, license }) => [name, license ?? '']))
  const entries = [...rows].map(([name, licence]) => `  { name: '${name}', licence: '${licence}' },`)
  return [
    '// Written by `npm run licences`; not to be edited.',
    '',
    '/** The programs that are part of the built one, each with its licence. */',
    'export const licences: readonly { name: string; licence: string }[] = [',
    ...entries,
    ']',
    '',
    `export const ownLicence = '${ownLicence}'`,
    '',
  ].join('\n')
}
