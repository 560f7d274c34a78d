import type { Invitation, InvitationStatus } from '../entities/invitation.ts'

/** The state as of a moment: a pending invitation whose time is up is expired, though no row was written. */
export function invitationStatusAt(
  invitation: Pick<Invitation, 'status' | 'expiresAt'>,
  now: Date,
): InvitationStatus {
  if (invitation.status !== 'pending') return invitation.status
  return Date.parse(invitation.expiresAt) <= now.getTime() ? 'expired' : 'pending'
}

const dayMs = 86_400_000

/** When an invitation ends that is to live so many days: never later than the access it offers. */
export function invitationEnd(now: Date, days: number, membershipEndsAt: string | null): string {
  return noLaterThan(new Date(now.getTime() + days * dayMs).toISOString(), membershipEndsAt)
}

/** The end of an invitation, or the earlier one of the access that it offers. Both as rows spell them. */
export function noLaterThan(expiresAt: string, membershipEndsAt: string | null): string {
  const isLater = membershipEndsAt !== null && Date.parse(membershipEndsAt) < Date.parse(expiresAt)
  return isLater ? membershipEndsAt : expiresAt
}

/** Addresses are the same person's when they differ by case and surrounding space alone. */
export function sameAddress(a: string, b: string): boolean {
  return normalizeAddress(a) === normalizeAddress(b)
}

export function normalizeAddress(email: string): string {
  return email.trim().toLowerCase()
}

/** `ana.ruiz@example.com` -> `a•••@example.com`: enough to recognise one's own, too little to learn another's. */
export function maskAddress(email: string): string {
  const at = email.lastIndexOf('@')
  return at < 1 ? '•••' : `${email.slice(0, 1)}•••${email.slice(at)}`
}
