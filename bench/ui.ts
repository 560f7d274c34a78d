import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildIfStale } from '../tools/build.ts'
import type { Metric } from './metric.ts'

const renderer = join(import.meta.dirname, '../out/renderer')
const assets = join(renderer, 'assets')

/** What the window has to load before it shows anything: the page, its entry, and all that these name at once. */
export async function benchUi(): Promise<Record<string, Metric>> {
  buildIfStale()
  const page = readFileSync(join(renderer, 'index.html'), 'utf8')
  const named = [...page.matchAll(/(?:src|href)="\.\/assets\/([^"]+)"/g)].map(([, file]) => file ?? '')
  // The entry sets the language and then fetches the window itself, with its style sheet.
  const root = readdirSync(assets).filter((file) => /^root-[\w-]+\.(js|css)$/.test(file))
  if (!root.some((file) => file.endsWith('.js'))) throw new Error('the chunk of the window is not there')
  const files = new Set<string>()
  for (const file of [...named, ...root]) addWithImports(file, files)
  const bytes = [...files].reduce(
    (sum, file) => sum + gzipSync(readFileSync(join(assets, file))).length,
    gzipSync(page).length,
  )
  return {
    'ui.bundle': {
      value: Math.round(bytes / 102.4) / 10,
      unit: 'KB gzip',
      budget: 180,
      worse: 'higher',
      peer: { files: files.size },
    },
  }
}

/** A chunk and those that it imports before it runs; what it fetches later is left out. */
function addWithImports(file: string, files: Set<string>): void {
  if (files.has(file)) return
  files.add(file)
  if (!file.endsWith('.js')) return
  const text = readFileSync(join(assets, file), 'utf8')
  for (const [, name] of text.matchAll(/(?:\bfrom|\bimport)\s*"\.\/([\w-]+\.js)"/g))
    addWithImports(name ?? '', files)
}
