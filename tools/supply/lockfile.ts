import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const namesWithRanges = z.record(z.string(), z.string()).default({})

const lockedSchema = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  license: z.string().optional(),
  link: z.boolean().default(false),
  dev: z.boolean().default(false),
  optional: z.boolean().default(false),
  devOptional: z.boolean().default(false),
  hasInstallScript: z.boolean().default(false),
  dependencies: namesWithRanges,
  devDependencies: namesWithRanges,
  optionalDependencies: namesWithRanges,
  peerDependencies: namesWithRanges,
  peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().default(false) })).default({}),
})
export type Locked = z.infer<typeof lockedSchema>

const lockSchema = z.object({
  name: z.string(),
  version: z.string(),
  lockfileVersion: z.literal(3),
  packages: z.record(z.string(), lockedSchema),
})
/** What is installed, by the path that it is installed at; `''` is the project, `contract` and `server` its workspaces. */
export type Lock = z.infer<typeof lockSchema>

export const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
  workspaces: z.array(z.string()).default([]),
  dependencies: namesWithRanges,
  devDependencies: namesWithRanges,
  optionalDependencies: namesWithRanges,
  allowScripts: z.record(z.string(), z.boolean()).default({}),
})
export type Manifest = z.infer<typeof manifestSchema>

export function parseLock(text: string): Lock {
  return lockSchema.parse(JSON.parse(text))
}

export function readLock(root: string): Lock {
  return parseLock(readFileSync(join(root, 'package-lock.json'), 'utf8'))
}

/** The project's own manifest and its workspaces', by their folder. */
export function readManifests(root: string): Map<string, Manifest> {
  const read = (folder: string) =>
    manifestSchema.parse(JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')))
  const own = read('')
  return new Map([['', own], ...own.workspaces.map((folder) => [folder, read(folder)] as const)])
}

/** The name that a path in the lockfile ends with. */
export function nameAt(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
}

export const isForeign = (path: string): boolean => path.includes('node_modules/')

export interface Package extends Locked {
  path: string
  name: string
  version: string
}

/** Everything that isn't ours, in the order of the paths. */
export function foreignPackages({ packages }: Lock): Package[] {
  return Object.entries(packages)
    .filter(([path, { link }]) => isForeign(path) && !link)
    .map(([path, locked]) => ({ ...locked, path, name: nameAt(path), version: locked.version ?? '' }))
}

/** Where Node finds `name` from within the package at `from`: the nearest folder upwards. Links are followed. */
export function resolve({ packages }: Lock, from: string, name: string): string | null {
  for (let folder = from; ; folder = parentOf(folder)) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`
    const found = packages[path]
    if (found) return found.link ? (found.resolved ?? path) : path
    if (folder === '') return null
  }
}

function parentOf(path: string): string {
  const at = path.lastIndexOf('node_modules/')
  return at <= 0 ? '' : path.slice(0, at - 1)
}

/** What the package at `path` needs to run, resolved; what is optional and not locked is left out. */
export function needsOf(lock: Lock, path: string): string[] {
  const found = lock.packages[path]
  if (!found) return []
  const peers = Object.keys(found.peerDependencies).filter(
    (name) => !found.peerDependenciesMeta[name]?.optional,
  )
  const names = [...Object.keys({ ...found.dependencies, ...found.optionalDependencies }), ...peers]
  const paths = names.map((name) => resolve(lock, path, name)).filter((at) => at !== null)
  return [...new Set(paths)].sort()
}

/** These paths and all that they need, however far down. */
export function closureOf(lock: Lock, paths: Iterable<string>): Set<string> {
  const reached = new Set<string>()
  const waiting = [...paths]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue
    reached.add(path)
    waiting.push(...needsOf(lock, path))
  }
  return reached
}
