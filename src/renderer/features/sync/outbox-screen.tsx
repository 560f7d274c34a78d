import CircleCheck from 'lucide-react/icons/circle-check'
import { bridge } from '../../data/bridge.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { syncWords } from '../../strings/en-sync.ts'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { OutboxList } from './outbox-list.tsx'

export function OutboxScreen() {
  const outbox = useBridgeQuery('outbox.list', {})
  const syncNow = <Button onPress={() => void bridge().command('sync.now', {})}>{syncWords.syncNow}</Button>
  return (
    <Page title={syncWords.outboxTitle} subtitle={syncWords.outboxIntro} actions={syncNow} narrow>
      {outbox.error ? (
        <ErrorState problem={outbox.error} onRetry={() => void outbox.refetch()} />
      ) : !outbox.data ? (
        <Skeleton />
      ) : outbox.data.length === 0 ? (
        <EmptyState
          icon={<CircleCheck size={28} />}
          title={syncWords.nothing}
          reason={syncWords.nothingReason}
        />
      ) : (
        <OutboxList items={outbox.data} />
      )}
    </Page>
  )
}
