import type { UserRow } from '../../../ipc/views.ts'
import { userWords } from '../../../strings/users.ts'
import type { UserSection } from '../../app/app-store.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { copyEmail } from './copy-email.ts'
import type { UserActions } from './use-user-actions.ts'

const { menu } = userWords

/** What can be done with a user. What is forbidden stays in its place, with the reason and whom to ask. */
export function userMenu(
  user: UserRow,
  actions: UserActions,
  open: (user: UserRow, section: UserSection) => void,
): MenuEntry[] {
  const refusals = actions.refusals(user)
  return [
    { id: 'details', label: menu.details, onAction: () => open(user, 'overview') },
    { id: 'permissions', label: menu.permissions, onAction: () => open(user, 'permissions') },
    { id: 'access', label: menu.access, onAction: () => open(user, 'access') },
    { id: 'copy', label: menu.copyEmail, onAction: () => void copyEmail(user.email) },
    'separator',
    user.status === 'suspended'
      ? {
          id: 'resume',
          label: menu.resume,
          disabledReason: refusals.resume,
          onAction: () => actions.resume(user),
        }
      : {
          id: 'suspend',
          label: menu.suspend,
          disabledReason: refusals.suspend,
          onAction: () => actions.suspend(user),
        },
    {
      id: 'transfer',
      label: menu.transfer,
      disabledReason: refusals.transfer,
      onAction: () => actions.transfer(user),
    },
    {
      id: 'remove',
      label: menu.remove,
      danger: true,
      disabledReason: refusals.remove,
      onAction: () => actions.remove(user),
    },
  ]
}
