import type { DuplicateSide } from '../../../ipc/views.ts'
import { duplicateWords as t } from '../../../strings/duplicates.ts'

/** Which of two logins stays and which goes. The owner, and oneself, can't be turned to go. */
export function sidesOf(first: DuplicateSide, second: DuplicateSide, isTurned: boolean) {
  const turnRefusal = first.isOwner ? t.keptOwner : first.isMe ? t.keptYou : null
  const turned = isTurned && turnRefusal === null
  return { kept: turned ? second : first, gone: turned ? first : second, turnRefusal }
}

/** What was granted to the one that goes, and not to the one that stays. */
export function missingGrants(
  kept: Pick<DuplicateSide, 'grants'>,
  gone: Pick<DuplicateSide, 'grants'>,
): DuplicateSide['grants'] {
  const has = new Set(kept.grants.map(({ applicationId }) => applicationId))
  return gone.grants.filter(({ applicationId }) => !has.has(applicationId))
}
