import type { AccountLine, AttentionReason } from '../../../ipc/views.ts'
import { useAppStore } from '../../app/app-store.ts'
import { openList } from '../../app/open-list.ts'
import { useViewStore } from '../../data/view-store.ts'

/** Opens the screen that mends it, with its list narrowed to what the reason is about. */
export function openReason({ id: accountId }: AccountLine, reason: AttentionReason): void {
  const { go, openPanel } = useAppStore.getState()
  switch (reason.kind) {
    case 'changes':
      go({ screen: 'outbox' })
      break
    case 'no-owner':
    case 'suspended':
      go({ screen: 'account', accountId, tab: 'settings' })
      break
    case 'no-way-in':
      openPanel({ kind: 'assign', accountId, type: 'application' })
      break
    case 'reviews':
      go({ screen: 'account', accountId, tab: 'reviews' })
      break
    case 'invitations':
      openFiltered(accountId, 'invitations', {
        text: '',
        status: reason.part === reason.count ? 'expired' : 'pending',
      })
      break
    case 'ending':
      openList.users(accountId, { temporary: true })
      break
    case 'one-admin':
      openList.users(accountId, { status: 'active' })
      break
    case 'not-seen':
      openList.users(accountId, { status: 'active', unseen: '90' })
      break
    case 'renewals':
      openList.services(accountId, 'soon')
      break
    case 'inactive-applications':
      openInactive(accountId, reason.part === reason.count ? 'agents' : 'applications')
  }
}

function openFiltered(accountId: string, tab: 'invitations', filter: unknown): void {
  useViewStore.getState().update(accountId, (view) => ({
    filters: { ...view.filters, [tab]: filter },
    scroll: {},
  }))
  useAppStore.getState().go({ screen: 'account', accountId, tab })
}

function openInactive(accountId: string, tab: 'applications' | 'agents'): void {
  useViewStore.getState().update(accountId, (view) => ({
    filters: { ...view.filters, [tab]: { text: '', status: 'inactive', level: 'any' } },
    scroll: {},
  }))
  useAppStore.getState().go({ screen: 'account', accountId, tab })
}
