// `npm run audit`: is anything in the lockfile known to be vulnerable? Asks the registry that npm is set up with; where
// that gives no answer, or with `-- --offline`, it looks into the snapshot that is kept here and says how old that is.
// `-- --level SEVERITY` begins at info, low, moderate (as it does by itself), high or critical.
// `-- --save` keeps the registry's answer as the new snapshot.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Advisory,
  advisoriesIn,
  ageInDays,
  askedAs,
  checkAdvisories,
  ignoredSchema,
  neverAsked,
  type Severity,
  type Snapshot,
  sentenceOf,
  severities,
  snapshotSchema,
} from './supply/advisories.ts'
import { partsOf } from './supply/licences.ts'
import { foreignPackages, readLock, readManifests } from './supply/lockfile.ts'

const root = join(import.meta.dirname, '..')
const snapshotFile = join(root, 'tools/supply/advisories.json')
const today = new Date().toISOString().slice(0, 10)
const lock = readLock(root)
const manifest = readManifests(root).get('')
if (!manifest) throw new Error('no package.json')

function levelAsked(): Severity {
  const at = process.argv.indexOf('--level')
  const level = at < 0 ? 'moderate' : severities.find((severity) => severity === process.argv[at + 1])
  if (level) return level
  console.error(`audit: --level wants one of ${severities.join(', ')}`)
  process.exit(2)
}

/** npm knows which registry to ask, by which proxy and as whom. Null without an answer. */
function askRegistry(): Advisory[] | null {
  if (process.argv.includes('--offline')) return null
  const isWindows = process.platform === 'win32'
  const asked = spawnSync(isWindows ? 'npm.cmd' : 'npm', ['audit', '--json', '--package-lock-only'], {
    cwd: root,
    encoding: 'utf8',
    shell: isWindows,
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
  })
  return advisoriesIn(asked.stdout ?? '')
}

/** Of older versions it goes on knowing what it knew: going back to one of them is found without a network too. */
function save(answer: readonly Advisory[], before: Snapshot): void {
  const known = new Map([...before.advisories, ...answer].map((one) => [`${one.id} ${one.package}`, one]))
  const snapshot: Snapshot = {
    takenAt: today,
    asked: [...new Set(foreignPackages(lock).map(({ name, version }) => askedAs(name, version)))].sort(),
    advisories: [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one),
  }
  writeFileSync(snapshotFile, `${JSON.stringify(snapshot, null, 2)}\n`)
  console.log(`audit: kept as the snapshot of ${today}`)
}

function tellOfSnapshot(): void {
  const unasked = neverAsked(lock, snapshot)
  const count = new Set(foreignPackages(lock).map(({ name, version }) => askedAs(name, version))).size
  console.log(
    `audit: no answer from the registry. The snapshot is of ${snapshot.takenAt}, ${ageInDays(snapshot, today)} days old, and knows ${snapshot.advisories.length} advisories.`,
  )
  if (unasked.length > 0)
    console.log(`audit: of ${unasked.length} of ${count} locked versions no registry was asked for it.`)
}

const atLeast = levelAsked()
const snapshot = snapshotSchema.parse(JSON.parse(readFileSync(snapshotFile, 'utf8')))
const ignored = ignoredSchema.parse(
  JSON.parse(readFileSync(join(root, 'tools/supply/advisories-ignored.json'), 'utf8')),
)
const answer = askRegistry()
if (!answer) tellOfSnapshot()
else if (process.argv.includes('--save')) save(answer, snapshot)

const findings = checkAdvisories({
  lock,
  partOf: partsOf(root, lock, manifest),
  advisories: answer ?? snapshot.advisories,
  ignored,
  today,
  atLeast,
})
for (const finding of findings) console.error(sentenceOf(finding))
console.log(
  `audit: ${foreignPackages(lock).length} packages, ${findings.length} findings of severity ${atLeast} and above${answer ? '' : ', by the snapshot'}`,
)
process.exit(findings.length === 0 ? 0 : 1)
