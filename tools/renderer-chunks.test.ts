import { expect, test } from 'vitest'
import { chunksByRoot } from './renderer-chunks.ts'

const imports: Record<string, readonly string[]> = {
  entry: ['language'],
  root: ['language', 'react', 'shell'],
  shell: ['react', 'root'],
  dashboard: ['react', 'figures'],
  figures: ['language'],
}
const graph = {
  getModuleInfo: (id: string) => ({ importedIds: imports[id] ?? [] }),
}

test('what the window needs is one chunk, what the first account needs besides is another', () => {
  const chunkOf = chunksByRoot('entry', { window: 'root', account: 'dashboard' })
  const chunks = Object.fromEntries(
    ['root', 'shell', 'react', 'dashboard', 'figures', 'elsewhere'].map((id) => [id, chunkOf(id, graph)]),
  )
  expect(chunks).toEqual({
    root: 'window',
    shell: 'window',
    react: 'window',
    dashboard: 'account',
    figures: 'account',
    elsewhere: null,
  })
})

test('what runs before the window stays with the entry', () => {
  const chunkOf = chunksByRoot('entry', { window: 'root' })
  expect(chunkOf('entry', graph)).toBeNull()
  expect(chunkOf('language', graph)).toBeNull()
})
