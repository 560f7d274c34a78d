import type { Problem } from '@gatehouse/contract'
import { useState } from 'react'
import type { AccountDetail } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { monthAndYear } from '../../../strings/format.ts'
import { beginReviewWords as t } from '../../../strings/reviews.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useRights } from '../../data/use-session.ts'
import { useDraft } from '../../data/view-store.ts'
import { Button } from '../../ui/button.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { notify } from '../../ui/toast.tsx'
import { ApplicationField } from './application-field.tsx'
import { type BeginDraft, draftOfPlanned, newDraft, toOpen } from './begin-draft.ts'
import { BeginFields } from './begin-fields.tsx'
import { PersonField, SecondField, useMe } from './person-field.tsx'
import styles from './reviews.module.css'

/** Freezes who has access and begins a review of it; the review opens at once. */
export function BeginDrawer({
  account,
  reviewId,
}: {
  account: AccountDetail
  /** One that was planned. */
  reviewId?: string | undefined
}) {
  const { id: accountId, name } = account
  const planned = useBridgeQuery('reviews.list', { accountId }).data?.find(({ id }) => id === reviewId)
  const me = useMe()
  const { refusal } = useRights(accountId)
  const closePanel = useAppStore((store) => store.closePanel)
  const go = useAppStore((store) => store.go)
  const [kept, setDraft] = useDraft<BeginDraft>(accountId, `review ${reviewId ?? 'new'}`)
  const [isTried, setTried] = useState(false)
  const [isPending, setPending] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const first = () =>
    planned ? draftOfPlanned(planned) : newDraft(t.suggested(name, monthAndYear(new Date())), Date.now())
  const draft = kept ?? first()
  const set = (change: Partial<BeginDraft>) => setDraft({ ...draft, ...change })
  const close = () => closePanel('review-begin')

  async function begin() {
    setTried(true)
    if (draft.title.trim() === '') return
    setPending(true)
    const input = toOpen(draft, {
      accountIds: [accountId],
      reviewId: reviewId ?? null,
      campaignName: null,
    })
    const answer = await bridge().command('reviews.open', input)
    setPending(false)
    if (!answer.ok) return setProblem(answer.error)
    const refused = answer.value.refused[0]
    const opened = answer.value.opened[0]
    if (refused || !opened) return setProblem(refused?.problem ?? null)
    setDraft(undefined)
    close()
    notify({ title: t.begun(draft.title) })
    go({ screen: 'account', accountId, tab: 'reviews', reviewId: opened.reviewId })
  }

  return (
    <Drawer
      isOpen
      title={t.title}
      subtitle={<bdi>{name}</bdi>}
      onClose={close}
      footer={
        <>
          {kept && (
            <Button kind="quiet" onPress={() => setDraft(undefined)}>
              {words.discard}
            </Button>
          )}
          <Button onPress={close}>{words.cancel}</Button>
          <Button
            kind="primary"
            isPending={isPending}
            disabledReason={
              refusal('reviews.run') ?? (draft.applicationIds?.length === 0 ? t.chooseApplications : null)
            }
            onPress={() => void begin()}
          >
            {t.button}
          </Button>
        </>
      }
    >
      <p className={styles.muted}>{t.intro}</p>
      {problem && <ErrorState inline problem={problem} />}
      <BeginFields
        draft={draft}
        set={set}
        isTried={isTried}
        titleLabel={t.name}
        applications={
          <ApplicationField
            accountIds={[accountId]}
            applicationIds={draft.applicationIds}
            onChange={(applicationIds) => set({ applicationIds })}
          />
        }
        reviewers={
          <>
            <PersonField
              accountIds={[accountId]}
              label={t.reviewer}
              nobody={t.reviewerMe(me?.name ?? '')}
              except={draft.second}
              value={draft.reviewer}
              onChange={(reviewer) => set({ reviewer })}
              clear={t.takeMe}
            />
            <SecondField
              accountIds={[accountId]}
              first={draft.reviewer ?? me}
              value={draft.second}
              onChange={(second) => set({ second })}
            />
          </>
        }
      />
    </Drawer>
  )
}
