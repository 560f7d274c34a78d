import type { Intent } from '@gatehouse/contract'
import { roleNames, words } from './common.ts'
import { list, shortDate } from './format.ts'
import { inLanguage } from './language.ts'
import { permissionLabel } from './permissions.ts'

const day = (time: string) => shortDate(new Date(time))

/** What each change is called. Everything comes as a name; a name that isn't known is one of `unnamed`. */
export const intentWords = inLanguage('intentWords', {
  unnamed: {
    application: 'an application',
    user: 'a user',
    invitation: 'an invited address',
    template: 'that was chosen',
    service: 'a product or service',
    review: 'that was chosen',
  },
  unreadable: (account: string) => `A change in ${account} that this version of Gatehouse can't read`,
  assign: (what: string, account: string) => `Assign ${what} to ${account}`,
  assignToAll: (what: string, account: string) => `Assign ${what} to ${account}, for every user`,
  unassign: (what: string, account: string) => `Unassign ${what} from ${account}`,
  enableAuto: (what: string, account: string) => `Enable auto-assignment of ${what} in ${account}`,
  disableAuto: (what: string, account: string) => `Disable auto-assignment of ${what} in ${account}`,
  grant: (user: string, what: string, account: string) => `Give ${user} ${what} in ${account}`,
  takeGrant: (user: string, what: string, account: string) => `Take ${what} from ${user} in ${account}`,
  invite: (email: string, account: string) => `Invite ${email} to ${account}`,
  revoke: (invited: string, account: string) => `Revoke the invitation of ${invited} to ${account}`,
  resend: (invited: string, account: string) => `Send the invitation of ${invited} to ${account} again`,
  editInvitation: (invited: string, account: string) => `Change the invitation of ${invited} to ${account}`,
  ownPermissions: (user: string, account: string) => `Give ${user} permissions of their own in ${account}`,
  setRole: (user: string, role: string, account: string) => `Make ${user} ${role} in ${account}`,
  stay: (user: string, account: string) => `Let ${user} stay in ${account} without an end`,
  stayUntil: (user: string, account: string, day: string) => `Let ${user} stay in ${account} until ${day}`,
  suspend: (user: string, account: string) => `Suspend ${user} in ${account}`,
  resume: (user: string, account: string) => `End the suspension of ${user} in ${account}`,
  remove: (user: string, account: string) => `Remove ${user} from ${account}`,
  transfer: (user: string, account: string) => `Make ${user} the owner of ${account}`,
  addTemplate: (template: string, account: string) => `Add the template ${template} to ${account}`,
  editTemplate: (template: string, account: string) => `Change the template ${template} of ${account}`,
  deleteTemplate: (template: string, account: string) => `Delete the template ${template} of ${account}`,
  addService: (service: string, account: string) => `Add ${service} to ${account}`,
  editService: (service: string, account: string) => `Change ${service} of ${account}`,
  removeService: (service: string, account: string) => `Remove ${service} from ${account}`,
  editAccount: (account: string) => `Change the settings of ${account}`,
  rename: (account: string, name: string) => `Rename ${account} to ${name}`,
  openReview: (review: string, account: string) => `Begin the access review ${review} of ${account}`,
  editReview: (review: string, account: string) => `Change the access review ${review} of ${account}`,
  cancelReview: (review: string, account: string) => `Cancel the access review ${review} of ${account}`,
  returnReview: (review: string, account: string) => `Give the access review ${review} of ${account} back`,
  signReview: (review: string, account: string) => `Sign the access review ${review} of ${account}`,
})

/**
 * A change in words, as it stands in the outbox: "Assign Payroll to Silverford Travel".
 * `names`: what the ids in it are called; an id without a name is described instead.
 */
