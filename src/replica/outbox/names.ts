import { type AccountId, type ApplicationId, assertNever, type Intent } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { nameOf } from '../repositories/accounts.ts'
import { invitations } from '../repositories/invitations.ts'
import { memberships } from '../repositories/memberships.ts'

interface Mentioned {
  applications: ApplicationId[]
  memberships: string[]
  invitations: string[]
}

function mentionedBy(intent: Intent): Mentioned {
  const none: Mentioned = { applications: [], memberships: [], invitations: [] }
  switch (intent.name) {
    case 'applications.assign':
      return { ...none, applications: intent.args.applicationIds }
    case 'applications.unassign':
    case 'applications.setAutoAssign':
      return { ...none, applications: [intent.args.applicationId] }
    case 'grants.add':
    case 'grants.remove':
      return { ...none, applications: [intent.args.applicationId], memberships: [intent.args.membershipId] }
    case 'invitations.create':
      return { ...none, applications: intent.args.applicationIds, invitations: [intent.args.invitationId] }
    case 'invitations.revoke':
    case 'invitations.resend':
      return { ...none, invitations: [intent.args.invitationId] }
    default:
      return assertNever(intent)
  }
}

/** What the ids in a change are called now: applications and users by name, invitations by address, the account. */
export function namesIn(sql: Sql, accountId: AccountId, intent: Intent): Record<string, string> {
  const names: Record<string, string> = {}
  function note(id: string, name: string | undefined) {
    if (name !== undefined) names[id] = name
  }
  const mentioned = mentionedBy(intent)
  note(accountId, nameOf.account(sql, accountId))
  for (const id of mentioned.applications) note(id, nameOf.application(sql, id))
  for (const id of mentioned.memberships) note(id, memberships.get(sql, accountId, id)?.name)
  for (const id of mentioned.invitations) note(id, invitations.get(sql, accountId, id)?.email)
  if (intent.name === 'invitations.create') names[intent.args.invitationId] = intent.args.email
  return names
}
