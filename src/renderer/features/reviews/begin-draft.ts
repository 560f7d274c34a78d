import type { ApplicationId, Role, UserId } from '@gatehouse/contract'
import type { CommandInput } from '../../../ipc/contract.ts'
import type { ReviewItem } from '../../../ipc/views.ts'
import { unmarked } from '../../../strings/isolate.ts'
import { dayOf, endOfDay } from '../../ui/date-field.tsx'

export interface Person {
  userId: UserId
  name: string
}

/** What is filled in before a review begins. */
export interface BeginDraft {
  title: string
  /** Null: all of the account. */
  applicationIds: readonly ApplicationId[] | null
  /** None: every role. */
  roles: readonly Role[]
  unusedDays: '30' | '90' | '180' | 'any'
  /** Null: the principal. */
  reviewer: Person | null
  second: Person | null
  allowsSelf: boolean
  /** `2026-11-04`, or empty. */
  due: string
  repeat: 'never' | '3' | '6' | '12'
}

const twoWeeks = 14 * 86_400_000

export function newDraft(title: string, now: number): BeginDraft {
  return {
    title: unmarked(title),
    applicationIds: null,
    roles: [],
    unusedDays: 'any',
    reviewer: null,
    second: null,
    allowsSelf: false,
    due: dayOf(new Date(now + twoWeeks)),
    repeat: 'never',
  }
}

/** A planned one brings what it was planned with. */
export function draftOfPlanned(review: ReviewItem): BeginDraft {
  const { scope, secondReviewerId, secondReviewerName, repeatMonths, dueAt } = review
  const days = (['30', '90', '180'] as const).find((each) => Number(each) === scope.unusedDays)
  const months = (['3', '6', '12'] as const).find((each) => Number(each) === repeatMonths)
  return {
    title: review.title,
    applicationIds: scope.applicationIds,
    roles: scope.roles ?? [],
    unusedDays: days ?? 'any',
    reviewer: { userId: review.reviewerId, name: review.reviewerName },
    second: secondReviewerId ? { userId: secondReviewerId, name: secondReviewerName ?? '' } : null,
    allowsSelf: review.allowsSelf,
    due: dueAt ? dayOf(new Date(dueAt)) : '',
    repeat: months ?? 'never',
  }
}

type Open = CommandInput<'reviews.open'>

/** As the command takes it. */
export function toOpen(
  draft: BeginDraft,
  more: Pick<Open, 'accountIds' | 'reviewId' | 'campaignName'>,
): Open {
  const { applicationIds, roles, unusedDays, repeat } = draft
  return {
    ...more,
    title: draft.title.trim(),
    scope: {
      applicationIds: applicationIds === null ? null : [...applicationIds],
      roles: roles.length === 0 ? null : [...roles],
      unusedDays: unusedDays === 'any' ? null : Number(unusedDays),
    },
    reviewerId: draft.reviewer?.userId ?? null,
    secondReviewerId: draft.second?.userId ?? null,
    allowsSelf: draft.allowsSelf,
    dueAt: endOfDay(draft.due),
    repeatMonths: repeat === 'never' ? null : Number(repeat),
  }
}
