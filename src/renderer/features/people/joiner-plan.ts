import type { JoinerLine } from '../../../ipc/views.ts'
import type { BulkLine } from '../../data/use-bulk.ts'

export const mostAddresses = 20

/** Addresses as they were written, one in a line or with commas between them; each once, whatever its case. */
export function addressesIn(text: string): { valid: string[]; invalid: string[] } {
  const seen = new Set<string>()
  const valid: string[] = []
  const invalid: string[] = []
  for (const piece of text.split(/[\s,;]+/)) {
    const address = piece.replace(/^<|>$/g, '')
    const key = address.toLowerCase()
    if (address === '' || seen.has(key)) continue
    seen.add(key)
    if (/^[^\s@<>"(),:;\\]+@[^\s@<>"(),:;\\.]+(\.[^\s@<>"(),:;\\.]+)+$/.test(address)) valid.push(address)
    else invalid.push(address)
  }
  return { valid, invalid }
}

export function keyOf({ accountId, email }: Pick<JoinerLine, 'accountId' | 'email'>): string {
  return `${accountId}/${email}`
}

/** Something is to be done there, and the principal can do it. */
export function canBeDone({ kind, refusal }: JoinerLine): boolean {
  return refusal === null && (kind === 'invite' || kind === 'change')
}

interface Made {
  /** New ids, so that an invitation has its own from the start. */
  newId: () => string
  /** When the membership ends by itself; null: it lasts. */
  endsAt: string | null
}

/** The changes that one line comes to. */
export function changesOf(line: JoinerLine, { newId, endsAt }: Made): BulkLine[] {
  const { accountId, email, kind, role, permissions, grants, membershipId, version } = line
  const applicationIds = grants.map(({ id }) => id)
  if (kind === 'invite' && role) {
    const invitationId = newId()
    const args = {
      accountId,
      invitationId,
      email,
      role,
      ...(role === 'custom' ? { permissions: [...(permissions ?? [])] } : {}),
      applicationIds,
      message: '',
      membershipEndsAt: endsAt,
    }
    return [
      {
        intent: { name: 'invitations.create', args },
        inverse: { name: 'invitations.revoke', args: { accountId, invitationId } },
      },
    ]
  }
  if (kind !== 'change' || !membershipId || version === null) return []
  const raised: BulkLine[] = role
    ? [
        {
          intent: {
            name: 'memberships.setPermissions',
            args: {
              accountId,
              membershipId,
              role,
              ...(role === 'custom' ? { permissions: [...(permissions ?? [])] } : {}),
              baseVersion: version,
            },
          },
        },
      ]
    : []
  return [
    ...raised,
    ...applicationIds.map((applicationId): BulkLine => {
      const args = { accountId, membershipId, applicationId }
      return { intent: { name: 'grants.add', args }, inverse: { name: 'grants.remove', args } }
    }),
  ]
}
