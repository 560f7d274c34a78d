import type { Permission } from '@gatehouse/contract'
import { list, number, plural } from './format.ts'
import { inLanguage } from './language.ts'

/** Groups of the permission catalogue, by what the catalogue calls them. */
export const permissionGroupNames: Record<string, string> = inLanguage('permissionGroupNames', {
  Account: 'Account',
  Applications: 'Applications',
  Users: 'Users',
  'Products & services': 'Products & services',
  Activity: 'Activity',
  Reviews: 'Reviews',
  Domains: 'Domains',
  Billing: 'Billing',
  Support: 'Support',
})

/** What each permission lets people do. */
export const permissionMeanings: Record<Permission, string> = inLanguage('permissionMeanings', {
  'account.view': 'See the account and its dashboard',
  'account.edit': 'Change its name and settings',
  'contacts.manage': 'Add and change contact persons',
  'applications.view': 'See which applications there are',
  'applications.assign': 'Give applications to the account and its users, and take them away',
  'applications.autoassign': 'Switch auto-assignment in the account on and off',
  'applications.open': 'Open the applications they have access to',
  'users.view': 'See the users and what they can open',
  'users.invite': 'Send invitations and take them back',
  'users.edit': 'Change roles, permissions and end dates',
  'users.remove': 'Suspend and remove users',
  'services.view': 'See products, services and renewals',
  'services.manage': 'Change products and services',
  'services.sso': 'Enter services without another sign-in',
  'activity.view': 'See who did what, and when',
  'activity.export': 'Save the activity to a file',
  'reviews.view': 'See access reviews',
  'reviews.run': 'Start access reviews and decide in them',
  'reviews.sign': 'Sign off a finished review',
  'domains.view': 'See registered domains',
  'domains.manage': 'Change settings of domains',
  'invoices.view_pay': 'See invoices and pay them',
  'quotes.view_accept': 'See quotes and accept them',
  'orders.place': 'Order products, upgrades and cancellations',
  'affiliate.manage': 'See and withdraw affiliate earnings',
  'tickets.view_open': 'See support tickets and write new ones',
  'emails.view': 'See the e-mails sent to the account',
})

export const editorWords = inLanguage('editorWords', {
  startFrom: 'Role',
  preset: (held: number, all: number) => `${number(held)} of ${number(all)} permissions`,
  template: (held: number) => `Template, ${plural(held, 'permission', 'permissions')}`,
  custom: 'Custom',
  customHelp: 'Permissions chosen one by one',
  customBased: (base: string) => `Custom, based on ${base}`,
  same: (base: string) => `Exactly what ${base} gives.`,
  differs: (base: string, more: number, less: number) => {
    const parts = [more > 0 ? `${number(more)} more` : '', less > 0 ? `${number(less)} fewer` : ''].filter(
      Boolean,
    )
    return `Differs from ${base}: ${list(parts)}.`
  },
  backTo: (base: string) => `Back to ${base}`,
  more: 'added',
  less: 'left out',
  billing: 'Enforced by the billing system',
  groupOf: (group: string, held: number, all: number) => `${group}: ${number(held)} of ${number(all)}`,
  count: (held: number, all: number) => `${number(held)} of ${number(all)}`,
  cannotGive: (owner: string | null) =>
    owner
      ? `You do not hold this yourself, so you can not give it. Ask ${owner}.`
      : 'You do not hold this yourself, so you can not give it.',
  roleLacks: (count: number, owner: string | null) =>
    owner
      ? `Holds ${plural(count, 'permission', 'permissions')} that you lack. Ask ${owner}.`
      : `Holds ${plural(count, 'permission', 'permissions')} that you lack.`,
  readOnly: (reason: string, owner: string | null) => (owner ? `${reason} The owner is ${owner}.` : reason),
  ownerFixed: 'The owner holds every permission. This is changed by transferring the ownership alone.',
  held: 'Held',
  notHeld: 'Not held',
  lacksTitle: (name: string) => `What ${name} can not do here`,
  lacksNothing: (name: string) => `${name} holds every permission.`,
  lacks: (names: readonly string[]) => `Lacks ${list(names, 30)}.`,
  whoGives: (owner: string | null) =>
    owner
      ? `You can not give all of it yourself. Ask ${owner}, the owner.`
      : 'You can not give all of it yourself. Ask the owner or an admin.',
  youGive: 'You can give it with the boxes above.',
  gives: (names: readonly string[]) => `Gives ${list(names, 4)}`,
  takes: (names: readonly string[]) => `Takes ${list(names, 4)}`,
  unchanged: 'Nothing is changed yet.',
  roleOnly: (role: string) => `Makes them ${role} with the same permissions`,
  chooseOne: 'Choose at least one permission.',
  save: 'Save',
  discard: 'Discard',
  saved: (name: string, role: string) => `${name} is ${role} now`,
  savedCustom: (name: string) => `Permissions of ${name} saved`,
  changedMeanwhile:
    'This user was changed since you began. Below is what your choices make of it as it is now.',
  editsChange: 'Saving takes the place of the change that waits in the outbox.',
})
