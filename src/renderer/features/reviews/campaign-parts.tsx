import TriangleAlert from 'lucide-react/icons/triangle-alert'
import type { CampaignGap, CampaignPlan } from '../../../ipc/views.ts'
import { explain } from '../../../strings/problems.ts'
import { beginReviewWords, campaignWords as t } from '../../../strings/reviews.ts'
import { Checkbox } from '../../ui/fields.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Notice } from '../../ui/states.tsx'
import { type CampaignDraft, firstOf } from './campaign-plan.ts'
import { PersonField, SecondField, useMe } from './person-field.tsx'
import styles from './reviews.module.css'

interface PartProps {
  accountIds: readonly string[]
  draft: CampaignDraft
  set: (change: Partial<CampaignDraft>) => void
}

/** Who decides in each of the accounts. */
export function CampaignReviewers({ accountIds, draft, set }: PartProps) {
  const me = useMe()
  const { decider, reviewer, second } = draft
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
          except={second}
          value={reviewer}
          onChange={(person) => set({ reviewer: person })}
          clear={null}
        />
      )}
      <SecondField
        accountIds={accountIds}
        hint={t.secondHint}
        first={firstOf(draft, me)}
        value={second}
        onChange={(person) => set({ second: person })}
      />
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
