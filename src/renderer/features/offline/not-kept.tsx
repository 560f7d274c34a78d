import CloudOff from 'lucide-react/icons/cloud-off'
import { offlineDataWords } from '../../../strings/offline.ts'
import { useFocusHandedOn } from '../../app/use-focus-handed-on.ts'
import { useCommand } from '../../data/use-bridge.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { useIsOnline } from '../../data/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/states.tsx'

const t = offlineDataWords.notKept

/** In place of an account's screens, where the user doesn't keep its data on this computer. */
export function NotKept({ accountId, name }: { accountId: string; name: string }) {
  const keep = useCommand('offline.keep')
  const isOnline = useIsOnline()
  const frame = useFocusHandedOn<HTMLDivElement>()
  return (
    <div ref={frame}>
      <EmptyState
        icon={<CloudOff size={22} />}
        title={t.title}
        reason={
          <>
            {t.reason(name)} {!isOnline && t.offline}
          </>
        }
        action={
          <Button
            kind="primary"
            isPending={keep.isPending}
            onPress={() => void keep.mutateAsync({ accountId, keep: true }).catch(notifyProblem)}
          >
            {t.keep}
          </Button>
        }
      />
    </div>
  )
}
