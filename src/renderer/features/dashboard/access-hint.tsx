import { accessChangeWords as t } from '../../../strings/access-changes.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { Button } from '../../ui/button.tsx'

/** How much changed about access since the last visit on this computer; nothing where nothing did. */
export function AccessHint({ accountId }: { accountId: string }) {
  const openPanel = useAppStore((store) => store.openPanel)
  const { data } = useBridgeQuery('changes.inAccount', { accountId, since: { from: 'visit' }, limit: 0 })
  if (!data?.total) return null
  return (
    <Button kind="link" onPress={() => openPanel({ kind: 'access-changes', accountId })}>
      {t.hint(data.total)}
    </Button>
  )
}