export function intentInWords(intent: Intent | null, names: Record<string, string>, account: string): string {
  const say = intentWords
  if (!intent) return say.unreadable(account)
  const application = (id: string) => names[id] ?? say.unnamed.application
  const user = (id: string) => names[id] ?? say.unnamed.user
  const invited = (id: string) => names[id] ?? say.unnamed.invitation
  switch (intent.name) {
    case 'applications.assign': {
      const what = list(intent.args.applicationIds.map(application))
      return intent.args.autoAssign ? say.assignToAll(what, account) : say.assign(what, account)
    }
    case 'applications.unassign':
      return say.unassign(application(intent.args.applicationId), account)
    case 'applications.setAutoAssign': {
      const what = application(intent.args.applicationId)
      return intent.args.autoAssign ? say.enableAuto(what, account) : say.disableAuto(what, account)
    }
    case 'grants.add':
      return say.grant(user(intent.args.membershipId), application(intent.args.applicationId), account)
    case 'grants.remove':
      return say.takeGrant(user(intent.args.membershipId), application(intent.args.applicationId), account)
    case 'invitations.create':
      return say.invite(intent.args.email, account)
    case 'invitations.revoke':
      return say.revoke(invited(intent.args.invitationId), account)
    case 'invitations.resend':
      return say.resend(invited(intent.args.invitationId), account)
    case 'invitations.edit':
      return say.editInvitation(invited(intent.args.invitationId), account)
    case 'memberships.setPermissions': {
      const who = user(intent.args.membershipId)
      if (intent.args.role === 'custom') return say.ownPermissions(who, account)
      return say.setRole(who, roleNames[intent.args.role], account)
    }
    case 'memberships.setEnd': {
      const who = user(intent.args.membershipId)
      if (intent.args.endsAt === null) return say.stay(who, account)
      return say.stayUntil(who, account, day(intent.args.endsAt))
    }
    case 'memberships.suspend':
      return say.suspend(user(intent.args.membershipId), account)
    case 'memberships.resume':
      return say.resume(user(intent.args.membershipId), account)
    case 'memberships.remove':
      return say.remove(user(intent.args.membershipId), account)
    case 'memberships.transferOwnership':
      return say.transfer(user(intent.args.membershipId), account)
    case 'templates.create':
      return say.addTemplate(intent.args.name, account)
    case 'templates.edit':
      return say.editTemplate(names[intent.args.templateId] ?? intent.args.name, account)
    case 'templates.delete':
      return say.deleteTemplate(names[intent.args.templateId] ?? say.unnamed.template, account)
    case 'services.add':
      return say.addService(intent.args.productName, account)
    case 'services.edit':
      return say.editService(names[intent.args.serviceId] ?? intent.args.productName, account)
    case 'services.remove':
      return say.removeService(names[intent.args.serviceId] ?? say.unnamed.service, account)
    case 'reviews.open':
      return say.openReview(intent.args.title, account)
    case 'reviews.edit':
      return say.editReview(intent.args.title, account)
    case 'reviews.cancel':
      return say.cancelReview(names[intent.args.reviewId] ?? say.unnamed.review, account)
    case 'reviews.return':
      return say.returnReview(names[intent.args.reviewId] ?? say.unnamed.review, account)
    case 'reviews.sign':
      return say.signReview(names[intent.args.reviewId] ?? say.unnamed.review, account)
    case 'accounts.edit':
      return intent.args.name === undefined ? say.editAccount(account) : say.rename(account, intent.args.name)
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

export const valueWords = inLanguage('valueWords', {
  on: 'On',
  off: 'Off',
  /** Of accounts, memberships, services, invitations and applications alike. */
  states: {
    active: 'Active',
    inactive: 'Inactive',
    suspended: 'Suspended',
    closed: 'Closed',
    cancelled: 'Cancelled',
    pending: 'Pending',
    accepted: 'Accepted',
    declined: 'Declined',
    revoked: 'Revoked',
    expired: 'Expired',
  },
})

/** A value of a field in words. `names`: what ids are called. */
export function fieldInWords(field: string, value: unknown, names: Record<string, string>): string {
  if (value === null || value === '') return words.none
  if (typeof value === 'boolean') return value ? valueWords.on : valueWords.off
  if (field === 'role') return roleNames[value as keyof typeof roleNames] ?? String(value)
  if (field.endsWith('At')) return day(String(value))
  if (field === 'permission') return permissionLabel(String(value))
  if (field === 'permissions') return list((value as string[]).map(permissionLabel), 30) || words.none
  if (Array.isArray(value)) return list(value.map((id) => names[String(id)] ?? String(id))) || words.none
  const text = String(value)
  return field === 'status' ? stateName(text) : text
}

/** A state as people read it; one that this version doesn't know is told as it is. */
export function stateName(state: string): string {
  const names: Readonly<Record<string, string>> = valueWords.states
  return names[state] ?? state
}
