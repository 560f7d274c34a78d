import Building2 from 'lucide-react/icons/building-2'
import { accountListWords as t } from '../../../strings/portfolio.ts'
import { useAppStore } from '../../app/app-store.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/states.tsx'

/** Somebody who is in no account yet: why, and the one thing to do. */
export function NoAccounts() {
  const openPanel = useAppStore((store) => store.openPanel)
  return (
    <EmptyState
      icon={<Building2 size={28} />}
      title={t.empty}
      reason={t.emptyReason}
      action={
        <Button kind="primary" onPress={() => openPanel({ kind: 'paste-link' })}>
          {t.pasteLink}
        </Button>
      }
    />
  )
}
