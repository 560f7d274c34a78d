import type { Activity, ActivityAction } from '@gatehouse/contract'

// Which activity a filter lets through: the same for the list on the screen and for what is written to a file, whether
// the rows are of this computer or come from the server.

export const activityKinds = [
  'all',
  'application',
  'grant',
  'invitation',
  'user',
  'service',
  'account',
  'sign-in',
] as const
export type ActivityKind = (typeof activityKinds)[number]

export interface ActivityFilter {
  text: string
  kind: ActivityKind
  userId: string | null
  applicationId: string | null
  from: string | null
  to: string | null
}

export const everyActivity: ActivityFilter = {
  text: '',
  kind: 'all',
  userId: null,
  applicationId: null,
  from: null,
  to: null,
}

export function isEveryActivity(filter: ActivityFilter): boolean {
  const { text, ...others } = filter
  const { text: _, ...none } = everyActivity
  return text.trim() === '' && Object.entries(none).every(([name, value]) => others[name as never] === value)
}

/** What of an entry the filter looks at. */
export type Filtered = Pick<
  Activity,
  'action' | 'actorId' | 'actorName' | 'targetId' | 'targetName' | 'before' | 'after' | 'device' | 'at'
>

export function kindOf(action: ActivityAction): ActivityKind {
  const area = action.slice(0, action.indexOf('.'))
  switch (area) {
    case 'application':
    case 'grant':
    case 'invitation':
    case 'service':
    case 'account':
      return area
    case 'environment':
    case 'administrator':
      return 'account'
    default:
      return action === 'user.signed_in' ? 'sign-in' : 'user'
  }
}

/**
 * A test for entries. `membershipId`: what the filter's person is called in the account, where they are still in it.
 * Names are looked for in every script; ids of people and applications in all that an entry holds.
 */
export function activityTest(
  filter: ActivityFilter,
  membershipId: string | null = null,
): (entry: Filtered) => boolean {
  const wanted = filter.text.trim().toLocaleLowerCase()
  const from = filter.from === null ? null : startOfDay(filter.from).toISOString()
  const to = filter.to === null ? null : startOfDay(filter.to, 1).toISOString()
  return (entry) =>
    (filter.kind === 'all' || kindOf(entry.action) === filter.kind) &&
    (from === null || entry.at >= from) &&
    (to === null || entry.at < to) &&
    (filter.userId === null || isAbout(entry, filter.userId, membershipId)) &&
    (filter.applicationId === null || mentions(entry, filter.applicationId)) &&
    (wanted === '' || textOf(entry).toLocaleLowerCase().includes(wanted))
}

/** The moment at which a day begins where the person sits, a number of days later. */
export function startOfDay(day: string, later = 0): Date {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + later)
}

function isAbout(entry: Filtered, userId: string, membershipId: string | null): boolean {
  return entry.actorId === userId || (membershipId !== null && mentions(entry, membershipId))
}

function mentions({ targetId, before, after }: Filtered, id: string): boolean {
  return targetId.includes(id) || (JSON.stringify(before) + JSON.stringify(after)).includes(id)
}

function textOf({ actorName, targetName, device, before, after }: Filtered): string {
  const user = (after ?? before)?.userName
  return [actorName, targetName, device ?? '', typeof user === 'string' ? user : ''].join('\n')
}
