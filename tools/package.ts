// `npm run package`: builds the app, packs it for all systems around a stand-in for Electron and checks what would be
// shipped, file by file. Where Electron is installed it goes on to make this system's installers and checks those.
// `-- --check` stops before that; `-- --installers` insists on it.
import { totalSize } from '../packaging/content.ts'
import type { Inspected } from '../packaging/inspect.ts'
import type { System, Target } from '../packaging/native.ts'
import { inspectMade, makeInstallers, packAndInspect, targets } from '../packaging/pack.ts'
import { buildIfStale } from './build.ts'
import { useDesktop } from './desktop.ts'

const has = (flag: string) => process.argv.includes(flag)
const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`

function report({ system, processor }: Target, { files, problems }: Inspected): boolean {
  const said = `${files.length} files, ${megabytes(totalSize(files))} without Electron`
  console.log(
    `package: ${`${system} ${processor}`.padEnd(13)} ${problems.length === 0 ? 'good' : 'REFUSED'}  ${said}`,
  )
  for (const problem of problems) console.log(`  ${problem}`)
  return problems.length === 0
}

buildIfStale()
let isGood = true
for (const target of targets) isGood = report(target, await packAndInspect(target)) && isGood
if (!isGood) process.exit(1)

const desktop = useDesktop()
if (has('--check') || (desktop.kind !== 'electron' && !has('--installers'))) {
  console.log(
    `package: no installers were made: ${has('--check') ? 'only the check was asked for' : desktop.why}`,
  )
  process.exit(0)
}
const system = process.platform as System
for (const file of await makeInstallers(system)) console.log(`package: ${file}`)
for (const { target, inspected } of inspectMade(system)) isGood = report(target, inspected) && isGood
process.exit(isGood ? 0 : 1)
