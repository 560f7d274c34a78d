import type { NotificationTarget } from '../../ipc/views.ts'
import { useAppStore } from './app-store.ts'

/** Goes to the account and the item that a notification tells of. */
export function openNotification(target: NotificationTarget): void {
  const { go, openAccount, openPanel } = useAppStore.getState()
  switch (target.kind) {
    case 'invitation':
    case 'invitation-ends':
      go({ screen: 'my-invitations' })
      break
    case 'refused':
      go({ screen: 'outbox' })
      break
    case 'several':
    case 'access-taken':
      openPanel({ kind: 'notifications' })
      break
    case 'application-given':
    case 'application-taken':
      openAccount(target.accountId, 'applications')
      break
    case 'review-mine':
    case 'review-due':
    case 'review-overdue':
    case 'review-second':
    case 'review-returned':
    case 'review-recorded':
    case 'review-refused': {
      const { accountId, reviewId } = target
      go({ screen: 'account', accountId, tab: 'reviews', reviewId })
      break
    }
    default:
      openAccount(target.accountId, 'dashboard')
  }
}
