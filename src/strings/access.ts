import type { AccessSource } from '@gatehouse/contract'
import { inLanguage } from './language.ts'
import { permissionLabel } from './permissions.ts'

/** Why a user can open an application, as badges say it. */
export const sourceNames: Record<AccessSource, string> = inLanguage('sourceNames', {
  environment: 'Environment auto-assigned',
  account: 'Account auto-assigned',
  grant: 'Granted',
})

/** In place of a list that the principal may not see. */
export const deniedWords = inLanguage('deniedWords', {
  title: 'You may not see this',
  reason: (permission: string) =>
    `Your role here does not include "${permissionLabel(permission)}". Ask the owner or an admin.`,
})
