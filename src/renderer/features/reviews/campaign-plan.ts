import type { CommandInput, QueryInput } from '../../../ipc/contract.ts'
import type { BulkApplication, CampaignGap, CampaignPlan } from '../../../ipc/views.ts'
import { type BeginDraft, newDraft, toOpen } from './begin-draft.ts'

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
  const { scope, byOwner, reviewerId } = openingOf(draft, accountIds)
  return { accountIds: accountIds as never, scope, byOwner, reviewerId }
}

/** As the command takes it: a review in each of these accounts. */
export function openingOf(draft: CampaignDraft, accountIds: Ids): CommandInput<'reviews.open'> {
  const reviewer = draft.decider === 'person' ? draft.reviewer : null
  return {
    ...toOpen(
      { ...draft, reviewer },
      { accountIds: accountIds as never, reviewId: null, campaignName: draft.title.trim() },
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

/** Applications of one name are one choice, whichever environments they are in. */
export interface NamedApplications {
  name: string
  ids: string[]
  /** On how many of the accounts. */
  accounts: number
}

export function namedOf(applications: readonly BulkApplication[]): NamedApplications[] {
  const byName = new Map<string, NamedApplications>()
  for (const { id, name, everywhere, accounts, assignedIn } of applications) {
    const on = everywhere ? accounts : assignedIn
    if (on === 0) continue
    const known = byName.get(name) ?? { name, ids: [], accounts: 0 }
    byName.set(name, { name, ids: [...known.ids, id], accounts: known.accounts + on })
  }
  return [...byName.values()]
}

/** Adds all of one name, or takes them away where they are chosen. */
export function toggled(chosen: Ids, { ids }: Pick<NamedApplications, 'ids'>): string[] {
  const others = chosen.filter((id) => !ids.includes(id))
  return others.length < chosen.length ? others : [...others, ...ids]
}
