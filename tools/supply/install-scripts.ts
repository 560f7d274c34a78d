// What would run on a computer just because packages are installed on it.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { foreignPackages, isForeign, type Lock, type Manifest, nameAt } from './lockfile.ts'

const installedSchema = z.object({
  version: z.string().default(''),
  scripts: z.record(z.string(), z.string()).default({}),
  gypfile: z.boolean().optional(),
})

export interface Installed {
  path: string
  version: string
  /** Scripts that npm runs when it installs this. */
  scripts: string[]
  /**
   * It says that it is not to be compiled. npm heeds that on an empty folder alone: over an installation it takes the
   * package for one with a script, and `npm ci` fails where nobody decided upon it.
   */
  isTakenForScript?: boolean
}

const atInstall = ['preinstall', 'install', 'postinstall']

/** Reads `node_modules`, at whatever depth. Folders without a manifest, and links to our own workspaces, are nothing. */
export function readInstalled(root: string): Installed[] {
  const found: Installed[] = []
  const visit = (folder: string) => {
    const names = readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .flatMap(({ name }) =>
        name.startsWith('@')
          ? readdirSync(join(root, folder, name)).map((below) => `${name}/${below}`)
          : name,
      )
    for (const name of names) {
      const path = `${folder}/${name}`
      const one = readOne(root, path)
      if (one) found.push(one)
      if (existsSync(join(root, path, 'node_modules'))) visit(`${path}/node_modules`)
    }
  }
  visit('node_modules')
  return found
}

function readOne(root: string, path: string): Installed | null {
  const file = join(root, path, 'package.json')
  if (!existsSync(file)) return null
  const { version, scripts, gypfile } = installedSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  const named = atInstall.filter((name) => name in scripts)
  // Without a script of its own, npm compiles what has this file.
  const canCompile = existsSync(join(root, path, 'binding.gyp')) && named.length === 0
  const isTakenForScript = canCompile && gypfile === false
  const compiles = canCompile && !isTakenForScript
  return {
    path,
    version,
    scripts: compiles ? ['binding.gyp'] : named,
    ...(isTakenForScript && { isTakenForScript }),
  }
}

/** Each package with a script at its installation is decided upon in `allowScripts`, and its reason is written down. */
export function scriptFindings(
  lock: Lock,
  { allowScripts }: Pick<Manifest, 'allowScripts'>,
  installed: readonly Installed[],
  explained: ReadonlySet<string>,
): string[] {
  const locked = foreignPackages(lock).filter(({ hasInstallScript }) => hasInstallScript)
  const really = installed.filter(({ path, scripts }) => scripts.length > 0 && isForeignAndLocked(lock, path))
  const taken = installed.filter(
    ({ path, isTakenForScript }) => isTakenForScript && isForeignAndLocked(lock, path),
  )
  const names = new Set([
    ...locked.map(({ name }) => name),
    ...[...really, ...taken].map(({ path }) => nameAt(path)),
  ])
  const findings: string[] = []
  for (const name of [...names].sort()) {
    if (!(name in allowScripts))
      findings.push(`${name} runs a script when installed, which nobody decided upon`)
    if (!explained.has(name))
      findings.push(`nobody says why ${name} has a script, and why it may or may not run`)
  }
  for (const name of Object.keys(allowScripts)) {
    if (!names.has(name)) findings.push(`${name} is decided upon, but has no script`)
  }
  for (const { path, scripts } of really) {
    if (lock.packages[path]?.hasInstallScript) continue
    findings.push(`${path} has ${scripts.join(', ')}, of which the lockfile says nothing`)
  }
  return findings
}

const isForeignAndLocked = (lock: Lock, path: string) => isForeign(path) && lock.packages[path] !== undefined

/** What is installed is what is locked: nothing else, nothing more. What this computer has no use for may be missing. */
export function installedFindings(lock: Lock, installed: readonly Installed[]): string[] {
  const there = new Set(installed.map(({ path }) => path))
  return [
    ...installed.flatMap(({ path, version }) => {
      const locked = lock.packages[path]
      if (!locked) return [`${path} is installed but not locked`]
      return locked.link || locked.version === version ? [] : [`${path} is ${version}, not ${locked.version}`]
    }),
    ...foreignPackages(lock)
      .filter(({ path, optional, devOptional }) => !optional && !devOptional && !there.has(path))
      .map(({ path }) => `${path} is locked but not installed`),
  ]
}
