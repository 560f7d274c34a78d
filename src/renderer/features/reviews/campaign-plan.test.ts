import type { ApplicationId, UserId } from '@gatehouse/contract'
import { describe, expect, it } from 'vitest'
import type { CampaignPlan } from '../../../ipc/views.ts'
import {
  type CampaignDraft,
  coveredBy,
  type Decider,
  firstOf,
  hindranceOf,
  markOf,
  newCampaign,
  openingOf,
  planOf,
} from './campaign-plan.ts'

const draft = (change: Partial<CampaignDraft> = {}): CampaignDraft => ({
  ...newCampaign(' Autumn ', 0),
  ...change,
})
const rita = { userId: 'rita' as UserId, name: 'Rita' }
const sam = { userId: 'sam' as UserId, name: 'Sam' }
const plan = (...gaps: string[]): CampaignPlan =>
  ({
    accounts: 2,
    users: 9,
    cells: 30,
    gaps: gaps.map((accountId) => ({ accountId, accountName: accountId, why: 'not-them', problem: null })),
  }) as unknown as CampaignPlan

describe('who decides in a campaign', () => {
  it('is whoever begins it, each owner, or one person, and never a person who was chosen before that', () => {
    const of = (change: Partial<CampaignDraft>) => {
      const { byOwner, reviewerId, campaignName } = openingOf(draft(change), ['a'])
      return { byOwner, reviewerId, campaignName }
    }
    expect(of({})).toEqual({ byOwner: false, reviewerId: null, campaignName: 'Autumn' })
    expect(of({ decider: 'owner', reviewer: rita })).toMatchObject({ byOwner: true, reviewerId: null })
    expect(of({ decider: 'person', reviewer: rita })).toMatchObject({ byOwner: false, reviewerId: 'rita' })
    expect(of({ decider: 'me', reviewer: rita })).toMatchObject({ byOwner: false, reviewerId: null })
  })

  it('is followed by a second one everywhere, who is asked about too', () => {
    for (const decider of ['me', 'owner', 'person'] as const) {
      const with2 = draft({ decider, reviewer: rita, second: sam })
      expect(openingOf(with2, ['a'])).toMatchObject({ secondReviewerId: 'sam' })
      expect(planOf(with2, ['a'])).toMatchObject({ secondReviewerId: 'sam' })
    }
    expect(openingOf(draft(), ['a'])).toMatchObject({ secondReviewerId: null })
  })

  it('is one person who can not be the second one, but for owners', () => {
    const of = (decider: Decider) => firstOf(draft({ decider, reviewer: rita }), sam)
    expect([of('me'), of('person'), of('owner')]).toEqual([sam, rita, null])
  })

  it('is not asked about before it is chosen', () => {
    expect(planOf(draft({ decider: 'person' }), ['a'])).toBeNull()
    expect(planOf(draft({ applicationIds: [] }), ['a'])).toBeNull()
    expect(planOf(draft(), [])).toBeNull()
    expect(
      planOf(
        draft(),
        Array.from({ length: 501 }, (_, n) => `${n}`),
      ),
    ).toBeNull()
    expect(planOf(draft({ applicationIds: ['x' as ApplicationId] }), ['a'])).toMatchObject({
      accountIds: ['a'],
      scope: { applicationIds: ['x'] },
    })
  })
})

describe('what a campaign leaves out', () => {
  const count = 3
  it('has to be seen before it begins, and seen again when it is something else', () => {
    const seen = markOf(plan('b').gaps)
    expect(hindranceOf(draft(), { count, plan: plan('b'), agreed: '' })).toBe('gaps')
    expect(hindranceOf(draft(), { count, plan: plan('b'), agreed: seen })).toBeNull()
    expect(hindranceOf(draft(), { count, plan: plan('b', 'c'), agreed: seen })).toBe('gaps')
    expect(hindranceOf(draft(), { count, plan: plan(), agreed: '' })).toBeNull()
  })

  it('is not begun in, and the others are, in their order', () => {
    expect(coveredBy(['c', 'b', 'a'], plan('b'))).toEqual(['c', 'a'])
  })

  it('is said one thing at a time', () => {
    const of = (change: Partial<CampaignDraft>, asked = {}) =>
      hindranceOf(draft(change), { count, plan: plan(), agreed: '', ...asked })
    expect(of({}, { count: 501 })).toBe('too-many')
    expect(of({ decider: 'person' })).toBe('person')
    expect(of({ applicationIds: [] })).toBe('applications')
    expect(of({}, { plan: null })).toBe('looking')
    expect(of({}, { plan: { ...plan('a', 'b', 'c'), accounts: 0 } })).toBe('nothing')
  })
})
