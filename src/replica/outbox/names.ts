import { type AccountId, assertNever, type Intent } from '@gatehouse/contract'
import type { Sql } from '../database.ts'

interface Mentioned {
  applications: string[]
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
  function note(text: string, id: string, ...before: string[]) {
    const name = sql.get<{ name: string }>(text, ...before, id)?.name
    if (name !== undefined) names[id] = name
  }
  const mentioned = mentionedBy(intent)
  note('select name from account where id = ?', accountId)
  for (const id of mentioned.applications) note('select name from application where id = ?', id)
  for (const id of mentioned.memberships)
    note('select name from membership where account_id = ? and id = ?', id, accountId)
  for (const id of mentioned.invitations)
    note('select email as name from invitation where account_id = ? and id = ?', id, accountId)
  if (intent.name === 'invitations.create') names[intent.args.invitationId] = intent.args.email
  return names
}
