// A small project for the tests, in the shape that npm writes. A test changes what it is about.
import { type Lock, type Manifest, manifestSchema, parseLock } from './lockfile.ts'

const integrity = `sha512-${'a'.repeat(86)}==`

interface Entry {
  version?: string
  license?: string
  [more: string]: unknown
}

const foreign = (version: string, more: Entry = {}): Entry => ({
  version,
  integrity,
  license: 'MIT',
  ...more,
})

/** The app needs `window` and, over `window`, `deep`; the workspace `server` needs `door`; `builder` is a tool. */
export function smallLock(changes: Record<string, Entry | null> = {}): Lock {
  const packages: Record<string, Entry | null> = {
    '': {
      name: 'house',
      version: '1.0.0',
      dependencies: { window: '2.0.0' },
      devDependencies: { builder: '3.0.0' },
    },
    server: { name: '@house/server', version: '1.0.0', dependencies: { door: '4.0.0' } },
    'node_modules/@house/server': { resolved: 'server', link: true },
    'node_modules/window': foreign('2.0.0', { dependencies: { deep: '^1.0.0' } }),
    'node_modules/deep': foreign('1.2.3'),
    'node_modules/door': foreign('4.0.0'),
    'node_modules/builder': foreign('3.0.0', { dev: true, dependencies: { deep: '^0.9.0' } }),
    'node_modules/builder/node_modules/deep': foreign('0.9.9', { dev: true }),
    ...changes,
  }
  const kept = Object.entries(packages).filter(([, entry]) => entry !== null)
  return parseLock(
    JSON.stringify({
      name: 'house',
      version: '1.0.0',
      lockfileVersion: 3,
      packages: Object.fromEntries(kept),
    }),
  )
}

export function smallManifests(own: Record<string, unknown> = {}): Map<string, Manifest> {
  return new Map([
    [
      '',
      manifestSchema.parse({
        name: 'house',
        version: '1.0.0',
        license: 'Apache-2.0',
        workspaces: ['server'],
        dependencies: { window: '2.0.0' },
        devDependencies: { builder: '3.0.0' },
        ...own,
      }),
    ],
    [
      'server',
      manifestSchema.parse({ name: '@house/server', version: '1.0.0', dependencies: { door: '4.0.0' } }),
    ],
  ])
}
