import type { AccessFilter, AccessSort, SavedSearch } from '../../ipc/views.ts'
import { savedSearchWords as t } from '../../strings/access-search.ts'

export const noAccessFilter: AccessFilter = {
  text: '',
  userId: null,
  applicationId: null,
  permission: null,
  role: null,
  unseenDays: null,
  invitedDays: null,
  onlyOwner: false,
  administrators: false,
  endingDays: null,
  status: null,
  legacy: false,
  tag: null,
  environmentId: null,
  accountId: null,
}

export const firstSort: AccessSort = { by: 'person', descending: false }

type Search = Pick<SavedSearch, 'id' | 'name' | 'filter' | 'sort'>

const ready = (id: keyof typeof t.readyMade, filter: Partial<AccessFilter>, sort = firstSort): Search => ({
  id,
  name: t.readyMade[id],
  filter: { ...noAccessFilter, ...filter },
  sort,
})

/** What is asked for most, without anybody having to save it. */
export const readyMade: readonly Search[] = [
  ready('unseen', { unseenDays: 90 }, { by: 'seen', descending: false }),
  ready('onlyOwner', { onlyOwner: true }, { by: 'account', descending: false }),
  ready('administrators', { administrators: true }),
  ready('ending', { endingDays: 30 }, { by: 'ends', descending: false }),
  ready('invited', { invitedDays: 14 }, { by: 'account', descending: false }),
]

export function isSameFilter(a: AccessFilter, b: AccessFilter): boolean {
  return (Object.keys(noAccessFilter) as (keyof AccessFilter)[]).every((key) => a[key] === b[key])
}
