import type { Permission } from '@gatehouse/contract'
import { inLanguage } from './language.ts'

/**
 * Permissions as people read them. Told here and not by the contract's own list, which would bring the whole contract
 * into what the window loads first.
 */
export const permissionNames: Record<Permission, string> = inLanguage('permissionNames', {
  'account.view': 'View account',
  'account.edit': 'Edit account',
  'contacts.manage': 'Manage contacts',
  'applications.view': 'View applications',
  'applications.assign': 'Assign applications',
  'applications.autoassign': 'Auto-assign applications',
  'applications.open': 'Open applications',
  'users.view': 'View users',
  'users.invite': 'Invite users',
  'users.edit': 'Edit users',
  'users.remove': 'Remove users',
  'services.view': 'View services',
  'services.manage': 'Manage services',
  'services.sso': 'Single sign-on to services',
  'activity.view': 'View activity',
  'activity.export': 'Export activity',
  'reviews.view': 'View reviews',
  'reviews.run': 'Run reviews',
  'reviews.sign': 'Sign off reviews',
  'domains.view': 'View domains',
  'domains.manage': 'Manage domains',
  'invoices.view_pay': 'View and pay invoices',
  'quotes.view_accept': 'View and accept quotes',
  'orders.place': 'Place orders',
  'affiliate.manage': 'Manage affiliate account',
  'tickets.view_open': 'View and open tickets',
  'emails.view': 'View e-mails',
})

/** The name of a permission; the key itself for one that this version doesn't know. */
export function permissionLabel(key: string): string {
  return key in permissionNames ? permissionNames[key as Permission] : key
}
