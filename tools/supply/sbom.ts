// A bill of materials after CycloneDX 1.6, out of the lockfile alone: the same lockfile gives the same bytes.
import { createHash } from 'node:crypto'
import type { Part } from './licences.ts'
import { foreignPackages, type Lock, type Manifest, needsOf, type Package, resolve } from './lockfile.ts'
import { runtime } from './ships.ts'

interface License {
  license?: { id: string }
  expression?: string
}

export interface Component {
  type: 'application' | 'library' | 'framework'
  'bom-ref': string
  group?: string
  name: string
  version: string
  scope?: 'required' | 'excluded'
  hashes?: { alg: 'SHA-512'; content: string }[]
  licenses?: License[]
  purl?: string
  description?: string
  properties?: { name: string; value: string }[]
}

export interface Bom {
  $schema: string
  bomFormat: 'CycloneDX'
  specVersion: '1.6'
  serialNumber: string
  version: 1
  metadata: {
    timestamp?: string
    lifecycles: { phase: 'pre-build' }[]
    tools: { components: Component[] }
    component: Component
  }
  components: Component[]
  dependencies: { ref: string; dependsOn: string[] }[]
}

export interface BomDeps {
  lock: Lock
  manifests: ReadonlyMap<string, Manifest>
  partOf(path: string): Part
  /** When it was released, where that is to stand in it. */
  releasedAt?: Date
}

/** As package URLs have it: the scope's @ is written %40. */
export function purlOf(name: string, version: string): string {
  return `pkg:npm/${name.replace('@', '%40')}@${encodeURIComponent(version)}`
}

export function writeBom({ lock, manifests, partOf, releasedAt }: BomDeps): Bom {
  const own = manifests.get('')
  if (!own) throw new Error('no manifest')
  const components = [...workspaces(manifests, lock, partOf), ...libraries(lock, partOf)]
  const body = {
    metadata: {
      ...(releasedAt ? { timestamp: releasedAt.toISOString() } : {}),
      lifecycles: [{ phase: 'pre-build' as const }],
      tools: {
        components: [
          {
            ...nameOf('gatehouse-sbom'),
            type: 'application' as const,
            version: own.version,
            'bom-ref': 'tool',
          },
        ],
      },
      component: ours('', own, 'application'),
    },
    components,
    dependencies: dependencies(lock, manifests),
  }
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify(body))}`,
    version: 1,
    ...body,
  }
}

/** Of what is in it, so that two bills with one number are the same bill (a UUID of version 8). */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`
}

function nameOf(full: string): { group?: string; name: string } {
  const [group, name] = full.split('/')
  return group?.startsWith('@') && name ? { group, name } : { name: full }
}

/** Private packages have no package URL: under their names somebody else might be found. */
const refOf = (folder: string, { name, version }: { name: string; version: string }) =>
  folder === '' ? `${name}@${version}` : `workspace:${folder}@${version}`

function ours(folder: string, manifest: Manifest, type: Component['type']): Component {
  return {
    type,
    'bom-ref': refOf(folder, manifest),
    ...nameOf(manifest.name),
    version: manifest.version,
    ...licensesOf(manifest.license),
  }
}

function workspaces(
  manifests: ReadonlyMap<string, Manifest>,
  lock: Lock,
  partOf: BomDeps['partOf'],
): Component[] {
  return [...manifests]
    .filter(([folder]) => folder !== '' && lock.packages[folder])
    .map(([folder, manifest]) => ({ ...ours(folder, manifest, 'library'), ...scopeOf(partOf(folder)) }))
}

/** Whatever doesn't go into the program that people install is `excluded`; which part it serves stands beside it. */
function scopeOf(part: Part): Pick<Component, 'scope' | 'properties'> {
  return {
    scope: part === 'app' ? 'required' : 'excluded',
    properties: [{ name: 'gatehouse:part', value: part }],
  }
}

function licensesOf(licence: string | undefined): Pick<Component, 'licenses'> {
  if (!licence) return {}
  return { licenses: [/[\s()]/.test(licence) ? { expression: licence } : { license: { id: licence } }] }
}

/** One for each name and version, however often it lies in the tree; it ships if one of them does. */
function libraries(lock: Lock, partOf: BomDeps['partOf']): Component[] {
  const rank: Record<Part, number> = { app: 0, server: 1, tools: 2 }
  const found = new Map<string, { one: Package; part: Part }>()
  for (const one of foreignPackages(lock)) {
    const purl = purlOf(one.name, one.version)
    const part = partOf(one.path)
    const before = found.get(purl)
    if (!before || rank[part] < rank[before.part]) found.set(purl, { one, part })
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([purl, { one, part }]) => ({
      type: one.name === runtime ? ('framework' as const) : ('library' as const),
      'bom-ref': purl,
      ...nameOf(one.name),
      version: one.version,
      ...scopeOf(part),
      ...hashesOf(one.integrity),
      ...licensesOf(one.license),
      purl,
    }))
}

function hashesOf(integrity: string | undefined): Pick<Component, 'hashes'> {
  const [algorithm, value] = integrity?.split(/-(.*)/s) ?? []
  if (algorithm !== 'sha512' || !value) return {}
  return { hashes: [{ alg: 'SHA-512', content: Buffer.from(value, 'base64').toString('hex') }] }
}

function dependencies(lock: Lock, manifests: ReadonlyMap<string, Manifest>): Bom['dependencies'] {
  const refAt = (path: string): string => {
    const manifest = manifests.get(path)
    if (manifest) return refOf(path, manifest)
    const locked = lock.packages[path]
    return purlOf(path.slice(path.lastIndexOf('node_modules/') + 13), locked?.version ?? '')
  }
  const edges = new Map<string, Set<string>>()
  for (const path of Object.keys(lock.packages).filter((at) => !lock.packages[at]?.link)) {
    const development = Object.keys(lock.packages[path]?.devDependencies ?? {})
      .map((name) => resolve(lock, path, name))
      .filter((at) => at !== null)
    const needs = edges.get(refAt(path)) ?? new Set()
    for (const at of [...needsOf(lock, path), ...development]) needs.add(refAt(at))
    edges.set(refAt(path), needs)
  }
  return [...edges]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([ref, dependsOn]) => ({ ref, dependsOn: [...dependsOn].sort() }))
}
