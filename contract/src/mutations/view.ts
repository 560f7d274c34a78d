import type { Access, Account, Administrator, DirectoryEntry } from '../entities/account.ts'
import type { AccountApplication, Application, Grant } from '../entities/application.ts'
import type { Invitation } from '../entities/invitation.ts'
import type { Membership, Principal } from '../entities/membership.ts'
import type { Review } from '../entities/review.ts'
import type { Service } from '../entities/service.ts'
import type { Template } from '../entities/template.ts'
import type {
  AccountId,
  ApplicationId,
  InvitationId,
  MembershipId,
  ReviewId,
  ServiceId,
  TemplateId,
  UserId,
} from '../ids.ts'

/** What a mutation's prediction may look at: the replica as it is on this machine, waiting changes included. */
export interface ReplicaView {
  principal(): Principal
  account(accountId: AccountId): Account | null
  access(accountId: AccountId): Access | null
  application(applicationId: ApplicationId): Application | null
  accountApplication(accountId: AccountId, applicationId: ApplicationId): AccountApplication | null
  membership(accountId: AccountId, membershipId: MembershipId): Membership | null
  /** The membership that owns the account; null where none does, or where it isn't known here. */
  owner(accountId: AccountId): Membership | null
  /** Memberships with status active. */
  activeMembershipIds(accountId: AccountId): MembershipId[]
  membershipByEmail(accountId: AccountId, email: string): Membership | null
  /** The membership of a user, whatever its status. */
  memberOfUser(accountId: AccountId, userId: UserId): Membership | null
  /** Somebody who administers the account's environment, as far as that is known here. */
  administrator(accountId: AccountId, userId: UserId): Administrator | null
  review(accountId: AccountId, reviewId: ReviewId): Review | null
  grant(accountId: AccountId, membershipId: MembershipId, applicationId: ApplicationId): Grant | null
  grantsOfApplication(accountId: AccountId, applicationId: ApplicationId): Grant[]
  grantsOfMembership(accountId: AccountId, membershipId: MembershipId): Grant[]
  invitation(accountId: AccountId, invitationId: InvitationId): Invitation | null
  /** The pending, not yet expired invitation to an address. */
  pendingInvitation(accountId: AccountId, email: string, now: Date): Invitation | null
  template(accountId: AccountId, templateId: TemplateId): Template | null
  templates(accountId: AccountId): Template[]
  service(accountId: AccountId, serviceId: ServiceId): Service | null
}

/** One row that a mutation would write. */
export type RowChange = RowPut | RowDelete

export type RowPut =
  /** The account's line in the directory: its own row and how the principal may work in it. */
  | { op: 'put'; entity: 'account'; row: DirectoryEntry }
  | { op: 'put'; entity: 'accountApplication'; row: AccountApplication }
  | { op: 'put'; entity: 'grant'; row: Grant }
  | { op: 'put'; entity: 'invitation'; row: Invitation }
  | { op: 'put'; entity: 'membership'; row: Membership }
  | { op: 'put'; entity: 'review'; row: Review }
  | { op: 'put'; entity: 'service'; row: Service }
  | { op: 'put'; entity: 'template'; row: Template }

export type RowDelete =
  | { op: 'delete'; entity: 'accountApplication'; accountId: AccountId; applicationId: ApplicationId }
  | {
      op: 'delete'
      entity: 'grant'
      accountId: AccountId
      membershipId: MembershipId
      applicationId: ApplicationId
    }
  | { op: 'delete'; entity: 'membership'; accountId: AccountId; id: MembershipId }
  | { op: 'delete'; entity: 'service'; accountId: AccountId; id: ServiceId }
  | { op: 'delete'; entity: 'template'; accountId: AccountId; id: TemplateId }
