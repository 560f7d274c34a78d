import { createHash } from 'node:crypto'

/**
 * Whether a version that is handed out in steps has come to this installation. The id never leaves this computer, and
 * each version draws anew, so that it isn't always the same ones who get everything first. Whoever is in at ten per
 * cent is in at fifty.
 */
export function isInRollout(
  percentage: number | undefined,
  installationId: string,
  version: string,
): boolean {
  if (percentage === undefined || percentage >= 100) return true
  const drawn = createHash('sha256').update(`${installationId}\n${version}`).digest().readUInt32BE(0)
  return drawn / 2 ** 32 < percentage / 100
}
