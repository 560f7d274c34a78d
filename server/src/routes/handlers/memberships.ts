import { accessOfMembership } from '../../services/account-applications.ts'
import { listMemberships } from '../../services/reading.ts'
import { okOr, unknownUser } from '../answers.ts'
import type { HandlersOf } from '../handler.ts'

export const membershipHandlers: HandlersOf<'memberships'> = {
  'memberships.list': ({ db, entry, query }) => listMemberships(db, entry, query),
  'memberships.access': async ({ db, entry, params, now }) =>
    okOr(await accessOfMembership(db, entry, params.membershipId, now), unknownUser),
}
