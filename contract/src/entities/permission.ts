import { z } from 'zod'

/**
 * The permission catalogue. `enforcedBy: 'billing'` marks what guards something this server doesn't hold: it is
 * kept, edited and reviewed like any other and read by the billing system.
 */
export const permissionCatalogue = [
  {
    key: 'account.view',
    group: 'Account',
    label: 'View account',
    allows: 'See the account and its dashboard',
    enforcedBy: 'gatehouse',
  },
  {
    key: 'account.edit',
    group: 'Account',
    label: 'Edit account',
    allows: 'Change the name and settings of the account',
    enforcedBy: 'gatehouse',
  },
  {
    key: 'contacts.manage',
    group: 'Account',
    label: 'Manage contacts',
    allows: 'Add and change contact persons',
    enforcedBy: 'billing',
  },
  {
    key: 'applications.view',
    group: 'Applications',
    label: 'View applications',
    allows: 'See assigned and available applications',
    enforcedBy: 'gatehouse',
  },
  {
    key: 'applications.assign',
    group: 'Applications',
    label: 'Assign applications',
    allows: 'Assign applications to the account and its users, and take them away',
    enforcedBy: 'gatehouse',
  },
  {
    key: 'applications.autoassign',
    group: 'Applications',
    label: 'Auto-assign applications',
    allows: 'Switch account-level auto-assignment on and off',
    enforcedBy: 'gatehouse',
  },
  {
    key: 'applications.open',
    group: 'Applications',
    label: 'Open applications',
    allows: 'Open the applications one has access to',
    enforcedBy: 'gatehouse',
  },
  {
    key: 'users.view',
    group: 'Users',
    label: 'View users',
    allows: 'See the users of the account and what they can open',
    enforcedBy: 'gatehouse',
  },
  {
    key: 'users.invite',
    group: 'Users',
    label: 'Invite users',
    allows: 'Send, resend and revoke invitations',
    enforcedBy: 'gatehouse',
  },
  {
    key: 'users.edit',
    group: 'Users',
    label: 'Edit users',
    allows: 'Change roles and permissions',
    enforcedBy: 'gatehouse',
  },
  {
    key: 'users.remove',
    group: 'Users',
    label: 'Remove users',
    allows: 'Suspend and remove users',
    enforcedBy: 'gatehouse',
  },
  {
    key: 'services.view',
    group: 'Products & services',
    label: 'View services',
    allows: 'See products, services and renewals',
    enforcedBy: 'gatehouse',
  },
  {
    key: 'services.manage',
    group: 'Products & services',
    label: 'Manage services',
    allows: 'Change products and services',
    enforcedBy: 'gatehouse',
  },
  {
    key: 'services.sso',
    group: 'Products & services',
    label: 'Single sign-on to services',
    allows: 'Enter services without another sign-in',
    enforcedBy: 'billing',
  },
  {
    key: 'activity.view',
    group: 'Activity',
    label: 'View activity',
    allows: 'See who did what, and when',
    enforcedBy: 'gatehouse',
  },
  {
    key: 'activity.export',
    group: 'Activity',
    label: 'Export activity',
    allows: 'Save activity to a file',
    enforcedBy: 'gatehouse',
  },
  {
    key: 'reviews.view',
    group: 'Reviews',
    label: 'View reviews',
    allows: 'See access reviews',
    enforcedBy: 'gatehouse',
  },
  {
    key: 'reviews.run',
    group: 'Reviews',
    label: 'Run reviews',
    allows: 'Start access reviews and decide in them',
    enforcedBy: 'gatehouse',
  },
  {
    key: 'reviews.sign',
    group: 'Reviews',
    label: 'Sign off reviews',
    allows: 'Sign off a finished access review',
    enforcedBy: 'gatehouse',
  },
  {
    key: 'domains.view',
    group: 'Domains',
    label: 'View domains',
    allows: 'See registered domains',
    enforcedBy: 'billing',
  },
  {
    key: 'domains.manage',
    group: 'Domains',
    label: 'Manage domains',
    allows: 'Change domain settings',
    enforcedBy: 'billing',
  },
  {
    key: 'invoices.view_pay',
    group: 'Billing',
    label: 'View and pay invoices',
    allows: 'See invoices and pay them',
    enforcedBy: 'billing',
  },
  {
    key: 'quotes.view_accept',
    group: 'Billing',
    label: 'View and accept quotes',
    allows: 'See quotes and accept them',
    enforcedBy: 'billing',
  },
  {
    key: 'orders.place',
    group: 'Billing',
    label: 'Place orders',
    allows: 'Order products, upgrades and cancellations',
    enforcedBy: 'billing',
  },
  {
    key: 'affiliate.manage',
    group: 'Billing',
    label: 'Manage affiliate account',
    allows: 'See and withdraw affiliate earnings',
    enforcedBy: 'billing',
  },
  {
    key: 'tickets.view_open',
    group: 'Support',
    label: 'View and open tickets',
    allows: 'See support tickets and answer them',
    enforcedBy: 'billing',
  },
  {
    key: 'emails.view',
    group: 'Support',
    label: 'View e-mails',
    allows: 'See e-mails sent to the account',
    enforcedBy: 'billing',
  },
] as const satisfies readonly {
  key: string
  group: string
  label: string
  allows: string
  enforcedBy: 'gatehouse' | 'billing'
}[]

