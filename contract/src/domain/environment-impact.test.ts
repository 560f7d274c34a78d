import fc from 'fast-check'
import { expect, test } from 'vitest'
import { effectiveSources } from './effective-access.ts'
import { environmentImpactChangeSchema, environmentImpactOf } from './impact.ts'

interface Place {
  isActive: boolean
  /** The account application's own auto-assignment; null where there is no such row. */
  accountAuto: boolean | null
  /** Of each active member, whether they hold a grant. */
  grants: boolean[]
}

const places = fc.array(
  fc.record({
    isActive: fc.boolean(),
    accountAuto: fc.constantFrom(true, false, null),
    grants: fc.array(fc.boolean(), { maxLength: 6 }),
  }),
  { maxLength: 8 },
)

const has = (environmentAuto: boolean, place: Place, hasGrant: boolean) =>
  effectiveSources({
    accountStatus: place.isActive ? 'active' : 'suspended',
    membershipStatus: 'active',
    environmentAuto,
    accountAuto: place.accountAuto,
    hasGrant,
  })

/** The account and the grant of one member as the change leaves them, user by user. */
function after(change: string, environmentAuto: boolean, place: Place, hasGrant: boolean): string[] {
  if (change === 'delete') return []
  if (change === 'enable_auto_assign') return has(true, place, hasGrant)
  if (!environmentAuto) return has(false, place, hasGrant)
  const kept = hasGrant || (change === 'disable_auto_assign_keep' && place.isActive)
  // Where grants stand, the application becomes the account's own.
  return has(false, { ...place, accountAuto: place.accountAuto ?? (kept ? false : null) }, kept)
}

test('counts for a whole environment what effective access says of each user before and after', () => {
  const changes = fc.constantFrom(...environmentImpactChangeSchema.options)
  fc.assert(
    fc.property(places, fc.boolean(), changes, (all, environmentAuto, change) => {
      const active = all.filter(({ isActive }) => isActive)
      const users = active.flatMap((place) => place.grants.map((hasGrant) => ({ place, hasGrant })))
      const counted = { gain: 0, lose: 0, keepByGrant: 0, keepByEnvironment: 0, keepByAccount: 0 }
      for (const { place, hasGrant } of users) {
        const was = has(environmentAuto, place, hasGrant)
        const is = after(change, environmentAuto, place, hasGrant)
        if (was.length === 0 && is.length > 0) counted.gain += 1
        if (was.length > 0 && is.length === 0) counted.lose += 1
        if (was.length === 0 || is.length === 0) continue
        // Told by the source that was there before and is still; what the change itself adds explains nothing.
        const stays = is.filter((source) => environmentAuto || source !== 'environment')
        if (stays.includes('environment')) counted.keepByEnvironment += 1
        else if (stays.includes('account')) counted.keepByAccount += 1
        else counted.keepByGrant += 1
      }
      const facts = {
        members: users.length,
        byAccount: users.filter(({ place }) => place.accountAuto).length,
        byGrant: users.filter(
          ({ place, hasGrant }) =>
            hasGrant && !place.accountAuto && (environmentAuto || place.accountAuto !== null),
        ).length,
        environmentAuto,
      }
      expect(environmentImpactOf(change, facts)).toEqual(counted)
    }),
    { numRuns: 500 },
  )
})
