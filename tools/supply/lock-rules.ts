// What a lockfile must be, so that what is installed is what was looked at. Each finding is a sentence.
import {
  closureOf,
  foreignPackages,
  isForeign,
  type Lock,
  type Manifest,
  nameAt,
  needsOf,
  resolve,
} from './lockfile.ts'

/** Two of these at once break at run time, or are two doors where one was looked at. */
export const single = [
  '@tanstack/query-core',
  'better-sqlite3-multiple-ciphers',
  'electron',
  'electron-updater',
  'fastify',
  'kysely',
  'oidc-provider',
  'openid-client',
  'pg',
  'react',
  'react-aria',
  'react-dom',
  'react-stately',
  'scheduler',
  'zod',
]

const exact = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/
const sha512 = /^sha512-[A-Za-z0-9+/]{86}==$/
/** A name with a place in it: another package under this name, a folder, an address, a repository. */
const elsewhere = /[:/]/

const kinds = ['dependencies', 'devDependencies', 'optionalDependencies'] as const

export type Manifests = ReadonlyMap<string, Manifest>

export function lockFindings(lock: Lock, manifests: Manifests, once: readonly string[] = single): string[] {
  return [
    ...integrityFindings(lock),
    ...originFindings(lock, manifests),
    ...exactFindings(manifests),
    ...stepFindings(lock, manifests),
    ...completeFindings(lock),
    ...singleFindings(lock, once),
  ]
}

/** Every package has the hash that the registry gave when it was chosen. */
function integrityFindings(lock: Lock): string[] {
  return foreignPackages(lock)
    .filter(({ integrity }) => !integrity || !sha512.test(integrity))
    .map(({ path }) => `${path} has no sha512 hash`)
}

/** From a registry by its own name, whichever registry is set up where it is installed; ours are in their folders. */
function originFindings(lock: Lock, manifests: Manifests): string[] {
  const folders = new Set(manifests.keys())
  return Object.entries(lock.packages).flatMap(([path, locked]) => {
    if (path === '') return []
    const findings: string[] = []
    const isOurs = locked.link && locked.resolved !== undefined && folders.has(locked.resolved)
    if (locked.link && !isOurs) findings.push(`${path} is a link to ${locked.resolved ?? 'nowhere'}`)
    if (!locked.link && locked.resolved !== undefined) findings.push(`${path} names where it comes from`)
    if (!isForeign(path) && !folders.has(path)) findings.push(`${path} is a folder that is no workspace`)
    if (isForeign(path) && locked.name !== undefined && locked.name !== nameAt(path)) {
      findings.push(`${path} is another package: ${locked.name}`)
    }
    for (const [name, range] of kinds.flatMap((kind) => Object.entries(locked[kind]))) {
      if (elsewhere.test(range)) findings.push(`${path} wants ${name} from somewhere else: ${range}`)
    }
    return findings
  })
}

/** What we choose, we choose to the last digit. */
function exactFindings(manifests: Manifests): string[] {
  return wanted(manifests)
    .filter(({ version }) => !exact.test(version))
    .map(({ folder, name, version }) => `${manifestOf(folder)} wants ${name} ${version}, not one version`)
}

const manifestOf = (folder: string) => (folder === '' ? 'package.json' : `${folder}/package.json`)

function wanted(manifests: Manifests) {
  return [...manifests].flatMap(([folder, manifest]) =>
    kinds.flatMap((kind) =>
      Object.entries(manifest[kind]).map(([name, version]) => ({ folder, kind, name, version })),
    ),
  )
}

/** The lockfile says what the manifests say. */
function stepFindings(lock: Lock, manifests: Manifests): string[] {
  const findings: string[] = []
  for (const { folder, kind, name, version } of wanted(manifests)) {
    if (lock.packages[folder]?.[kind][name] !== version) {
      findings.push(`the lockfile doesn't know that ${manifestOf(folder)} wants ${name} ${version}`)
      continue
    }
    const path = resolve(lock, folder, name)
    const found = path === null ? undefined : lock.packages[path]?.version
    if (found !== version) findings.push(`${name} ${version} is wanted, ${found ?? 'nothing'} is locked`)
  }
  for (const [folder, manifest] of manifests) {
    for (const kind of kinds) {
      for (const name of Object.keys(lock.packages[folder]?.[kind] ?? {})) {
        if (!(name in manifest[kind]))
          findings.push(`the lockfile has ${name} for ${manifestOf(folder)}, which doesn't want it`)
      }
    }
  }
  return findings
}

/** Nothing that is needed is missing, and nothing is there that nobody needs. */
function completeFindings(lock: Lock): string[] {
  const missing = Object.entries(lock.packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys(dependencies)
      .filter((name) => !(name in optionalDependencies) && resolve(lock, path, name) === null)
      .map((name) => `${path} needs ${name}, which isn't locked`),
  )
  const ours = Object.keys(lock.packages).filter((path) => !isForeign(path))
  const chosen = ours.flatMap((folder) => [
    ...needsOf(lock, folder),
    ...Object.keys(lock.packages[folder]?.devDependencies ?? {}).map((name) => resolve(lock, folder, name)),
  ])
  // What is only ever offered by a peer that may be left out is there for whoever has it.
  const offered = foreignPackages(lock).flatMap(({ path, peerDependencies }) =>
    Object.keys(peerDependencies).map((name) => resolve(lock, path, name)),
  )
  const needed = closureOf(
    lock,
    [...chosen, ...offered].filter((path) => path !== null),
  )
  const idle = foreignPackages(lock)
    .filter(({ path }) => !needed.has(path))
    .map(({ path }) => `nobody needs ${path}`)
  return [...missing, ...idle]
}

function singleFindings(lock: Lock, once: readonly string[]): string[] {
  return once.flatMap((name) => {
    const versions = foreignPackages(lock).filter((one) => one.name === name)
    if (versions.length === 1) return []
    const list = versions.map(({ path, version }) => `${version} at ${path}`).join(', ')
    return [`${name} must be there once: ${list || 'it is not there'}`]
  })
}
