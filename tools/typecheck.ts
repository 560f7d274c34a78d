// One `tsc` per runtime: a renderer file that reaches for a Node type must not compile.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { scriptOf } from './programs.ts'

const root = join(import.meta.dirname, '..')
const projects = [
  'contract',
  'server',
  'src/strings',
  'src/replica',
  'src/preload',
  'src/main',
  'src/renderer',
  'tools/desktop-host',
  'tests',
]
const wanted = process.argv.slice(2)
const chosen = wanted.length > 0 ? projects.filter((project) => wanted.includes(project)) : projects
const failed = chosen.filter((project) => {
  const call = [scriptOf('tsc'), '-p', join(root, project)]
  return spawnSync(process.execPath, call, { stdio: 'inherit', cwd: root }).status !== 0
})
console.log(
  failed.length === 0 ? `types: ${chosen.length} projects clean` : `types: errors in ${failed.join(', ')}`,
)
process.exit(failed.length === 0 ? 0 : 1)
