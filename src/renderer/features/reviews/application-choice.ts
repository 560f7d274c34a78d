import type { ApplicationId } from '@gatehouse/contract'
import type { BulkApplication } from '../../../ipc/views.ts'

/** One choice: over many accounts the applications of one name, whichever environments they are in. */
export interface ApplicationChoice {
  key: string
  name: string
  ids: ApplicationId[]
  /** On how many of the accounts. */
  accounts: number
}

/** What can be chosen for some accounts: applications that at least one of them has. */
export function choicesOf(
  applications: readonly BulkApplication[],
  { isOneAccount = false } = {},
): ApplicationChoice[] {
  const byKey = new Map<string, ApplicationChoice>()
  for (const { id, name, everywhere, accounts, assignedIn } of applications) {
    const on = everywhere ? accounts : assignedIn
    if (on === 0) continue
    const key = isOneAccount ? id : name
    const known = byKey.get(key) ?? { key, name, ids: [], accounts: 0 }
    byKey.set(key, { key, name, ids: [...known.ids, id], accounts: known.accounts + on })
  }
  return [...byKey.values()]
}

/** Adds all of one choice, or takes them away where they are chosen. */
export function toggled(
  chosen: readonly ApplicationId[],
  { ids }: Pick<ApplicationChoice, 'ids'>,
): ApplicationId[] {
  const others = chosen.filter((id) => !ids.includes(id))
  return others.length < chosen.length ? others : [...others, ...ids]
}
