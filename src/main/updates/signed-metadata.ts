import type { UpdateChannel } from '../../ipc/views.ts'
import type { Clock, Fetch, Timers } from '../ports.ts'
import type { Seen } from './engine.ts'
import { type Metadata, metadataFrom } from './metadata.ts'
import { readLimited } from './read-limited.ts'
import { UpdateRefused } from './refusal.ts'
import { checkSeal } from './signature.ts'
import type { UpdateSource } from './source.ts'
import { compareVersions, isPrerelease } from './version.ts'

const maxMetadataBytes = 256 * 1024
const maxSealBytes = 8 * 1024

/** As electron-builder names the description of a release. */
export function metadataFileName(channel: UpdateChannel, platform: NodeJS.Platform, arch: string): string {
  const name = channel === 'stable' ? 'latest' : 'beta'
  if (platform === 'darwin') return `${name}-mac.yml`
  if (platform === 'linux') return `${name}-linux${arch === 'x64' ? '' : `-${arch}`}.yml`
  return `${name}.yml`
}

export interface SignedMetadataDeps {
  source: UpdateSource
  fetch: Fetch
  timers: Timers
  clock: Clock
  /** Reads the text of a description, once it is known to be ours. */
  parse(text: string): unknown
}

/** What the server says the newest version is, signed and in force. Throws `UpdateRefused`. */
export async function signedMetadata(
  file: string,
  { source, fetch, timers, clock, parse }: SignedMetadataDeps,
): Promise<{ metadata: Metadata; issued: string }> {
  const bytes = await readLimited(new URL(file, source.address), maxMetadataBytes, { fetch, timers })
  const sealBytes = await readLimited(new URL(`${file}.sig`, source.address), maxSealBytes, { fetch, timers })
  const checked = checkSeal(bytes, sealBytes.toString('utf8'), { file, keys: source.keys, now: clock.now() })
  if (!checked.ok) throw new UpdateRefused(checked.reason)
  return { metadata: metadataFrom(parsed(parse, bytes)), issued: checked.issued }
}

function parsed(parse: (text: string) => unknown, bytes: Buffer): unknown {
  try {
    return parse(bytes.toString('utf8'))
  } catch {
    throw new UpdateRefused('unreadable')
  }
}

export type Judgement = 'newer' | 'same' | 'older' | 'rollback'

/**
 * How an offered version stands to the one that is installed. `older`: this is a trial version, and what is offered came
 * before it, which the user may go back to. Older than what was offered before, or than a version that was no trial: a
 * `rollback`, whoever signed it.
 */
export function judge(
  offered: Seen,
  { installed, seen }: { installed: string; seen: Seen | null },
): Judgement {
  const isReplay = seen !== null && compareVersions(offered.version, seen.version) < 0
  if (isReplay || (seen !== null && offered.issued < seen.issued)) return 'rollback'
  const order = compareVersions(offered.version, installed)
  if (order > 0) return 'newer'
  if (order === 0) return 'same'
  return isPrerelease(installed) && !isPrerelease(offered.version) ? 'older' : 'rollback'
}
