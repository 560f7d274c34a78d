import type { OutboxItem } from '../../../ipc/views.ts'
import { syncWords } from '../../../strings/sync.ts'
import { useCommand } from '../../data/use-bridge.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { Button } from '../../ui/button.tsx'
import { notify } from '../../ui/toast.tsx'

/** Somebody changed the same, and what they made of it isn't here: says why, and what brings it here. */
export function NothingToCompare({ item }: { item: OutboxItem }) {
  const { accountId, accountName, isKept } = item
  const keep = useCommand('offline.keep')
  if (isKept) return <p>{syncWords.unseen}</p>
  async function fetch() {
    const kept = await keep.mutateAsync({ accountId, keep: true }).catch(notifyProblem)
    if (kept) notify({ title: syncWords.kept(accountName), detail: syncWords.keptDetail })
  }
  return (
    <>
      <p>{syncWords.notKept(accountName)}</p>
      <p>
        <Button
          size="small"
          isPending={keep.isPending}
          aria-label={syncWords.keepDataOf(accountName)}
          onPress={() => void fetch()}
        >
          {syncWords.keepData}
        </Button>
      </p>
    </>
  )
}
