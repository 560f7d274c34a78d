import type { ApplicationId } from '@gatehouse/contract'
import { describe, expect, it } from 'vitest'
import { isolated } from '../../../strings/isolate.ts'
import { newDraft, toOpen } from './begin-draft.ts'

const more = { accountIds: ['a'], reviewId: null, campaignName: null }

describe('what a review begins with', () => {
  it('asks for everything in the account, due in two weeks, decided by whoever begins it', () => {
    const draft = newDraft('Autumn', Date.UTC(2026, 10, 1, 12))
    const open = toOpen(draft, more)
    expect(open.scope).toEqual({ applicationIds: null, roles: null, unusedDays: null })
    expect(open.reviewerId).toBeNull()
    expect(open.dueAt?.slice(0, 10)).toBe('2026-11-15')
    expect(open.repeatMonths).toBeNull()
  })

  it('suggests a title without the marks that set names apart on a screen: it stands in the record', () => {
    expect(newDraft(`مراجعة ${isolated('Silverford')}`, 0).title).toBe('مراجعة Silverford')
  })

  it('narrows the scope down, and comes again', () => {
    const draft = {
      ...newDraft(' Autumn ', 0),
      applicationIds: ['x' as ApplicationId],
      roles: ['viewer' as const],
      unusedDays: '90' as const,
      repeat: '6' as const,
      due: '',
    }
    const open = toOpen(draft, more)
    expect(open.title).toBe('Autumn')
    expect(open.scope).toEqual({ applicationIds: ['x'], roles: ['viewer'], unusedDays: 90 })
    expect(open.repeatMonths).toBe(6)
    expect(open.dueAt).toBeNull()
  })
})
