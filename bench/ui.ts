import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildIfStale } from '../tools/build.ts'
import type { Metric } from './metric.ts'

const renderer = join(import.meta.dirname, '../out/renderer')

/** What the window has to load before it shows anything: the page and all that it names itself. */
export async function benchUi(): Promise<Record<string, Metric>> {
  buildIfStale()
  const page = readFileSync(join(renderer, 'index.html'), 'utf8')
  const named = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, file]) => file ?? '')
  const bytes = named.reduce(
    (sum, file) => sum + gzipSync(readFileSync(join(renderer, file))).length,
    gzipSync(page).length,
  )
  return {
    'ui.bundle': {
      value: Math.round(bytes / 102.4) / 10,
      unit: 'KB gzip',
      budget: 180,
      worse: 'higher',
      peer: { files: named.length },
    },
  }
}
