import { initial } from './0001-initial.ts'
import { rules } from './0002-rules.ts'
import { fleet } from './0003-fleet.ts'
import { search } from './0004-search.ts'
import { outbox } from './0005-outbox.ts'
import { notifications } from './0006-notifications.ts'
import { membershipEnd } from './0007-membership-end.ts'
import { batches } from './0008-batches.ts'
import { reviews } from './0009-reviews.ts'
import { visits } from './0010-visits.ts'

export interface Migration {
  version: number
  sql: string
}

/** In order, without gaps. One that was released never changes again. */
export const migrations: readonly Migration[] = [
  initial,
  rules,
  fleet,
  search,
  outbox,
  notifications,
  membershipEnd,
  batches,
  reviews,
  visits,
]
