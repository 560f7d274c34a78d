import type { Intent } from '@gatehouse/contract'
import { list } from './format.ts'

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
  }
}
