import type { Access, Account } from '../entities/account.ts'
import type { AccountApplication, Application, Grant } from '../entities/application.ts'
import type { Invitation } from '../entities/invitation.ts'
import type { Membership, Principal } from '../entities/membership.ts'
import type { AccountId, ApplicationId, InvitationId, MembershipId } from '../ids.ts'

/** What a mutation's prediction may look at: the replica as it is on this machine, waiting changes included. */
export interface ReplicaView {
  principal(): Principal
  account(accountId: AccountId): Account | null
  access(accountId: AccountId): Access | null
  application(applicationId: ApplicationId): Application | null
  accountApplication(accountId: AccountId, applicationId: ApplicationId): AccountApplication | null
  membership(accountId: AccountId, membershipId: MembershipId): Membership | null
  /** Memberships with status active. */
  activeMembershipIds(accountId: AccountId): MembershipId[]
  membershipByEmail(accountId: AccountId, email: string): Membership | null
  grant(accountId: AccountId, membershipId: MembershipId, applicationId: ApplicationId): Grant | null
  grantsOfApplication(accountId: AccountId, applicationId: ApplicationId): Grant[]
  invitation(accountId: AccountId, invitationId: InvitationId): Invitation | null
  /** The pending, not yet expired invitation to an address. */
  pendingInvitation(accountId: AccountId, email: string, now: Date): Invitation | null
}

/** One row that a mutation would write. */
export type RowChange =
  | { op: 'put'; entity: 'accountApplication'; row: AccountApplication }
  | { op: 'put'; entity: 'grant'; row: Grant }
  | { op: 'put'; entity: 'invitation'; row: Invitation }
  | { op: 'delete'; entity: 'accountApplication'; accountId: AccountId; applicationId: ApplicationId }
  | {
      op: 'delete'
      entity: 'grant'
      accountId: AccountId
      membershipId: MembershipId
      applicationId: ApplicationId
    }
