// `npm run sbom [-- FILE]`: writes a bill of materials (CycloneDX 1.6, JSON) out of the lockfile, sbom.cdx.json unless
// another file is named. The same lockfile gives the same bytes; SOURCE_DATE_EPOCH puts the time of a release into it.
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { partsOf } from './supply/licences.ts'
import { readLock, readManifests } from './supply/lockfile.ts'
import { writeBom } from './supply/sbom.ts'

const root = join(import.meta.dirname, '..')
const file = resolve(process.argv[2] ?? join(root, 'sbom.cdx.json'))
const epoch = process.env.SOURCE_DATE_EPOCH
if (epoch !== undefined && !/^\d{1,11}$/.test(epoch)) {
  console.error('sbom: SOURCE_DATE_EPOCH wants seconds since 1970')
  process.exit(1)
}

const lock = readLock(root)
const manifests = readManifests(root)
const manifest = manifests.get('')
if (!manifest) throw new Error('no package.json')
const bom = writeBom({
  lock,
  manifests,
  partOf: partsOf(root, lock, manifest),
  ...(epoch === undefined ? {} : { releasedAt: new Date(Number(epoch) * 1000) }),
})
writeFileSync(file, `${JSON.stringify(bom, null, 2)}\n`)
const ships = bom.components.filter(({ scope }) => scope === 'required').length
console.log(`sbom: ${bom.components.length} components, ${ships} of them ship, in ${file}`)
