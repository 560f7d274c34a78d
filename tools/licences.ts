// `npm run licences`: writes what goes along with the program about the licences of what it is made of, and fails where
// one of them is not to be taken. Needs no network: it reads the lockfile and node_modules.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { licenceFindings, listModule, partsOf, report, shippedPackages } from './supply/licences.ts'
import { readLock, readManifests } from './supply/lockfile.ts'

const root = join(import.meta.dirname, '..')
const lock = readLock(root)
const manifest = readManifests(root).get('')
if (!manifest) throw new Error('no package.json')
const partOf = partsOf(root, lock, manifest)

const packages = shippedPackages(lock, partOf)
writeFileSync(join(root, 'THIRD-PARTY-LICENCES.txt'), report(root, packages))
writeFileSync(join(root, 'src/ipc/licences.ts'), listModule(packages, manifest.license ?? ''))

const findings = licenceFindings(lock, partOf)
for (const finding of findings) console.error(`licences: ${finding}`)
console.log(`licences: ${packages.length} packages ship; ${findings.length} licences are not to be taken`)
process.exit(findings.length === 0 ? 0 : 1)
