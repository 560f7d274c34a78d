import type { Permission } from '@gatehouse/contract'
import type { AccountItem, SyncStatus, Tab } from '../ipc/views.ts'
import { clockTime, number, plural } from './format.ts'
import { inLanguage } from './language.ts'
import { permissionLabel } from './permissions.ts'

/** Words used all over. What belongs to one area stands in that area's own file beside this one. */
export const words = inLanguage('words', {
  appName: 'Gatehouse',
  close: 'Close',
  cancel: 'Cancel',
  dismiss: 'Dismiss',
  undo: 'Undo',
  retry: 'Retry',
  discard: 'Discard',
  tryAgain: 'Try again',
  loading: 'Loading',
  copy: 'Copy',
  copied: 'Copied',
  clear: 'Clear',
  clearFilter: 'Clear the filter',
  reference: 'Reference',
  copyReference: 'Copy reference',
  actions: 'Actions',
  chosen: 'chosen',
  notifications: 'Notifications',
  never: 'Never',
  none: 'None',
  waiting: 'Waiting',
  draft: 'Draft',
  tableOf: (title: string) => `${title}: table`,
  showAsTable: 'Show as table',
  showAsChart: 'Show as chart',
  actionsFor: (name: string) => `Actions for ${name}`,
  needsConnection: 'This needs a connection to the server.',
  savedOffline: 'Saved on this computer. It is sent as soon as there is a connection.',
})

/** What notifications say besides what was done. */
export const undoWords = inLanguage('undoWords', {
  undone: 'Undone',
  tooLate: 'Too late to undo',
  tooLateDetail: 'The change has been sent. Make the opposite change instead.',
})

/** Why something can't be done in an account, for what is shown disabled. */
export const rights = inLanguage('rights', {
  loading: 'Still loading.',
  readOnly: (status: string) => `This account is ${status} and can only be read.`,
  suspended: 'Your own access to this account is suspended.',
  lacking: (permission: Permission) =>
    `Your role here does not include "${permissionLabel(permission)}". Ask the owner or an admin.`,
})

export const roleNames: Record<NonNullable<AccountItem['role']>, string> = inLanguage('roleNames', {
  owner: 'Owner',
  admin: 'Admin',
  technician: 'Technician',
  billing: 'Billing',
  viewer: 'Viewer',
  custom: 'Custom',
})

export const administratorWords = inLanguage('administratorWords', { name: 'Environment administrator' })

/** What the principal is in an account, as it stands on every screen. */
export function roleIn(account: Pick<AccountItem, 'via' | 'role' | 'isOwner'>): string {
  if (account.isOwner) return roleNames.owner
  if (account.role) return roleNames[account.role]
  return administratorWords.name
}

export const accountStatusNames: Record<AccountItem['status'], string> = inLanguage('accountStatusNames', {
  active: 'Active',
  suspended: 'Suspended',
  closed: 'Closed',
})

export const tabNames: Record<Tab, string> = inLanguage('tabNames', {
  dashboard: 'Dashboard',
  applications: 'Applications',
  agents: 'Agents',
  users: 'Users',
  invitations: 'Invitations',
  services: 'Products & services',
  reviews: 'Access review',
  activity: 'Activity',
  settings: 'Settings',
})

export const statusNames = inLanguage('statusNames', { active: 'Active', inactive: 'Inactive' })

export const assignmentNames = inLanguage('assignmentNames', {
  environment: 'Environment auto-assigned',
  account: 'Account auto-assigned',
  manual: 'Manual',
})

/** The five texts of the sync pill. */
export const pillWords = inLanguage('pillWords', {
  synced: 'Synced',
  syncedAt: (time: string) => `Synced ${time}`,
  syncing: 'Syncing...',
  syncingMany: (waiting: number) => `Syncing ${number(waiting)}...`,
  offline: 'Offline',
  offlineWaiting: (waiting: number) => `Offline - ${plural(waiting, 'change', 'changes')} waiting`,
  disk: 'The disk needs you',
  attention: (count: number) => `${plural(count, 'change needs', 'changes need')} you`,
  signIn: 'Sign in again to sync',
  updated: (time: string) => `Updated ${time}`,
})

export function syncText(status: SyncStatus): string {
  switch (status.state) {
    case 'synced':
      return status.syncedAt ? pillWords.syncedAt(clockTime(new Date(status.syncedAt))) : pillWords.synced
    case 'syncing':
      return status.waiting > 0 ? pillWords.syncingMany(status.waiting) : pillWords.syncing
    case 'offline':
      return status.waiting > 0 ? pillWords.offlineWaiting(status.waiting) : pillWords.offline
    case 'attention':
      return status.why === 'disk' ? pillWords.disk : pillWords.attention(status.attention)
    case 'sign-in':
      return pillWords.signIn
  }
}

export function updatedAt(at: string): string {
  return pillWords.updated(clockTime(new Date(at)))
}
