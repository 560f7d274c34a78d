import type { ApplicationId } from '@gatehouse/contract'
import { expect, test } from 'vitest'
import type { DuplicateSide } from '../../../ipc/views.ts'
import { missingGrants, sidesOf } from './duplicate-sides.ts'

function side(email: string, extras: Partial<DuplicateSide> = {}): DuplicateSide {
  return { email, isOwner: false, isMe: false, grants: [], ...extras } as DuplicateSide
}

const grant = (name: string) => ({ applicationId: name as ApplicationId, name })

test('either of two logins can stay, but not instead of the owner or of oneself', () => {
  const [a, b] = [side('a'), side('b')]
  expect(sidesOf(a, b, false)).toMatchObject({ kept: a, gone: b, turnRefusal: null })
  expect(sidesOf(a, b, true)).toMatchObject({ kept: b, gone: a })
  const owner = side('owner', { isOwner: true })
  expect(sidesOf(owner, b, true)).toMatchObject({ kept: owner, turnRefusal: 'The owner is never removed.' })
  expect(sidesOf(side('me', { isMe: true }), b, true)).toMatchObject({ turnRefusal: 'This is you.' })
})

test('only grants that the one that stays lacks are worth copying', () => {
  const [kept, gone] = [{ grants: [grant('Wiki')] }, { grants: [grant('Wiki'), grant('Payroll')] }]
  expect(missingGrants(kept, gone)).toEqual([grant('Payroll')])
})
