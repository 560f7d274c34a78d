import type { Problem } from '@gatehouse/contract'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import { useState } from 'react'
import { words } from '../../../strings/common.ts'
import { monthAndYear } from '../../../strings/format.ts'
import { explain } from '../../../strings/problems.ts'
import { beginReviewWords as t } from '../../../strings/reviews.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { askBefore } from '../../data/bulk-question.ts'
import { useAccounts } from '../../data/use-accounts.ts'
import { wideFrom } from '../../data/use-bulk.ts'
import { Button } from '../../ui/button.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { ErrorState, Notice } from '../../ui/states.tsx'
import { notify } from '../../ui/toast.tsx'
import { type BeginDraft, newDraft, toOpen } from './begin-draft.ts'
import { BeginFields } from './begin-fields.tsx'
import styles from './reviews.module.css'

const mostAtOnce = 500

interface Refused {
  accountId: string
  problem: Problem
}

/** The same review in many accounts: each is frozen for itself, and all are followed together. */
export function CampaignDrawer({ accountIds }: { accountIds: readonly string[] }) {
  const { data: accounts } = useAccounts()
  const closePanel = useAppStore((store) => store.closePanel)
  const go = useAppStore((store) => store.go)
  const [draft, setDraft] = useState<BeginDraft>(() =>
    newDraft(t.campaignSuggested(monthAndYear(new Date())), Date.now()),
  )
  const [isTried, setTried] = useState(false)
  const [isPending, setPending] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [refused, setRefused] = useState<readonly Refused[]>([])
  const count = accountIds.length
  const isTooMany = count > mostAtOnce
  const close = () => closePanel('review-campaign')

  async function begin() {
    setTried(true)
    if (draft.title.trim() === '') return
    if (count > wideFrom) {
      const question = { title: t.wide(count), verb: t.campaignButton(count), effect: t.wideEffect }
      if (!(await askBefore({ ...question, accounts: count }))) return
    }
    setPending(true)
    const input = toOpen(draft, {
      accountIds: accountIds as never,
      reviewId: null,
      campaignName: draft.title.trim(),
    })
    const answer = await bridge().command('reviews.open', input)
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
              disabledReason={isTooMany ? t.tooMany(mostAtOnce, count) : null}
              onPress={() => void begin()}
            >
              {t.campaignButton(count)}
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
          <p className={styles.muted}>{t.intro}</p>
          <BeginFields
            draft={draft}
            set={(change) => setDraft({ ...draft, ...change })}
            isTried={isTried}
            titleLabel={t.campaignName}
          />
        </>
      )}
    </Drawer>
  )
}
