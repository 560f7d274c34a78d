import { roleNames } from '../../../strings/common.ts'
import { invitationWords } from '../../../strings/invitations.ts'
import { permissionLabel } from '../../../strings/permissions.ts'
import type { JudgedLine, LineRefusal, OwnOffer } from './judge.ts'

const t = invitationWords.invite

/** What becomes of a line, and why. */
export function verdictText({ verdict, fault, refusal }: JudgedLine): string {
  if (verdict === 'invalid' && fault) return t.faults[fault]
  if (verdict === 'refused' && refusal) return refusalText(refusal)
  return t.verdicts[verdict]
}

function refusalText(refusal: LineRefusal): string {
  const { refusals } = t
  switch (refusal.kind) {
    case 'role-unknown':
      return refusals.roleUnknown(refusal.what)
    case 'role-owner':
      return refusals.roleOwner
    case 'role-lacking': {
      const [first = '', ...more] = refusal.lacking
      return refusals.roleLacking(permissionLabel(first), more.length)
    }
    case 'application-unknown':
      return refusals.applicationUnknown(refusal.what)
    case 'applications-denied':
      return refusal.why
    case 'date-unreadable':
      return refusals.dateUnreadable(refusal.what)
    case 'date-past':
      return refusals.datePast
  }
}

/** What a line gets of its own, in place of what the form says. */
export function ownTexts(own: OwnOffer, applicationName: (id: string) => string): string[] {
  const { role, applicationIds, membershipEndsAt } = own
  return [
    ...(role ? [role.role === 'custom' ? role.name : roleNames[role.role]] : []),
    ...(applicationIds ? [t.own.applications(applicationIds.map(applicationName))] : []),
    ...(membershipEndsAt ? [t.own.until(membershipEndsAt)] : []),
  ]
}
