import {
  type AccountId,
  type ApplicationId,
  assertNever,
  type Intent,
  type InvitationId,
  type MembershipId,
  type ReviewId,
  type ServiceId,
  type TemplateId,
} from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { createView } from '../repositories/view.ts'

interface Mentioned {
  applications?: string[]
  memberships?: string[]
  invitations?: string[]
  templates?: string[]
  services?: string[]
  reviews?: string[]
}

function mentionedBy(intent: Intent): Mentioned {
  const { name, args } = intent
  switch (name) {
    case 'applications.assign':
      return { applications: args.applicationIds }
    case 'applications.unassign':
    case 'applications.setAutoAssign':
      return { applications: [args.applicationId] }
    case 'grants.add':
    case 'grants.remove':
      return { applications: [args.applicationId], memberships: [args.membershipId] }
    case 'invitations.create':
    case 'invitations.edit':
      return { applications: args.applicationIds, invitations: [args.invitationId] }
    case 'invitations.revoke':
    case 'invitations.resend':
      return { invitations: [args.invitationId] }
    case 'memberships.setPermissions':
    case 'memberships.setEnd':
    case 'memberships.suspend':
    case 'memberships.resume':
    case 'memberships.remove':
    case 'memberships.transferOwnership':
      return { memberships: [args.membershipId] }
    case 'templates.create':
    case 'templates.edit':
    case 'templates.delete':
      return { templates: [args.templateId] }
    case 'services.add':
    case 'services.edit':
    case 'services.remove':
      return { services: [args.serviceId] }
    case 'reviews.open':
    case 'reviews.edit':
    case 'reviews.cancel':
    case 'reviews.return':
    case 'reviews.sign':
      return { reviews: [args.reviewId] }
    case 'accounts.edit':
      return {}
    default:
      return assertNever(name)
  }
}

/**
 * What the ids in a change are called now: applications, users, templates and services by name, invitations by address,
 * the account. The address of a user stands under `<id> address`.
 */
export function namesIn(sql: Sql, accountId: AccountId, intent: Intent): Record<string, string> {
  const names: Record<string, string> = {}
  const view = createView(sql)
  function note(id: string, name: string | undefined) {
    if (name !== undefined) names[id] = name
  }
  const mentioned = mentionedBy(intent)
  note(accountId, view.account(accountId)?.name)
  for (const id of mentioned.applications ?? []) note(id, view.application(id as ApplicationId)?.name)
  for (const id of mentioned.memberships ?? []) {
    const member = view.membership(accountId, id as MembershipId)
    note(id, member?.name)
    note(`${id} address`, member?.email)
  }
  for (const id of mentioned.invitations ?? [])
    note(id, view.invitation(accountId, id as InvitationId)?.email)
  for (const id of mentioned.templates ?? []) note(id, view.template(accountId, id as TemplateId)?.name)
  for (const id of mentioned.services ?? []) {
    const service = view.service(accountId, id as ServiceId)
    note(id, service ? serviceName(service) : undefined)
  }
  for (const id of mentioned.reviews ?? []) note(id, view.review(accountId, id as ReviewId)?.title)
  return { ...names, ...givenBy(intent) }
}

function serviceName({ productName, label }: { productName: string; label: string }): string {
  return label ? `${productName} ${label}` : productName
}

/** What is made by the change has its name from there. */
function givenBy({ name, args }: Intent): Record<string, string> {
  if (name === 'invitations.create') return { [args.invitationId]: args.email }
  if (name === 'templates.create') return { [args.templateId]: args.name }
  if (name === 'reviews.open') return { [args.reviewId]: args.title }
  if (name === 'services.add') return { [args.serviceId]: serviceName(args) }
  return {}
}