export type Permission = (typeof permissionCatalogue)[number]['key']

const keys = permissionCatalogue.map((entry) => entry.key) as [Permission, ...Permission[]]

/** Every permission, in the catalogue's order. */
export const allPermissions: readonly Permission[] = keys
export const permissionSchema = z.enum(keys).meta({ id: 'Permission' })
/** As somebody names them; each of them once would be fewer. */
export const permissionsSchema = z.array(permissionSchema).max(100)

export const permissionEntrySchema = z.object({
  key: permissionSchema,
  group: z.string(),
  label: z.string(),
  allows: z.string(),
  enforcedBy: z.enum(['gatehouse', 'billing']),
})

/** Roles that are named sets of permissions. */
export const namedRoleSchema = z
  .enum(['owner', 'admin', 'technician', 'billing', 'viewer'])
  .meta({ id: 'NamedRole' })
export type NamedRole = z.infer<typeof namedRoleSchema>

/** `custom`: permissions that were chosen one by one, or taken from a template of the account. */
export const roleSchema = z.enum([...namedRoleSchema.options, 'custom']).meta({ id: 'Role' })
export type Role = z.infer<typeof roleSchema>

/** Roles that can be given by invitation: ownership is transferred, never offered. */
export const invitableRoleSchema = roleSchema.exclude(['owner']).meta({ id: 'InvitableRole' })
export type InvitableRole = z.infer<typeof invitableRoleSchema>

const viewing: readonly Permission[] = [
  'account.view',
  'applications.view',
  'applications.open',
  'users.view',
  'services.view',
  'activity.view',
]

/** Named sets of permissions. */
export const rolePermissions: Record<NamedRole, readonly Permission[]> = {
  owner: allPermissions,
  admin: allPermissions.filter((key) => key !== 'reviews.sign' && key !== 'affiliate.manage'),
  technician: [
    ...viewing,
    'applications.assign',
    'applications.autoassign',
    'users.invite',
    'services.sso',
    'reviews.view',
    'domains.view',
    'tickets.view_open',
    'emails.view',
  ],
  billing: [
    'account.view',
    'applications.open',
    'contacts.manage',
    'services.view',
    'services.manage',
    'invoices.view_pay',
    'quotes.view_accept',
    'orders.place',
    'domains.view',
  ],
  viewer: viewing,
}

/** What a role gives: its named set, or for `custom` those that were chosen. In the catalogue's order, each once. */
export function permissionsOf(role: Role, chosen: readonly Permission[] | undefined): readonly Permission[] {
  if (role !== 'custom') return rolePermissions[role]
  return allPermissions.filter((permission) => chosen?.includes(permission))
}
