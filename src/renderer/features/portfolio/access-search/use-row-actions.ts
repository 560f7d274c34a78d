import type { AccessFilter, AccessRow } from '../../../../ipc/views.ts'
import { accessSearchWords as t } from '../../../../strings/access-search.ts'
import { useAppStore } from '../../../app/app-store.ts'
import type { MenuEntry } from '../../../ui/menu.tsx'

/** What can be done with a row: each opens where it is done. */
export function useRowActions({ onOnly }: { onOnly: (change: Partial<AccessFilter>) => void }) {
  const { openPanel, openAccount } = useAppStore.getState()

  function open(row: AccessRow): void {
    if (row.userId === null) openAccount(row.accountId, 'invitations')
    else openPanel({ kind: 'access-person', userId: row.userId })
  }

  function menu(row: AccessRow): MenuEntry[] {
    const { accountId, membershipId, userId } = row
    if (membershipId === null || userId === null)
      return [
        { id: 'invitation', label: t.menu.invitation, onAction: () => open(row) },
        { id: 'account', label: t.menu.account, onAction: () => openAccount(accountId, 'dashboard') },
        { id: 'only-account', label: t.menu.onlyAccount, onAction: () => onOnly({ accountId }) },
      ]
    return [
      { id: 'person', label: t.menu.person, onAction: () => open(row) },
      {
        id: 'user',
        label: t.menu.user,
        onAction: () => openPanel({ kind: 'user', accountId, membershipId }),
      },
      { id: 'account', label: t.menu.account, onAction: () => openAccount(accountId, 'users') },
      'separator',
      { id: 'only-person', label: t.menu.onlyPerson, onAction: () => onOnly({ userId }) },
      { id: 'only-account', label: t.menu.onlyAccount, onAction: () => onOnly({ accountId }) },
      'separator',
      {
        id: 'review',
        label: t.menu.review,
        onAction: () => openPanel({ kind: 'review-begin', accountId }),
      },
      { id: 'leaver', label: t.menu.leaver, onAction: () => openPanel({ kind: 'leaver', userId }) },
    ]
  }

  return { open, menu }
}
