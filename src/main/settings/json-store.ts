import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeFileSync } from 'atomically'
import { z } from 'zod'
import type { SettingsStore } from './settings.ts'

const contentSchema = z.record(z.string(), z.unknown())

/**
 * Opens `<name>.json` in the folder, which nobody else writes to: read once, written whole at each change, so that a cut
 * leaves the file of before or the one of after. Throws where there is one that can't be read or isn't an object.
 */
export function openJsonStore(folder: string, name: string): SettingsStore {
  const file = join(folder, `${name}.json`)
  const content = readContent(file)
  return {
    // A copy: what somebody does to a value is not to be written with the next one.
    get: (key) => structuredClone(content[key]),
    set(key, value) {
      content[key] = structuredClone(value)
      writeFileSync(file, `${JSON.stringify(content, null, '\t')}\n`, { mode: 0o600 })
    },
  }
}

function readContent(file: string): Record<string, unknown> {
  try {
    return contentSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw error
  }
}
