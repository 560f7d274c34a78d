import { useState } from 'react'
import { v7 as newId } from 'uuid'
import type { AccountDetail } from '../../../ipc/views.ts'
import { accountSettingsWords } from '../../../strings/account-settings.ts'
import { words } from '../../../strings/common.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useCommand } from '../../data/use-bridge.ts'
import { useIsOnline } from '../../data/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/overlay.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { notify } from '../../ui/toast.tsx'
import styles from './account-settings.module.css'
import { Group } from './group.tsx'
import type { OfAccount } from './settings-tab.tsx'

const t = accountSettingsWords.leave

/** One's own way out. It can't be undone from here, so it is asked about. */
export function LeaveGroup({ account, settings }: OfAccount) {
  const isOnline = useIsOnline()
  const [isAsking, setAsking] = useState(false)
  if (settings.membershipId === null) {
    return (
      <Group title={t.title}>
        <p className={styles.muted}>{t.noMembership}</p>
      </Group>
    )
  }
  const reason = account.isOwner ? t.owner : isOnline ? null : words.needsConnection
  return (
    <Group
      title={t.title}
      action={
        <Button kind="danger" disabledReason={reason} onPress={() => setAsking(true)}>
          {t.button}
        </Button>
      }
    >
      <p>{account.isOwner ? t.owner : t.says(account.name)}</p>
      {isAsking && <LeaveDialog account={account} onClose={() => setAsking(false)} />}
    </Group>
  )
}

function LeaveDialog({ account, onClose }: { account: AccountDetail; onClose: () => void }) {
  const leave = useCommand('accounts.leave')
  const go = useAppStore((store) => store.go)
  const [attempt] = useState(() => newId())

  /** When it answers, the account is gone and so is this dialog: what follows must not depend on it. */
  async function confirm() {
    const left = await leave.mutateAsync({ accountId: account.id, attempt }).catch(() => null)
    if (!left) return
    notify({ title: t.done(account.name) })
    go({ screen: 'portfolio', tab: 'accounts' })
  }

  return (
    <ConfirmDialog
      isOpen
      danger
      account={account}
      title={t.dialog(account.name)}
      verb={t.verb(account.name)}
      isPending={leave.isPending}
      onClose={onClose}
      onConfirm={() => void confirm()}
    >
      <p>{t.says(account.name)}</p>
      {account.waiting > 0 && <p>{t.unsent(account.waiting)}</p>}
      {leave.error && <ErrorState inline problem={leave.error} />}
    </ConfirmDialog>
  )
}
