// What a person gets who installs the program: what main needs at run time, and everything that the bundles are made of.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { closureOf, type Lock, type Manifest, resolve } from './lockfile.ts'

/** Its binary ships; what the package itself needs only fetches that binary. */
export const runtime = 'electron'

const importOf = /(?:\bfrom|\bimport\(?)\s*['"]((?:@[a-z0-9-]+\/)?[a-z][\w./:-]*)['"]/g

/** `lucide-react/icons/x` is of `lucide-react`, `@tanstack/react-query` of itself. */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** Packages that a source imports by name; Node's own modules aren't packages. */
export function importsIn(source: string): string[] {
  return [...source.matchAll(importOf)]
    .map(([, specifier]) => packageOf(specifier ?? ''))
    .filter((name) => !name.startsWith('node:') && name !== '')
}

/** Packages that the program's sources import, tests left out. */
export function importedByProgram(root: string): Set<string> {
  const files = globSync('src/**/*.{ts,tsx}', { cwd: root }).filter(
    (file) => !/\.(?:test|d)\.tsx?$|[/\\]testing[/\\]/.test(file),
  )
  return new Set(files.flatMap((file) => importsIn(readFileSync(join(root, file), 'utf8'))))
}

/**
 * The paths in the lockfile of all that ships, Electron included. Rather too many than too few: a package counts even
 * where the bundler drops all of its code.
 */
export function shipped(lock: Lock, manifest: Manifest, imported: Set<string>): Set<string> {
  const names = new Set([...Object.keys(manifest.dependencies), ...imported])
  names.delete(runtime)
  const roots = [...names].map((name) => resolve(lock, '', name)).filter((path) => path !== null)
  const all = closureOf(lock, roots)
  const electron = resolve(lock, '', runtime)
  if (electron) all.add(electron)
  return all
}
