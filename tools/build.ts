import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { scriptOf } from './programs.ts'

const root = join(import.meta.dirname, '..')
const stamp = join(root, 'out/.built-from')

/** Builds the app when its sources changed since the last build. Says so, as it takes a few seconds. */
export function buildIfStale(): void {
  const now = fingerprint()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return
  console.log('gatehouse: building the app ...')
  const built = spawnSync(process.execPath, [scriptOf('electron-vite'), 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
  })
  if (built.status !== 0) {
    console.error('gatehouse: the build failed; its own message is above.')
    process.exit(1)
  }
  writeFileSync(stamp, now)
}

function fingerprint(): string {
  const files = globSync(
    [
      'src/**/*',
      'contract/src/**/*',
      'electron.vite.config.ts',
      'packaging/modules.ts',
      'tools/renderer-chunks.ts',
      'package-lock.json',
    ],
    {
      cwd: root,
      withFileTypes: true,
    },
  )
  const hash = createHash('sha256')
  // The build puts these into the program.
  hash.update(JSON.stringify([process.env.GATEHOUSE_UPDATE_URL, process.env.GATEHOUSE_UPDATE_KEYS]))
  const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name))
  for (const path of paths.sort()) hash.update(path).update(readFileSync(path))
  return hash.digest('hex')
}
