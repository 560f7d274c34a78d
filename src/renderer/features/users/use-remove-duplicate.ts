import type { DuplicateSide } from '../../../ipc/views.ts'
import { duplicateWords as t } from '../../../strings/duplicates.ts'
import { useBulk } from '../../data/use-bulk.ts'
import { useMutate } from '../../data/use-mutate.ts'
import { grantChange, stateChange } from './bulk-intents.ts'

/** Removes one of two logins; what it alone was granted goes to the other one first, as one step. */
export function useRemoveDuplicate(accountId: string) {
  const mutate = useMutate()
  const runBulk = useBulk()
  return async (kept: DuplicateSide, gone: DuplicateSide, copied: DuplicateSide['grants']): Promise<void> => {
    const removal = stateChange('remove', { accountId, membershipId: gone.membershipId })
    if (copied.length === 0) {
      await mutate(removal.intent, {
        done: t.removed(gone.email),
        detail: t.removedDetail(kept.email),
        hold: true,
      })
      return
    }
    const copies = copied.map(({ applicationId }) =>
      grantChange('grant', { accountId, membershipId: kept.membershipId }, applicationId),
    )
    await runBulk([...copies, removal], {
      done: t.removed(gone.email),
      detail: t.removedWith(kept.email, copied.length),
      hold: true,
    })
  }
}
