import { timeSchema } from '@gatehouse/contract'
import { z } from 'zod'
import { compose, formatDay, type WrittenMail } from './compose.ts'

const review = {
  accountName: z.string(),
  title: z.string(),
  dueAt: timeSchema.nullable(),
  /** `begin` one that is planned, `decide` in an open one, `sign` as the second reviewer. */
  task: z.enum(['begin', 'decide', 'sign']),
}

/** Mails to whoever is to do the next step of an access review. */
export const reviewMailData = {
  /** Somebody else made it theirs. */
  review_handed: z.object({ ...review, byName: z.string() }),
  /** The second reviewer gave it back. */
  review_returned: z.object({ ...review, byName: z.string(), reason: z.string() }),
  review_due_soon: z.object(review),
  review_overdue: z.object(review),
} as const

type Data<T extends keyof typeof reviewMailData> = z.infer<(typeof reviewMailData)[T]>
type About = Pick<Data<'review_due_soon'>, 'accountName' | 'title' | 'dueAt' | 'task'>

/** Null for a template that isn't one of these. */
export function writeReviewMail(template: string, data: unknown): WrittenMail | null {
  switch (template) {
    case 'review_handed':
      return handed(reviewMailData.review_handed.parse(data))
    case 'review_returned':
      return returned(reviewMailData.review_returned.parse(data))
    case 'review_due_soon':
      return dueSoon(reviewMailData.review_due_soon.parse(data))
    case 'review_overdue':
      return overdue(reviewMailData.review_overdue.parse(data))
    default:
      return null
  }
}

function handed(data: Data<'review_handed'>): WrittenMail {
  const { accountName, title, byName } = data
  return compose(`${byName} asks you to review who has access to ${accountName}`, [
    `${byName} made you a reviewer of "${title}", an access review of ${accountName}.`,
    whatToDo(data),
    ...until(data),
  ])
}

function returned(data: Data<'review_returned'>): WrittenMail {
  const { accountName, title, byName, reason } = data
  return compose(`${byName} gave an access review of ${accountName} back to you`, [
    `${byName} did not sign "${title}", the access review of ${accountName} that you had signed:`,
    { quote: reason },
    'Your decisions are still there. Open the review in Gatehouse, change what has to be changed, and sign it again.',
    ...until(data),
  ])
}

function dueSoon(data: Data<'review_due_soon'>): WrittenMail {
  const { accountName, title } = data
  return compose(`Access review of ${accountName} is due soon`, [
    `"${title}", an access review of ${accountName}, waits for you.`,
    whatToDo(data),
    ...until(data),
  ])
}

function overdue(data: Data<'review_overdue'>): WrittenMail {
  const { accountName, title, dueAt } = data
  const day = dueAt ? ` on ${formatDay(new Date(dueAt))} (UTC)` : ''
  return compose(`Access review of ${accountName} is overdue`, [
    `"${title}", an access review of ${accountName}, was due${day} and waits for you.`,
    whatToDo(data),
    'You can not do it? Then hand it to somebody else in Gatehouse, or give it another day.',
  ])
}

function whatToDo({ accountName, task }: About): string {
  switch (task) {
    case 'begin':
      return `Open ${accountName} in Gatehouse and begin the review there. What is looked at is frozen at that moment.`
    case 'decide':
      return `Open ${accountName} in Gatehouse, decide what is kept and what is revoked, and sign.`
    case 'sign':
      return `The reviewer has signed. Open ${accountName} in Gatehouse, look through the decisions, and sign as the second reviewer or give them back.`
  }
}

function until({ dueAt }: About): string[] {
  return dueAt === null ? [] : [`It is due on ${formatDay(new Date(dueAt))} (UTC).`]
}
