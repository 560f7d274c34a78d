import type { Configuration } from 'electron-builder'

/**
 * Switches inside of Electron's executable. They are thrown before it is signed, so nobody turns them back without
 * breaking the signature. [ADR 23](../docs/adr/0023-packaging.md) says what each is for.
 */
export const fuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
} as const satisfies Configuration['electronFuses']

/** In the order in which they lie in the executable. */
export const fuseOrder = Object.keys(fuses) as (keyof typeof fuses)[]

/** Electron's own mark in front of them. */
export const fuseMark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/** The fuses of an executable as they are: by name, or null where there are none. */
export function readFuses(executable: Buffer): Record<string, boolean> | null {
  const start = executable.indexOf(fuseMark)
  if (start < 0) return null
  const wire = start + fuseMark.length
  if (executable[wire] !== 1 || (executable[wire + 1] ?? 0) < fuseOrder.length) return null
  return Object.fromEntries(
    fuseOrder.map((name, place) => [name, executable[wire + 2 + place] === '1'.charCodeAt(0)]),
  )
}
