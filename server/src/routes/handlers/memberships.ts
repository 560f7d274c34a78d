import { findEntry, lockAccount } from '../../repositories/access.ts'
import { accessOfMembership } from '../../services/applications/account-applications.ts'
import { listDuplicates } from '../../services/memberships/duplicates.ts'
import { leaveAccount, removeMember } from '../../services/memberships/membership-removal.ts'
import { findMember } from '../../services/memberships/membership-rules.ts'
import { resumeMember, suspendMember } from '../../services/memberships/membership-status.ts'
import { setEnd, setPermissions } from '../../services/memberships/memberships.ts'
import { transferOwnership } from '../../services/memberships/ownership.ts'
import { listMemberships } from '../../services/reading.ts'
import { ok, okOr, unknownAccount, unknownUser } from '../answers.ts'
import type { HandlersOf } from '../handler.ts'

export const membershipHandlers: HandlersOf<'memberships'> = {
  'memberships.list': ({ db, entry, now, query }) => listMemberships(db, entry, now, query),
  'memberships.duplicates': async ({ db, entry, now }) => ok(await listDuplicates(db, entry, now)),
  'memberships.get': ({ db, entry, params, now }) => findMember(db, entry, params.membershipId, now),
  'memberships.access': async ({ db, entry, params, now }) =>
    okOr(await accessOfMembership(db, entry, params.membershipId, now), unknownUser),
  'memberships.setPermissions': ({ write, entry, params, body }) =>
    setPermissions(write, entry, params.membershipId, body),
  'memberships.setEnd': ({ write, entry, params, body }) => setEnd(write, entry, params.membershipId, body),
  'memberships.suspend': ({ write, entry, params, body }) =>
    suspendMember(write, entry, params.membershipId, body),
  'memberships.resume': ({ write, entry, params, body }) =>
    resumeMember(write, entry, params.membershipId, body),
  'memberships.remove': ({ write, entry, params }) => removeMember(write, entry, params.membershipId),
  // Open to every signed-in user, since leaving needs no permission; so the account is found and locked here.
  'memberships.leave': async ({ write, params }) => {
    await lockAccount(write.tx, params.accountId)
    const entry = await findEntry(write.tx, write.principal, params.accountId, write.now)
    return entry ? leaveAccount(write, entry) : { ok: false, error: unknownAccount }
  },
  'memberships.transferOwnership': ({ write, entry, body }) => transferOwnership(write, entry, body),
}
