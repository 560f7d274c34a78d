import type { Permission } from '@gatehouse/contract'
import type { AccountDetail, ApplicationItem } from '../../../ipc/views.ts'
import { deniedWords } from '../../../strings/access.ts'
import { applicationWords } from '../../../strings/applications.ts'
import type { Rights } from '../../data/use-session.ts'
import type { MenuEntry } from '../../ui/menu.tsx'

const { menu, reasons } = applicationWords

export interface ApplicationActions {
  enableAuto(application: ApplicationItem): void
  disableAuto(application: ApplicationItem): void
  details(application: ApplicationItem): void
  manageUsers(application: ApplicationItem): void
  open(application: ApplicationItem): void
  copyId(application: ApplicationItem): void
  unassign(application: ApplicationItem): void
}

/**
 * What can be done with an application of an account. What is forbidden stays in its place, with the reason: the
 * environment's word comes before a missing permission, because asking for the permission wouldn't help.
 */
export function applicationMenu(
  application: ApplicationItem,
  rights: Rights,
  actions: ApplicationActions,
): MenuEntry[] {
  const byEnvironment = application.level === 'environment' ? reasons.environment : null
  const refusedAuto = byEnvironment ?? rights.refusal('applications.autoassign')
  return [
    application.accountAuto
      ? {
          id: 'auto',
          label: menu.disableAuto,
          disabledReason: refusedAuto,
          onAction: () => actions.disableAuto(application),
        }
      : {
          id: 'auto',
          label: menu.enableAuto,
          disabledReason: refusedAuto,
          onAction: () => actions.enableAuto(application),
        },
    {
      id: 'users',
      label: menu.manageUsers,
      disabledReason: lacks(rights.account, 'users.view'),
      onAction: () => actions.manageUsers(application),
    },
    {
      id: 'open',
      label: menu.open,
      disabledReason: refuseOpen(application, rights.account),
      onAction: () => actions.open(application),
    },
    { id: 'details', label: menu.details, onAction: () => actions.details(application) },
    { id: 'copy', label: menu.copyId, onAction: () => actions.copyId(application) },
    'separator',
    {
      id: 'unassign',
      label: menu.unassign,
      danger: true,
      disabledReason: byEnvironment ?? rights.refusal('applications.assign'),
      onAction: () => actions.unassign(application),
    },
  ]
}

/** Why it can not be opened; null where it can. */
export function refuseOpen(application: ApplicationItem, account: AccountDetail | undefined): string | null {
  if (application.status === 'inactive') return reasons.inactive
  if (account && account.status !== 'active') return reasons.suspended
  return lacks(account, 'applications.open')
}

/** Reading needs the permission alone: a suspended account can be read. */
function lacks(account: AccountDetail | undefined, permission: Permission): string | null {
  if (!account || account.permissions.includes(permission)) return null
  return deniedWords.reason(permission)
}
