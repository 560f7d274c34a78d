import type { NotificationFact } from '../ipc/views.ts'
import { notificationWords as words } from './notifications.ts'

export interface NotificationLine {
  title: string
  detail: string
}

/** What a notification says, in two lines. */
export function notificationLine(fact: NotificationFact): NotificationLine {
  switch (fact.kind) {
    case 'application-given':
    case 'application-taken':
      return {
        title: words.heading[fact.kind](fact.applicationName),
        detail: words.inAccount(fact.accountName),
      }
    default:
      return { title: words.heading[fact.kind](fact.accountName), detail: detailOf(fact) }
  }
}

type Other = Exclude<NotificationFact, { kind: 'application-given' | 'application-taken' }>

function detailOf(fact: Other): string {
  switch (fact.kind) {
    case 'invitation':
      return words.invitedAs(fact.invitedByName, fact.role)
    case 'access-given':
      return words.role(fact.role)
    case 'access-changed':
      return fact.before === fact.role
        ? words.permissions(fact.given, fact.taken)
        : words.roleChanged(fact.before, fact.role)
    case 'access-suspended':
      return words.suspendedDetail
    case 'access-resumed':
      return words.resumedDetail
    case 'access-taken':
      return words.takenDetail
    case 'membership-ends':
      return words.endsAt(fact.endsAt)
    case 'invitation-ends':
      return words.lapsesAt(fact.expiresAt)
    case 'review-refused':
      return words.reviewRefused(fact.title)
    case 'review-recorded':
      return words.review(fact.title)
    default:
      return fact.dueAt === null ? words.review(fact.title) : words.reviewDue(fact.title, fact.dueAt)
  }
}
