import type { ApplicationItem } from '../../../ipc/views.ts'
import { assignmentNames } from '../../../strings/common.ts'
import { sortRows } from '../../ui/sort-rows.ts'
import type { Sort } from '../../ui/table-columns.ts'

export interface ApplicationFilter {
  text: string
  status: 'any' | ApplicationItem['status']
  level: 'any' | ApplicationItem['level']
}

export const noFilter: ApplicationFilter = { text: '', status: 'any', level: 'any' }

export function isNarrowed({ text, status, level }: ApplicationFilter): boolean {
  return text.trim() !== '' || status !== 'any' || level !== 'any'
}

/** The applications that a filter lets through, in the order of a sort. */
export function listed(
  applications: readonly ApplicationItem[],
  filter: ApplicationFilter,
  sort: Sort,
): readonly ApplicationItem[] {
  const wanted = filter.text.trim().toLocaleLowerCase()
  const found = applications.filter(
    ({ name, key, level, status }) =>
      (filter.status === 'any' || status === filter.status) &&
      (filter.level === 'any' || level === filter.level) &&
      (wanted === '' ||
        [name, key, assignmentNames[level]].some((text) => text.toLocaleLowerCase().includes(wanted))),
  )
  return sortRows(found, sort, {
    name: ({ name }) => name,
    status: ({ status }) => status,
    assignment: ({ level }) => levels.indexOf(level),
    users: ({ users }) => users,
    assigned: ({ assignedAt }) => assignedAt,
  })
}

/** From what reaches furthest to what is chosen one by one. */
const levels: readonly ApplicationItem['level'][] = ['environment', 'account', 'manual']
