import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AccessFacts, assignmentLevel, effectiveSources } from './effective-access.ts'
import { impactChangeSchema, impactOf } from './impact.ts'
import { invitationStatusAt, maskAddress, sameAddress } from './invitation-state.ts'
import { permissionsNotHeld, refuseRead, refuseWrite } from './permission-check.ts'

const facts: fc.Arbitrary<AccessFacts> = fc.record({
  accountStatus: fc.constantFrom('active', 'suspended', 'closed'),
  membershipStatus: fc.constantFrom('active', 'suspended'),
  environmentAuto: fc.boolean(),
  accountAuto: fc.constantFrom(true, false, null),
  hasGrant: fc.boolean(),
})

describe('effective access', () => {
  const active: AccessFacts = {
    accountStatus: 'active',
    membershipStatus: 'active',
    environmentAuto: false,
    accountAuto: false,
    hasGrant: false,
  }

  test('every source that holds is named, in a fixed order', () => {
    expect(effectiveSources({ ...active, environmentAuto: true, accountAuto: true, hasGrant: true })).toEqual(
      ['environment', 'account', 'grant'],
    )
  })

  test('an application that is merely on the account gives nobody access', () => {
    expect(effectiveSources(active)).toEqual([])
  })

  test('a grant counts for nothing once the application has left the account', () => {
    expect(effectiveSources({ ...active, accountAuto: null, hasGrant: true })).toEqual([])
  })

  test('suspended memberships and accounts that are not active have none, and get it back untouched', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const stopped = given.accountStatus !== 'active' || given.membershipStatus !== 'active'
        if (stopped) expect(effectiveSources(given)).toEqual([])
        const returned = effectiveSources({ ...given, accountStatus: 'active', membershipStatus: 'active' })
        expect(returned.includes('environment')).toBe(given.environmentAuto)
        expect(returned.includes('account')).toBe(given.accountAuto === true)
      }),
    )
  })

  test('the label names the widest level', () => {
    expect(assignmentLevel({ environmentAuto: true, accountAuto: true })).toBe('environment')
    expect(assignmentLevel({ environmentAuto: false, accountAuto: true })).toBe('account')
    expect(assignmentLevel({ environmentAuto: false, accountAuto: false })).toBe('manual')
  })
})

describe('impact preview', () => {
  test('counts what effective access says before and after, for any account', () => {
    const members = fc.array(fc.boolean(), { maxLength: 30 })
    fc.assert(
      fc.property(
        members,
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom(...impactChangeSchema.options),
        (grants, environmentAuto, accountAuto, change) => {
          const access = (auto: boolean | null, hasGrant: boolean) =>
            effectiveSources({
              accountStatus: 'active',
              membershipStatus: 'active',
              environmentAuto,
              accountAuto: auto,
              hasGrant,
            }).length > 0
          const after = (hasGrant: boolean): boolean => {
            if (change === 'enable_auto_assign') return access(true, hasGrant)
            if (change === 'unassign') return access(null, false)
            const kept = change === 'disable_auto_assign_keep' && accountAuto
            return access(false, hasGrant || kept)
          }
          const impact = impactOf(change, {
            activeMembers: grants.length,
            activeMembersWithGrant: grants.filter(Boolean).length,
            environmentAuto,
            accountAuto,
          })
          const gain = grants.filter((grant) => !access(accountAuto, grant) && after(grant)).length
          const lose = grants.filter((grant) => access(accountAuto, grant) && !after(grant)).length
          expect({ gain: impact.gain, lose: impact.lose }).toEqual({ gain, lose })
        },
      ),
    )
  })
})

describe('permission check', () => {
  const access = { permissions: ['account.view' as const] }

  test('names what is lacking and what is held', () => {
    expect(refuseRead(access, 'users.view')).toMatchObject({
      code: 'forbidden',
      required: 'users.view',
      held: ['account.view'],
    })
    expect(refuseRead(access, 'account.view')).toBeNull()
  })

  test('a suspended account can be read and not written', () => {
    expect(refuseWrite({ status: 'suspended' }, access, 'account.view')?.code).toBe('account_read_only')
    expect(refuseRead(access, 'account.view')).toBeNull()
  })

  test('nobody gives what they do not hold', () => {
    expect(permissionsNotHeld(access, ['account.view', 'users.invite'])).toEqual(['users.invite'])
  })
})

describe('invitation', () => {
  const expiresAt = '2026-03-01T00:00:00.000Z'

  test('is expired from the very moment its time is up, and only while it is pending', () => {
    const at = new Date(expiresAt)
    expect(invitationStatusAt({ status: 'pending', expiresAt }, new Date(at.getTime() - 1))).toBe('pending')
    expect(invitationStatusAt({ status: 'pending', expiresAt }, at)).toBe('expired')
    expect(invitationStatusAt({ status: 'accepted', expiresAt }, at)).toBe('accepted')
  })

  test('addresses are compared without case and masked beyond the first letter', () => {
    expect(sameAddress(' Ana@Example.com', 'ana@example.COM ')).toBe(true)
    expect(maskAddress('ana@example.com')).toBe('a•••@example.com')
    expect(maskAddress('nonsense')).toBe('•••')
  })
})
