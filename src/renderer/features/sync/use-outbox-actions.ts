import { useState } from 'react'
import type { CommandInput } from '../../../ipc/contract.ts'
import { syncWords } from '../../../strings/sync.ts'
import { bridge } from '../../data/bridge.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { notify } from '../../ui/toast.tsx'

type Decision = 'outbox.retry' | 'outbox.discard' | 'outbox.resolve'

/** What a person decides about one change. `onLeave` is called before its row goes. */
export function useOutboxActions(mutationId: string, onLeave: () => void) {
  const [isPending, setIsPending] = useState(false)

  async function decide<N extends Decision>(name: N, input: CommandInput<N>, done: string) {
    setIsPending(true)
    onLeave()
    const answer = await bridge().command(name, input)
    setIsPending(false)
    if (answer.ok) notify({ title: done })
    else notifyProblem(answer.error)
  }

  async function undo() {
    setIsPending(true)
    onLeave()
    const answer = await bridge().command('outbox.undo', { mutationId })
    setIsPending(false)
    if (!answer.ok) notifyProblem(answer.error)
    else if (!answer.value.undone) notify({ title: syncWords.tooLate, detail: syncWords.tooLateDetail })
    else if (answer.value.also === 0) notify({ title: syncWords.undone })
    else notify({ title: syncWords.undone, detail: syncWords.alsoUndone(answer.value.also) })
  }

  return {
    isPending,
    undo,
    retry: () => decide('outbox.retry', { mutationId }, syncWords.sentAgain),
    discard: (dependents: 'release' | 'discard') =>
      decide('outbox.discard', { mutationId, dependents }, syncWords.discarded),
    resolve: (take: 'mine' | 'theirs') =>
      decide(
        'outbox.resolve',
        { mutationId, with: take },
        take === 'mine' ? syncWords.sentAgain : syncWords.theirsKept,
      ),
  }
}

export type OutboxActions = ReturnType<typeof useOutboxActions>
