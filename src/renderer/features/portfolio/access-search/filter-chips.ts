import type { Permission } from '@gatehouse/contract'
import type { AccessFilter, AccountFacets } from '../../../../ipc/views.ts'
import { accessSearchWords, accessFilterWords as t } from '../../../../strings/access-search.ts'
import { roleNames } from '../../../../strings/common.ts'
import { permissionLabel } from '../../../../strings/permissions.ts'

/** What can be added by the menu of filters. */
export type FilterKind = keyof typeof t.kinds
type Key = FilterKind | 'userId' | 'accountId'

export interface Chip {
  key: Key
  said: string
}

/** What ids are called. */
export interface Called {
  facets: AccountFacets | undefined
  person: string | undefined
  account: string | undefined
}

/** Everything that narrows the search but the text, in the order in which the menu has it. */
export function chipsOf(filter: AccessFilter, { facets, person, account }: Called): Chip[] {
  const chips: Chip[] = []
  const add = (key: Key, said: string | null) => said !== null && chips.push({ key, said })
  const { chips: c } = t
  const nameOf = (list: readonly { id: string; name: string }[] | undefined, id: string) =>
    list?.find((each) => each.id === id)?.name ?? t.unknown
  add('userId', filter.userId && c.person(person ?? t.unknown))
  add('accountId', filter.accountId && c.account(account ?? t.unknown))
  add(
    'applicationId',
    filter.applicationId && c.application(nameOf(facets?.applications, filter.applicationId)),
  )
  add('permission', filter.permission && c.permission(permissionLabel(filter.permission as Permission)))
  add('role', filter.role && c.role(roleNames[filter.role]))
  add('unseenDays', filter.unseenDays === null ? null : c.unseen(filter.unseenDays))
  add('invitedDays', filter.invitedDays === null ? null : c.invited(filter.invitedDays))
  add('onlyOwner', filter.onlyOwner ? c.onlyOwner : null)
  add('administrators', filter.administrators ? c.administrators : null)
  add('endingDays', filter.endingDays === null ? null : c.ending(filter.endingDays))
  add('status', filter.status && c.status(accessSearchWords.status[filter.status]))
  add('legacy', filter.legacy ? c.legacy : null)
  add('tag', filter.tag === null ? null : c.tag(filter.tag))
  add(
    'environmentId',
    filter.environmentId && c.environment(nameOf(facets?.environments, filter.environmentId)),
  )
  return chips
}

/** Those that hold or don't, without more to be said. */
export const plainKinds = ['onlyOwner', 'administrators', 'legacy'] as const satisfies FilterKind[]
export const dayKinds = { unseenDays: 90, invitedDays: 14, endingDays: 30 } as const satisfies Partial<
  Record<FilterKind, number>
>
