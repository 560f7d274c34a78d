import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { smallLock, smallManifests } from './supply/fixture.ts'
import { type Part, partsOf } from './supply/licences.ts'
import { foreignPackages, readLock, readManifests } from './supply/lockfile.ts'
import { purlOf, writeBom } from './supply/sbom.ts'

const root = join(import.meta.dirname, '..')
const lock = readLock(root)
const manifests = readManifests(root)
const partOf = partsOf(root, lock, manifests.get('')!)
const bom = writeBom({ lock, manifests, partOf })

// What the schema of CycloneDX 1.6 asks of the fields that are written; anything else is refused.
const license = z.union([
  z.strictObject({ license: z.strictObject({ id: z.string().regex(/^[A-Za-z0-9.+-]+$/) }) }),
  z.strictObject({ expression: z.string().min(1) }),
])
const component = z.strictObject({
  type: z.enum(['application', 'framework', 'library']),
  'bom-ref': z.string().min(1),
  group: z.string().optional(),
  name: z.string().min(1),
  version: z.string().min(1),
  scope: z.enum(['required', 'optional', 'excluded']).optional(),
  hashes: z
    .array(z.strictObject({ alg: z.literal('SHA-512'), content: z.string().regex(/^[a-f0-9]{128}$/) }))
    .optional(),
  licenses: z.array(license).length(1).optional(),
  purl: z.string().startsWith('pkg:npm/').optional(),
  description: z.string().optional(),
  properties: z.array(z.strictObject({ name: z.string(), value: z.string() })).optional(),
})
const bomSchema = z.strictObject({
  $schema: z.literal('http://cyclonedx.org/schema/bom-1.6.schema.json'),
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.literal('1.6'),
  serialNumber: z
    .string()
    .regex(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
  version: z.literal(1),
  metadata: z.strictObject({
    timestamp: z.iso.datetime().optional(),
    lifecycles: z.array(z.strictObject({ phase: z.literal('pre-build') })),
    tools: z.strictObject({ components: z.array(component) }),
    component,
  }),
  components: z.array(component),
  dependencies: z.array(z.strictObject({ ref: z.string(), dependsOn: z.array(z.string()) })),
})

test('the bill has what CycloneDX 1.6 asks for and nothing else', () => {
  expect(bomSchema.safeParse(bom).error).toBeUndefined()
  expect(bom.metadata.component).toMatchObject({
    type: 'application',
    name: 'gatehouse',
    version: manifests.get('')!.version,
  })
})

test('every locked package stands in it once, with hash, licence and package URL', () => {
  const locked = new Set(foreignPackages(lock).map(({ name, version }) => purlOf(name, version)))
  const listed = bom.components.flatMap(({ purl }) => purl ?? [])
  expect([...listed].sort()).toEqual([...locked].sort())
  for (const one of bom.components.filter(({ purl }) => purl)) {
    expect(one.hashes, one.name).toHaveLength(1)
    expect(one.licenses, one.name).toHaveLength(1)
  }
})

test('references are unique, every one of them leads somewhere, and all is reached from the program', () => {
  const refs = [bom.metadata.component, ...bom.components].map((one) => one['bom-ref'])
  expect(new Set(refs).size).toBe(refs.length)
  expect(bom.dependencies.map(({ ref }) => ref).sort()).toEqual([...refs].sort())
  const known = new Set(refs)
  expect(bom.dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !known.has(ref))).toEqual([])
})

test('the same lockfile gives the same bytes, another one another number', () => {
  expect(JSON.stringify(writeBom({ lock, manifests, partOf }))).toBe(JSON.stringify(bom))
  const later = writeBom({ lock, manifests, partOf, releasedAt: new Date('2026-03-02T00:00:00Z') })
  expect(later.metadata.timestamp).toBe('2026-03-02T00:00:00.000Z')
  expect(bomSchema.safeParse(later).error).toBeUndefined()
  expect(later.serialNumber).not.toBe(bom.serialNumber)
})

test('it says what ships, and what only serves those who build', () => {
  const scopeOf = (name: string, group?: string) =>
    bom.components.find((one) => one.name === name && one.group === group)?.scope
  expect(scopeOf('react')).toBe('required')
  expect(scopeOf('electron')).toBe('required')
  expect(scopeOf('better-sqlite3-multiple-ciphers')).toBe('required')
  expect(scopeOf('fastify')).toBe('excluded')
  expect(scopeOf('vitest')).toBe('excluded')
})

test('dependencies are those that Node finds, by version', () => {
  const small = writeBom({ lock: smallLock(), manifests: smallManifests(), partOf: (): Part => 'app' })
  expect(small.dependencies).toEqual([
    { ref: 'house@1.0.0', dependsOn: ['pkg:npm/builder@3.0.0', 'pkg:npm/window@2.0.0'] },
    { ref: 'pkg:npm/builder@3.0.0', dependsOn: ['pkg:npm/deep@0.9.9'] },
    { ref: 'pkg:npm/deep@0.9.9', dependsOn: [] },
    { ref: 'pkg:npm/deep@1.2.3', dependsOn: [] },
    { ref: 'pkg:npm/door@4.0.0', dependsOn: [] },
    { ref: 'pkg:npm/window@2.0.0', dependsOn: ['pkg:npm/deep@1.2.3'] },
    { ref: 'workspace:server@1.0.0', dependsOn: ['pkg:npm/door@4.0.0'] },
  ])
  expect(purlOf('@scope/name', '1.0.0+x')).toBe('pkg:npm/%40scope/name@1.0.0%2Bx')
})
