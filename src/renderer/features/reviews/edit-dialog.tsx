import type { Problem } from '@gatehouse/contract'
import { useState } from 'react'
import type { AccountDetail, ReviewItem } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { beginReviewWords, changeReviewWords as t } from '../../../strings/reviews.ts'
import { useMutate } from '../../data/use-mutate.ts'
import { Button } from '../../ui/button.tsx'
import { DateField, dayOf, endOfDay } from '../../ui/date-field.tsx'
import { TextField } from '../../ui/fields.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { ErrorState } from '../../ui/states.tsx'
import type { Person } from './begin-draft.ts'
import { PersonField, SecondField } from './person-field.tsx'
import styles from './reviews.module.css'

interface EditDialogProps {
  account: AccountDetail
  review: ReviewItem
  onClose: () => void
}

/** Hands a review to somebody else, or moves its day. */
export function EditDialog({ account, review, onClose }: EditDialogProps) {
  const { id: accountId, name } = account
  const makeChange = useMutate()
  const before: Person = { userId: review.reviewerId, name: review.reviewerName }
  const [title, setTitle] = useState(review.title)
  const [reviewer, setReviewer] = useState<Person>(before)
  const [second, setSecond] = useState<Person | null>(
    review.secondReviewerId
      ? { userId: review.secondReviewerId, name: review.secondReviewerName ?? '' }
      : null,
  )
  const [due, setDue] = useState(review.dueAt ? dayOf(new Date(review.dueAt)) : '')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isPending, setPending] = useState(false)
  const { repeatMonths, version } = review
  const isMissing = title.trim() === ''

  async function save() {
    if (isMissing) return
    setPending(true)
    const ids = { accountId, reviewId: review.id, repeatMonths }
    const answer = await makeChange(
      {
        name: 'reviews.edit',
        args: {
          ...ids,
          title: title.trim(),
          reviewerId: reviewer.userId,
          secondReviewerId: second?.userId ?? null,
          dueAt: endOfDay(due),
          baseVersion: version,
        },
      },
      {
        done: t.changed(title.trim()),
        inverse: {
          name: 'reviews.edit',
          args: {
            ...ids,
            title: review.title,
            reviewerId: review.reviewerId,
            secondReviewerId: review.secondReviewerId,
            dueAt: review.dueAt,
            baseVersion: version + 1,
          },
        },
        quietRefusal: true,
      },
    )
    setPending(false)
    if (answer.ok) onClose()
    else setProblem(answer.error)
  }

  return (
    <Drawer
      isOpen
      title={t.title(review.title)}
      subtitle={<bdi>{name}</bdi>}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{words.cancel}</Button>
          <Button kind="primary" isPending={isPending} onPress={() => void save()}>
            {t.save}
          </Button>
        </>
      }
    >
      {problem && <ErrorState inline problem={problem} />}
      <div className={styles.form}>
        <TextField
          label={beginReviewWords.name}
          value={title}
          onChange={setTitle}
          maxLength={120}
          error={isMissing ? beginReviewWords.nameMissing : null}
          autoFocus
        />
        <PersonField
          accountIds={[accountId]}
          label={beginReviewWords.reviewer}
          nobody={before.name}
          except={second}
          value={reviewer}
          onChange={(person) => setReviewer(person ?? before)}
          clear={reviewer.userId === before.userId ? null : words.undo}
        />
        <SecondField accountIds={[accountId]} first={reviewer} value={second} onChange={setSecond} />
        <DateField
          label={beginReviewWords.due}
          description={beginReviewWords.dueHint}
          value={due}
          onChange={setDue}
        />
      </div>
    </Drawer>
  )
}
