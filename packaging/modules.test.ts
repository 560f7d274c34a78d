import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { shippedModules } from './modules.ts'

it('follows what the program loads to what that loads, and takes the innermost', () => {
  const modules = shippedModules({
    packages: {
      '': { dependencies: { outer: '1', zod: '1' } },
      'node_modules/outer': { dependencies: { shared: '1', inner: '1' } },
      'node_modules/outer/node_modules/shared': {},
      'node_modules/inner': { dependencies: { shared: '2', outer: '1' } },
      'node_modules/shared': {},
      'node_modules/unrelated': {},
      'node_modules/zod': {},
    },
  })
  expect(modules.map(({ folder }) => folder)).toEqual([
    'node_modules/inner',
    'node_modules/outer',
    'node_modules/outer/node_modules/shared',
    'node_modules/shared',
  ])
})

it('says when the lockfile does not have what is needed', () => {
  const lockfile = { packages: { '': { dependencies: { gone: '1' } } } }
  expect(() => shippedModules(lockfile)).toThrow('gone is needed by the program and not in the lockfile')
})

it('ships packages that are installed, and none of the server or of the tools', () => {
  const modules = shippedModules()
  const names = modules.map(({ name }) => name)
  expect(names).toContain('better-sqlite3-multiple-ciphers')
  for (const { folder } of modules) expect(existsSync(join(import.meta.dirname, '..', folder))).toBe(true)
  for (const name of ['pg', 'fastify', 'electron', 'react', 'zod', 'typescript', '@gatehouse/server']) {
    expect(names).not.toContain(name)
  }
})
