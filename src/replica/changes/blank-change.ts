import type { AccessChange } from '../../ipc/views.ts'

/** A line that says nothing yet; `last` is what was done last, null where two states are compared. */
export function blank(last: { at: string; actorName: string } | null): Omit<AccessChange, 'kind'> {
  return {
    membershipId: null,
    name: null,
    applicationId: null,
    applicationName: null,
    before: null,
    after: null,
    gained: [],
    lost: [],
    people: null,
    level: null,
    at: last?.at ?? null,
    actorName: last?.actorName ?? null,
  }
}
