import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { UpdateKey } from './signature.ts'

/** Where updates come from, and whose signatures count. */
export interface UpdateSource {
  /** The folder that the files of a release lie in. */
  address: string
  keys: readonly UpdateKey[]
}

/** Put in by the build: GATEHOUSE_UPDATE_URL and GATEHOUSE_UPDATE_KEYS of whoever builds. Not there from the source. */
declare const builtInUpdates: { address: string | null; publicKeys: readonly string[] } | undefined

export interface BuiltInSource {
  address: string | null
  keys: readonly UpdateKey[]
}

/** Without an address a build does not look for updates, and says so. Two keys make it possible to exchange the first. */
export const builtInSource: BuiltInSource =
  typeof builtInUpdates === 'undefined'
    ? { address: null, keys: [] }
    : {
        address: builtInUpdates.address,
        keys: builtInUpdates.publicKeys.map((publicKey) => ({ publicKey, use: 'release' })),
      }

const trialSchema = z.object({
  address: z.url(),
  keys: z.array(z.object({ publicKey: z.string(), use: z.literal('development') })).max(5),
})

export interface SourceAsked {
  isPackaged: boolean
  /** A file that names another source, for trials: looked at by an unpackaged app alone. */
  trialFile: string | undefined
}

/** Null where there is none that may be used. */
export function updateSource(
  { isPackaged, trialFile }: SourceAsked,
  builtIn: BuiltInSource = builtInSource,
): UpdateSource | null {
  const trial =
    isPackaged || !trialFile ? null : trialSchema.parse(JSON.parse(readFileSync(trialFile, 'utf8')))
  const { address, keys } = trial ?? builtIn
  if (address === null || keys.length === 0 || !isSafe(address, isPackaged)) return null
  return { address: address.endsWith('/') ? address : `${address}/`, keys }
}

/** https alone; a trial may ask this computer itself. */
function isSafe(address: string, isPackaged: boolean): boolean {
  const { protocol, hostname, username, search } = new URL(address)
  if (username !== '' || search !== '') return false
  return protocol === 'https:' || (!isPackaged && protocol === 'http:' && hostname === '127.0.0.1')
}
