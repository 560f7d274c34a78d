import CircleCheck from 'lucide-react/icons/circle-check'
import { syncWords } from '../../../strings/sync.ts'
import { bridge } from '../../data/bridge.ts'
import { useBridgeQuery, useCommand } from '../../data/use-bridge.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { notify } from '../../ui/toast.tsx'
import { OutboxList } from './outbox-list.tsx'

export function OutboxScreen() {
  const outbox = useBridgeQuery('outbox.list', {})
  const isEmpty = !outbox.data?.some(({ state }) => state !== 'sent')
  const actions = (
    <>
      <ExportButton isEmpty={isEmpty} />
      <Button onPress={() => void bridge().command('sync.now', {})}>{syncWords.syncNow}</Button>
    </>
  )
  const empty = (
    <EmptyState icon={<CircleCheck size={28} />} title={syncWords.nothing} reason={syncWords.nothingReason} />
  )
  return (
    <Page title={syncWords.outboxTitle} subtitle={syncWords.outboxIntro} actions={actions} narrow>
      {outbox.error ? (
        <ErrorState problem={outbox.error} onRetry={() => void outbox.refetch()} />
      ) : outbox.data ? (
        <OutboxList items={outbox.data} empty={empty} />
      ) : (
        <Skeleton />
      )}
    </Page>
  )
}

/** Saves all that isn't sent to a file, for whoever wants to keep it elsewhere. */
function ExportButton({ isEmpty }: { isEmpty: boolean }) {
  const { mutateAsync, isPending } = useCommand('outbox.export')
  async function save() {
    const saved = await mutateAsync({}).catch(notifyProblem)
    if (saved?.file) notify({ title: syncWords.exported(saved.count), detail: saved.file })
  }
  return (
    <Button
      onPress={() => void save()}
      isPending={isPending}
      disabledReason={isEmpty ? syncWords.nothingToExport : null}
    >
      {syncWords.export}
    </Button>
  )
}
