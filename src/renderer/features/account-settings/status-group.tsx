import { useState } from 'react'
import type { EnvironmentAccount } from '../../../ipc/views.ts'
import { accountSettingsWords } from '../../../strings/account-settings.ts'
import { AccountDialog, type PendingAccountChange, useAccountMenu } from '../../app/account-administration.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { StatusDot } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import type { MenuAction } from '../../ui/menu.tsx'
import styles from './account-settings.module.css'
import { Group } from './group.tsx'
import type { OfAccount } from './settings-tab.tsx'

const t = accountSettingsWords.status
const shapes = { active: 'on', suspended: 'stopped', closed: 'off' } as const
const ofStatus = ['suspend', 'resume', 'close', 'reopen', 'delete']

/** Whether the account can be worked in, and for administrators of its environment what they can make of that. */
export function StatusGroup({ account, settings }: OfAccount) {
  const says = (
    <p>
      <StatusDot shape={shapes[account.status]}>{t.says[account.status]}</StatusDot>
    </p>
  )
  if (settings.isAdministrator) {
    return (
      <Administration account={account} settings={settings}>
        {says}
      </Administration>
    )
  }
  return (
    <Group title={t.title}>
      {says}
      <p className={styles.muted}>{t.byAdministrators(account.environmentName)}</p>
    </Group>
  )
}

function Administration({ account, settings, children }: OfAccount & { children: React.ReactNode }) {
  const { environmentId } = account
  const { data: environment } = useBridgeQuery('environments.get', { environmentId })
  const [pending, setPending] = useState<PendingAccountChange | null>(null)
  const row: EnvironmentAccount = {
    ...account,
    createdAt: settings.createdAt,
    version: settings.version,
    owner: settings.owner ?? 'unknown',
  }
  const entries = useAccountMenu(setPending)(row)
  const actions = entries.filter(
    (entry): entry is MenuAction => entry !== 'separator' && ofStatus.includes(entry.id),
  )
  return (
    <Group
      title={t.title}
      action={actions.map(({ id, label, onAction, danger, disabledReason }) => (
        <Button
          key={id}
          kind={danger ? 'danger' : 'default'}
          disabledReason={disabledReason}
          onPress={onAction}
        >
          {label}
        </Button>
      ))}
    >
      {children}
      {pending && environment && (
        <AccountDialog environment={environment} change={pending} onClose={() => setPending(null)} />
      )}
    </Group>
  )
}
