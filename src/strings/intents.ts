import type { Intent } from '@gatehouse/contract'
import { roleNames, words } from './common.ts'
import { list, shortDate } from './format.ts'
import { inLanguage } from './language.ts'
import { permissionLabel } from './permissions.ts'

const day = (time: string) => shortDate(new Date(time))

/**
 * A change in words, as it stands in the outbox: "Assign Payroll to Silverford Travel".
 * `names`: what the ids in it are called; an id without a name is described instead.
 */
export function intentInWords(intent: Intent | null, names: Record<string, string>, account: string): string {
  if (!intent) return `A change in ${account} that this version of Gatehouse can't read`
  const application = (id: string) => names[id] ?? 'an application'
  const user = (id: string) => names[id] ?? 'a user'
  const invitation = (id: string) => names[id] ?? 'an invited address'
  switch (intent.name) {
    case 'applications.assign': {
      const what = list(intent.args.applicationIds.map(application))
      return intent.args.autoAssign
        ? `Assign ${what} to ${account}, for every user`
        : `Assign ${what} to ${account}`
    }
    case 'applications.unassign':
      return `Unassign ${application(intent.args.applicationId)} from ${account}`
    case 'applications.setAutoAssign':
      return `${intent.args.autoAssign ? 'Enable' : 'Disable'} auto-assignment of ${application(intent.args.applicationId)} in ${account}`
    case 'grants.add':
      return `Give ${user(intent.args.membershipId)} ${application(intent.args.applicationId)} in ${account}`
    case 'grants.remove':
      return `Take ${application(intent.args.applicationId)} from ${user(intent.args.membershipId)} in ${account}`
    case 'invitations.create':
      return `Invite ${intent.args.email} to ${account}`
    case 'invitations.revoke':
      return `Revoke the invitation of ${invitation(intent.args.invitationId)} to ${account}`
    case 'invitations.resend':
      return `Send the invitation of ${invitation(intent.args.invitationId)} to ${account} again`
    case 'invitations.edit':
      return `Change the invitation of ${invitation(intent.args.invitationId)} to ${account}`
    case 'memberships.setPermissions':
      return intent.args.role === 'custom'
        ? `Give ${user(intent.args.membershipId)} permissions of their own in ${account}`
        : `Make ${user(intent.args.membershipId)} ${roleNames[intent.args.role]} in ${account}`
    case 'memberships.setEnd':
      return intent.args.endsAt === null
        ? `Let ${user(intent.args.membershipId)} stay in ${account} without an end`
        : `Let ${user(intent.args.membershipId)} stay in ${account} until ${day(intent.args.endsAt)}`
    case 'memberships.suspend':
      return `Suspend ${user(intent.args.membershipId)} in ${account}`
    case 'memberships.resume':
      return `End the suspension of ${user(intent.args.membershipId)} in ${account}`
    case 'memberships.remove':
      return `Remove ${user(intent.args.membershipId)} from ${account}`
    case 'memberships.transferOwnership':
      return `Make ${user(intent.args.membershipId)} the owner of ${account}`
    case 'templates.create':
      return `Add the template ${intent.args.name} to ${account}`
    case 'templates.edit':
      return `Change the template ${names[intent.args.templateId] ?? intent.args.name} of ${account}`
    case 'templates.delete':
      return `Delete the template ${names[intent.args.templateId] ?? 'that was chosen'} of ${account}`
    case 'services.add':
      return `Add ${intent.args.productName} to ${account}`
    case 'services.edit':
      return `Change ${names[intent.args.serviceId] ?? intent.args.productName} of ${account}`
    case 'services.remove':
      return `Remove ${names[intent.args.serviceId] ?? 'a product or service'} from ${account}`
    case 'accounts.edit':
      return intent.args.name === undefined
        ? `Change the settings of ${account}`
        : `Rename ${account} to ${intent.args.name}`
  }
}

/** Fields of rows as people know them, for what two changed at once. */
export const fieldNames: Record<string, string> = inLanguage('fieldNames', {
  role: 'Role',
  permissions: 'Permissions',
  endsAt: 'Ends',
  status: 'Status',
  name: 'Name',
  reference: 'Reference',
  plan: 'Plan',
  productName: 'Product',
  label: 'Label',
  renewsAt: 'Renews',
  permission: 'Seen with the permission',
  applicationIds: 'Applications',
  message: 'Message',
  expiresAt: 'Expires',
  autoAssign: 'Auto-assignment',
})

/** A value of a field in words. `names`: what ids are called. */
export function fieldInWords(field: string, value: unknown, names: Record<string, string>): string {
  if (value === null || value === '') return words.none
  if (typeof value === 'boolean') return value ? 'On' : 'Off'
  if (field === 'role') return roleNames[value as keyof typeof roleNames] ?? String(value)
  if (field.endsWith('At')) return day(String(value))
  if (field === 'permission') return permissionLabel(String(value))
  if (field === 'permissions') return list((value as string[]).map(permissionLabel), 30) || words.none
  if (Array.isArray(value)) return list(value.map((id) => names[String(id)] ?? String(id))) || words.none
  const text = String(value)
  return field === 'status' ? text.slice(0, 1).toUpperCase() + text.slice(1) : text
}
