import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** Installed programs that the tools run, and the package that each comes with. */
const packages = {
  biome: '@biomejs/biome',
  'electron-vite': 'electron-vite',
  playwright: '@playwright/test',
  tsc: 'typescript',
  vitest: 'vitest',
} as const
export type Program = keyof typeof packages

/**
 * The script of an installed program, to be run by this Node. Not the file in `node_modules/.bin`, which on Windows is
 * one for the command prompt.
 */
export function scriptOf(program: Program): string {
  const folder = join(root, 'node_modules', packages[program])
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    bin: Record<string, string>
  }
  const script = bin[program]
  if (!script) throw new Error(`${packages[program]} has no program ${program}`)
  return join(folder, script)
}
