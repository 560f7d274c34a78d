import TriangleAlert from 'lucide-react/icons/triangle-alert'
import { useState } from 'react'
import type { CampaignGap, CampaignPlan } from '../../../ipc/views.ts'
import { explain } from '../../../strings/problems.ts'
import { beginReviewWords, campaignWords as t } from '../../../strings/reviews.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { Checkbox } from '../../ui/fields.tsx'
import { PickList } from '../../ui/pick-list.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Notice } from '../../ui/states.tsx'
import { type CampaignDraft, namedOf, toggled } from './campaign-plan.ts'
import { PersonField } from './person-field.tsx'
import styles from './reviews.module.css'

interface PartProps {
  accountIds: readonly string[]
  draft: CampaignDraft
  set: (change: Partial<CampaignDraft>) => void
}

const findFrom = 8

/** All applications of each account, or some by their name. */
export function CampaignApplications({ accountIds, draft: { applicationIds }, set }: PartProps) {
  const isSome = applicationIds !== null
  const [find, setFind] = useState('')
  const { data } = useBridgeQuery(
    'bulk.applications',
    { accountIds: accountIds as never },
    { enabled: isSome },
  )
  const named = namedOf(data?.applications ?? [])
  const chosen = new Set(applicationIds)
  const isChosen = ({ ids }: (typeof named)[number]) => ids.some((id) => chosen.has(id))
  const wanted = find.trim().toLocaleLowerCase()
  const items = named
    .filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
    .map(({ name, accounts }) => ({ id: name, label: name, hint: t.onAccounts(accounts, accountIds.length) }))
  function toggle(name: string) {
    const each = named.find((one) => one.name === name)
    if (each) set({ applicationIds: toggled(applicationIds ?? [], each) })
  }
  return (
    <>
      <Segmented
        label={beginReviewWords.applications}
        value={isSome ? 'some' : 'all'}
        options={[
          { value: 'all', label: t.allApplications },
          { value: 'some', label: beginReviewWords.someApplications },
        ]}
        onChange={(which) => set({ applicationIds: which === 'all' ? null : [] })}
        {...(isSome ? { description: beginReviewWords.chosen(named.filter(isChosen).length) } : {})}
      />
      {isSome && named.length >= findFrom && (
        <SearchField label={t.findApplication} value={find} onChange={setFind} />
      )}
      {isSome && data && (
        <div className={styles.picks}>
          <PickList
            label={beginReviewWords.chooseApplications}
            sections={[{ id: 'all', items }]}
            selected={new Set(named.filter(isChosen).map(({ name }) => name))}
            onToggle={toggle}
          />
        </div>
      )}
    </>
  )
}

/** Who decides in each of the accounts. */
export function CampaignReviewers({ accountIds, draft: { decider, reviewer }, set }: PartProps) {
  return (
    <>
      <Segmented
        label={beginReviewWords.reviewer}
        value={decider}
        options={(['me', 'owner', 'person'] as const).map((value) => ({ value, label: t.deciders[value] }))}
        onChange={(chosen) => set({ decider: chosen })}
        description={t.decidersHint[decider]}
      />
      {decider === 'person' && (
        <PersonField
          accountIds={accountIds}
          label={t.person}
          nobody={t.nobodyYet}
          value={reviewer}
          onChange={(person) => set({ reviewer: person })}
          clear={null}
        />
      )}
    </>
  )
}

interface CoverageProps {
  plan: CampaignPlan
  isAgreed: boolean
  onAgree: (isAgreed: boolean) => void
}

/** What it covers, and which accounts it leaves out once that was seen. */
export function CampaignCoverage({ plan, isAgreed, onAgree }: CoverageProps) {
  const { accounts, users, cells, gaps } = plan
  return (
    <section aria-label={t.coverage} className={styles.coverage}>
      <p role="status">{accounts === 0 ? t.coversNothing : t.covers(accounts, users, cells)}</p>
      {gaps.length > 0 && (
        <Notice tone="warning" icon={<TriangleAlert size={16} />}>
          <div className={styles.lines}>
            <h3>{t.leftOut(gaps.length)}</h3>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
            <section className={styles.linesBox} aria-label={t.leftOut(gaps.length)} tabIndex={0}>
              <ul>
                {gaps.map((gap) => (
                  <li key={gap.accountId}>
                    {beginReviewWords.refusedIn(gap.accountName || t.unknownAccount, whyLeftOut(gap))}
                  </li>
                ))}
              </ul>
            </section>
          </div>
          {accounts > 0 && (
            <Checkbox isSelected={isAgreed} onChange={onAgree}>
              {t.agree(gaps.length)}
            </Checkbox>
          )}
        </Notice>
      )}
    </section>
  )
}

function whyLeftOut({ why, problem }: CampaignGap): string {
  if (why === 'refused') return problem ? explain(problem).title : t.gaps['not-here']
  return t.gaps[why]
}
