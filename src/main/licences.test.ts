import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { licences, ownLicence } from '../ipc/licences.ts'

const require = createRequire(import.meta.url)
const root = join(import.meta.dirname, '../..')

interface Manifest {
  license: string
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}

const manifestOf = (folder: string) => require(join(root, folder, 'package.json')) as Manifest

it('names the licence that each part of the program really has', () => {
  for (const { name, licence } of licences) {
    expect(manifestOf(join('node_modules', name)).license, name).toBe(licence)
  }
  expect(manifestOf('.').license).toBe(ownLicence)
})

it('leaves out nothing that the program runs with', () => {
  const { dependencies = {} } = manifestOf('.')
  const named = new Set(licences.map(({ name }) => name))
  const own = Object.keys(dependencies).filter((name) => !name.startsWith('@gatehouse/'))
  expect(own.filter((name) => !named.has(name))).toEqual([])
})
