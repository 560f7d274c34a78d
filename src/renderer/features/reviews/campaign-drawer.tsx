import type { Problem } from '@gatehouse/contract'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import { useState } from 'react'
import { words } from '../../../strings/common.ts'
import { monthAndYear } from '../../../strings/format.ts'
import { explain } from '../../../strings/problems.ts'
import { campaignWords, beginReviewWords as t } from '../../../strings/reviews.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { askBefore } from '../../data/bulk-question.ts'
import { useAccounts } from '../../data/use-accounts.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { wideFrom } from '../../data/use-bulk.ts'
import { Button } from '../../ui/button.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { ErrorState, Notice } from '../../ui/states.tsx'
import { notify } from '../../ui/toast.tsx'
import { ApplicationField } from './application-field.tsx'
import { BeginFields } from './begin-fields.tsx'
import { CampaignCoverage, CampaignReviewers } from './campaign-parts.tsx'
import {
  type CampaignDraft,
  coveredBy,
  hindranceOf,
  markOf,
  mostAtOnce,
  newCampaign,
  openingOf,
  planOf,
} from './campaign-plan.ts'
import styles from './reviews.module.css'

interface Refused {
  accountId: string
  problem: Problem
}

interface CampaignDrawerProps {
  accountIds: readonly string[]
  /** Where a search led here: how many accounts it found, of which these are the first. */
  found?: number | undefined
}

/** The same review in many accounts: each is frozen for itself, and all are followed together. */
export function CampaignDrawer({ accountIds, found }: CampaignDrawerProps) {
  const { data: accounts } = useAccounts()
  const closePanel = useAppStore((store) => store.closePanel)
  const go = useAppStore((store) => store.go)
  const [draft, setDraft] = useState<CampaignDraft>(() =>
    newCampaign(t.campaignSuggested(monthAndYear(new Date())), Date.now()),
  )
  const [isTried, setTried] = useState(false)
  const [isPending, setPending] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [refused, setRefused] = useState<readonly Refused[]>([])
  const [agreed, setAgreed] = useState('')
  const set = (change: Partial<CampaignDraft>) => setDraft({ ...draft, ...change })
  const count = accountIds.length
  const isTooMany = count > mostAtOnce
  const asked = planOf(draft, accountIds)
  const { data: answered, isPlaceholderData } = useBridgeQuery(
    'reviews.plan',
    asked ?? { accountIds: accountIds.slice(0, 1) },
    { enabled: asked !== null && refused.length === 0, keepBefore: true },
  )
  const shown = asked === null ? undefined : answered
  // What was answered to another question is shown meanwhile, and nothing begins by it.
  const plan = shown && !isPlaceholderData ? shown : null
  const hindrance = hindranceOf(draft, { count, plan, agreed })
  const close = () => closePanel('review-campaign')

  async function begin() {
    setTried(true)
    if (draft.title.trim() === '' || plan === null) return
    const covered = coveredBy(accountIds, plan)
    if (covered.length > wideFrom) {
      const verb = t.campaignButton(covered.length)
      const question = { title: t.wide(covered.length), verb, effect: t.wideEffect }
      if (!(await askBefore({ ...question, accounts: covered.length }))) return
    }
    setPending(true)
    const answer = await bridge().command('reviews.open', openingOf(draft, covered))
    setPending(false)
    if (!answer.ok) return setProblem(answer.error)
    const { opened, refused: not } = answer.value
    if (opened.length > 0) notify({ title: t.begunMany(opened.length) })
    if (not.length > 0) return setRefused(not)
    close()
    go({ screen: 'portfolio', tab: 'reviews' })
  }

  return (
    <Drawer
      isOpen
      title={t.campaignTitle(count)}
      onClose={close}
      footer={
        <>
          <Button onPress={close}>{refused.length > 0 ? words.close : words.cancel}</Button>
          {refused.length === 0 && (
            <Button
              kind="primary"
              isPending={isPending}
              disabledReason={
                hindrance === 'too-many'
                  ? t.tooMany(mostAtOnce, count)
                  : hindrance && campaignWords.hindrances[hindrance]
              }
              onPress={() => void begin()}
            >
              {t.campaignButton(plan?.accounts ?? count)}
            </Button>
          )}
        </>
      }
    >
      {problem && <ErrorState inline problem={problem} />}
      {refused.length > 0 ? (
        <section className={styles.lines}>
          <h3>{t.refusedSome(refused.length)}</h3>
          <ul>
            {refused.map((each) => (
              <li key={each.accountId}>
                {t.refusedIn(
                  accounts?.find(({ id }) => id === each.accountId)?.name ?? '',
                  explain(each.problem).title,
                )}
              </li>
            ))}
          </ul>
        </section>
      ) : (
        <>
          {isTooMany && (
            <Notice tone="warning" icon={<TriangleAlert size={16} />}>
              {t.tooMany(mostAtOnce, count)}
            </Notice>
          )}
          {found !== undefined && found > count && (
            <Notice>{campaignWords.firstOfFound(count, found)}</Notice>
          )}
          <p className={styles.muted}>{t.intro}</p>
          <BeginFields
            draft={draft}
            set={set}
            isTried={isTried}
            titleLabel={t.campaignName}
            applications={
              !isTooMany && (
                <ApplicationField
                  accountIds={accountIds}
                  applicationIds={draft.applicationIds}
                  onChange={(applicationIds) => set({ applicationIds })}
                />
              )
            }
            reviewers={!isTooMany && <CampaignReviewers accountIds={accountIds} draft={draft} set={set} />}
          />
          {shown && (
            <CampaignCoverage
              plan={shown}
              isAgreed={markOf(shown.gaps) === agreed}
              onAgree={(isAgreed) => setAgreed(isAgreed ? markOf(shown.gaps) : '')}
            />
          )}
        </>
      )}
    </Drawer>
  )
}
