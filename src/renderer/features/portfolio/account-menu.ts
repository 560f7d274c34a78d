import type { AccountLine } from '../../../ipc/views.ts'
import { accountListWords as t } from '../../../strings/portfolio.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { usePreferences } from '../../data/use-session.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { reasonEntries } from './reasons.tsx'

export const mostPins = 50

/** What can be done with one account of the list: what it needs first. */
export function useAccountMenu(
  tag: (accountIds: readonly string[]) => void,
): (account: AccountLine) => MenuEntry[] {
  const { preferences, set } = usePreferences()
  const openAccount = useAppStore((store) => store.openAccount)
  const openPanel = useAppStore((store) => store.openPanel)
  return (account) => {
    const { pins } = preferences
    const isPinned = pins.includes(account.id)
    const reasons = reasonEntries(account)
    return [
      ...reasons,
      ...(reasons.length > 0 ? (['separator'] as const) : []),
      { id: 'open', label: t.open, onAction: () => openAccount(account.id, 'dashboard') },
      {
        id: 'pin',
        label: isPinned ? t.unpin : t.pin,
        disabledReason: !isPinned && pins.length >= mostPins ? t.pinFull(mostPins) : null,
        onAction: () =>
          set({ pins: isPinned ? pins.filter((id) => id !== account.id) : [...pins, account.id] }),
      },
      { id: 'tags', label: t.tags, onAction: () => tag([account.id]) },
      {
        id: 'label',
        label: t.label,
        onAction: () => openPanel({ kind: 'label', accountId: account.id }),
      },
      {
        id: 'copy',
        label: t.copyReference,
        onAction: () => void bridge().command('clipboard.write', { text: account.reference }),
      },
    ]
  }
}
