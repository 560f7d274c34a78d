import type { IntentInput, Result } from '@gatehouse/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { SyncStatus } from '../../ipc/views.ts'
import { words } from '../../strings/common.ts'
import { notify } from '../ui/toast.tsx'
import { bridge } from './bridge.ts'
import { noteChange } from './first-steps.ts'
import { queryKey } from './keys.ts'

type MakeConfirmed = (
  intent: IntentInput,
  done: string,
  detail?: string,
) => Promise<Result<{ mutationId: string }>>

/**
 * Makes a change that a dialog has asked about, or that can't be taken back: it says what was done and offers no
 * "Undo", because nothing is both confirmed and undone. A refusal is the caller's to show, where the question was.
 */
export function useConfirmedMutate(): MakeConfirmed {
  const client = useQueryClient()
  return useCallback<MakeConfirmed>(
    async (intent, done, detail) => {
      const answer = await bridge().command('mutate', { intent })
      if (!answer.ok) return answer
      noteChange(intent.name)
      const status = client.getQueryData<SyncStatus>(queryKey('sync.status', {}))
      const later = status?.state === 'offline' ? words.savedOffline : detail
      notify({ title: done, ...(later ? { detail: later } : {}) })
      return answer
    },
    [client],
  )
}
