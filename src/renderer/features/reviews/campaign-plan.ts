import type { CommandInput, QueryInput } from '../../../ipc/contract.ts'
import type { CampaignGap, CampaignPlan } from '../../../ipc/views.ts'
import { type BeginDraft, newDraft, type Person, toOpen } from './begin-draft.ts'

/** So many accounts fit into one campaign. */
export const mostAtOnce = 500

/** Who decides in each account: whoever begins it, its owner, or somebody who is named. */
export type Decider = 'me' | 'owner' | 'person'

export interface CampaignDraft extends BeginDraft {
  decider: Decider
}

export function newCampaign(title: string, now: number): CampaignDraft {
  return { ...newDraft(title, now), decider: 'me' }
}

type Ids = readonly string[]

/** What is asked before it begins; null while something is to be chosen first. */
export function planOf(draft: CampaignDraft, accountIds: Ids): QueryInput<'reviews.plan'> | null {
  if (accountIds.length === 0 || accountIds.length > mostAtOnce) return null
  if (draft.applicationIds?.length === 0 || isWithoutPerson(draft)) return null
  const { scope, byOwner, reviewerId, secondReviewerId } = openingOf(draft, accountIds)
  return { accountIds: [...accountIds], scope, byOwner, reviewerId, secondReviewerId }
}

/** As the command takes it: a review in each of these accounts. */
export function openingOf(draft: CampaignDraft, accountIds: Ids): CommandInput<'reviews.open'> {
  const reviewer = draft.decider === 'person' ? draft.reviewer : null
  return {
    ...toOpen(
      { ...draft, reviewer },
      { accountIds: [...accountIds], reviewId: null, campaignName: draft.title.trim() },
    ),
    byOwner: draft.decider === 'owner',
  }
}

/** Those that are not left out, in the order in which they were chosen. */
export function coveredBy(accountIds: Ids, { gaps }: Pick<CampaignPlan, 'gaps'>): string[] {
  const left = new Set<string>(gaps.map(({ accountId }) => accountId))
  return accountIds.filter((id) => !left.has(id))
}

/** What has been seen and agreed to: other accounts, or other reasons, are to be seen again. */
export function markOf(gaps: readonly CampaignGap[]): string {
  return gaps.map(({ accountId, why }) => `${accountId} ${why}`).join()
}

/** The one person who decides first everywhere; null where it is each owner, or nobody yet. */
export function firstOf({ decider, reviewer }: CampaignDraft, me: Person | null): Person | null {
  return { me, owner: null, person: reviewer }[decider]
}

function isWithoutPerson({ decider, reviewer }: CampaignDraft): boolean {
  return decider === 'person' && reviewer === null
}

interface Asked {
  count: number
  /** Null while it isn't known. */
  plan: CampaignPlan | null
  /** What was agreed to be left out. */
  agreed: string
}

export type Hindrance = 'too-many' | 'person' | 'applications' | 'looking' | 'nothing' | 'gaps'

/** Why it can't begin yet. */
export function hindranceOf(draft: CampaignDraft, { count, plan, agreed }: Asked): Hindrance | null {
  if (count > mostAtOnce) return 'too-many'
  if (isWithoutPerson(draft)) return 'person'
  if (draft.applicationIds?.length === 0) return 'applications'
  if (plan === null) return 'looking'
  if (plan.accounts === 0) return 'nothing'
  return plan.gaps.length > 0 && markOf(plan.gaps) !== agreed ? 'gaps' : null
}
