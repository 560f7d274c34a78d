import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allPermissions, rolePermissions, roleSchema } from '../entities/permission.ts'
import { choosePermissions, hasEnded, newlyGiven, refuseForOwner } from './membership-rules.ts'

describe('the permissions of a role', () => {
  test('are its own, and naming others beside is refused', () => {
    for (const role of roleSchema.exclude(['custom']).options) {
      expect(choosePermissions(role, undefined)).toEqual({ ok: true, value: rolePermissions[role] })
      expect(choosePermissions(role, [])).toMatchObject({ error: { fields: [{ path: 'permissions' }] } })
    }
  })

  test('are named where they are chosen one by one, at least one', () => {
    expect(choosePermissions('custom', ['users.view'])).toEqual({ ok: true, value: ['users.view'] })
    for (const chosen of [undefined, []]) {
      const refused = choosePermissions('custom', chosen, 'previousOwnerPermissions')
      expect(refused).toMatchObject({
        error: { code: 'validation', fields: [{ path: 'previousOwnerPermissions' }] },
      })
    }
  })
})

test('newly given is what was not held before, and nothing else', () => {
  const set = fc.subarray([...allPermissions])
  fc.assert(
    fc.property(set, set, (before, after) => {
      const given = newlyGiven(before, after)
      expect(given).toEqual(after.filter((permission) => !before.includes(permission)))
      expect(newlyGiven(after, after)).toEqual([])
      expect(newlyGiven([], after)).toEqual(after)
    }),
  )
})

test('the owner is fixed, by name', () => {
  expect(refuseForOwner({ isOwner: false, name: 'Ana' })).toBeNull()
  expect(refuseForOwner({ isOwner: true, name: 'Ana' })).toMatchObject({ code: 'owner_fixed' })
})

test('a membership is over from the very moment of its end', () => {
  const endsAt = '2026-03-01T00:00:00.000Z'
  const at = new Date(endsAt)
  expect(hasEnded({ endsAt }, at)).toBe(true)
  expect(hasEnded({ endsAt }, new Date(at.getTime() - 1))).toBe(false)
  expect(hasEnded({ endsAt: null }, at)).toBe(false)
})
