import type { IntentInput, Problem, Result } from '@gatehouse/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { SyncStatus } from '../../ipc/views.ts'
import { undoWords, words } from '../../strings/common.ts'
import { explain } from '../../strings/problems.ts'
import { notify } from '../ui/toast.tsx'
import { bridge } from './bridge.ts'
import { noteChange } from './first-steps.ts'
import { queryKey } from './keys.ts'

interface Options {
  /** What was done, for the notification: "Payroll assigned to Silverford Travel". */
  done: string
  detail?: string
  /** The changes that take this one back once it has been sent. Without them, only an unsent change can be undone. */
  inverse?: IntentInput | readonly IntentInput[] | undefined
  /** No change takes it back, so it isn't sent for as long as "Undo" is offered. */
  hold?: boolean
  /** The change in the outbox whose place it takes. */
  replaces?: string | undefined
  /** The caller shows the refusal itself, beside what was typed. */
  quietRefusal?: boolean
}

export type Mutate = (intent: IntentInput, options: Options) => Promise<Result<{ mutationId: string }>>

/**
 * Makes a change: at once on this machine, then at the server, the same online and offline. Says what was done and
 * offers "Undo"; says why where it was refused.
 */
export function useMutate(): Mutate {
  const client = useQueryClient()
  return useCallback<Mutate>(
    async (intent, options) => {
      const { replaces: mutationId, hold = false } = options
      const answer = mutationId
        ? await bridge().command('outbox.edit', { mutationId, intent })
        : await bridge().command('mutate', { intent, hold })
      if (!answer.ok) {
        if (!options.quietRefusal) notifyProblem(answer.error)
        return answer
      }
      const made = answer.value.mutationId
      noteChange(intent.name)
      const status = client.getQueryData<SyncStatus>(queryKey('sync.status', {}))
      notify({
        title: options.done,
        detail: options.detail ?? (status?.state === 'offline' ? words.savedOffline : undefined),
        undo: () => void undo(made, options.inverse),
      })
      return answer
    },
    [client],
  )
}

async function undo(mutationId: string, inverse: Options['inverse']): Promise<void> {
  const answer = await bridge().command('outbox.undo', { mutationId })
  if (!answer.ok) return void notifyProblem(answer.error)
  if (answer.value.undone) return void notify({ title: undoWords.undone })
  if (!inverse) {
    return void notify({ title: undoWords.tooLate, detail: undoWords.tooLateDetail })
  }
  const intents: readonly IntentInput[] = 'name' in inverse ? [inverse] : inverse
  for (const intent of intents) {
    const reversed = await bridge().command('mutate', { intent })
    if (!reversed.ok) return void notifyProblem(reversed.error)
  }
  notify({ title: undoWords.undone })
}

export function notifyProblem(problem: Problem): void {
  const { title, advice } = explain(problem)
  notify({
    tone: 'problem',
    title,
    detail: advice,
    reference: problem.reference,
  })
}
