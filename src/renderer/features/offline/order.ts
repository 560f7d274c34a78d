import { fold } from '../../../ipc/fold.ts'
import type { OfflineAccount } from '../../../ipc/views.ts'
import { matchScore } from '../../data/account-search.ts'

export type Sort = 'size' | 'name' | 'freshness'

/** The accounts that were looked for, in the order wanted. They come by name, and stay so where they are equal. */
export function arranged(
  accounts: readonly OfflineAccount[],
  filter: string,
  sort: Sort,
): readonly OfflineAccount[] {
  const wanted = fold(filter.trim())
  const found = wanted
    ? accounts.filter(({ name, reference }) => matchScore(fold(`${name} ${reference}`), wanted) > 0)
    : accounts
  switch (sort) {
    case 'name':
      return found
    case 'size':
      return found.toSorted((a, b) => b.rows - a.rows)
    case 'freshness':
      return found.toSorted((a, b) => age(a) - age(b))
  }
}

/** Fetched longest ago first; what isn't here has no age and comes last. */
function age({ loadedAt }: OfflineAccount): number {
  return loadedAt === null ? Number.POSITIVE_INFINITY : Date.parse(loadedAt)
}
