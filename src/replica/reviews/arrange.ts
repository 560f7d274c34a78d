import { type Role, roleSchema } from '@gatehouse/contract'
import { fold } from '../../ipc/fold.ts'
import type { Matrix, MatrixAsk } from '../../ipc/views.ts'
import { byName, dayMs } from '../queries/context.ts'

/** What rows of a matrix are chosen and ordered by. */
export interface Arrangeable {
  name: string
  email: string
  role: Role
  lastActiveAt: string | null
  access: string
}

/** What only rows of a review have. */
export interface Decided {
  undecided(place: number): number
  isRevoked(place: number): boolean
  isAdvised(place: number): boolean
}

export interface Arranged {
  /** Places in the order of the question. */
  places: number[]
  groups: Matrix['groups']
}

/** Arranges people by a question; `order`: all places as a person would sort their names. */
export function arrange(
  people: readonly Arrangeable[],
  order: readonly number[],
  { find, sort, group, only }: MatrixAsk,
  now: Date,
  decided: Decided | null,
): Arranged {
  const wanted = fold(find.trim())
  const isFound = ({ name, email }: Arrangeable) =>
    wanted === '' || fold(name).includes(wanted) || fold(email).includes(wanted)
  const isMeant = (place: number) => {
    if (only === 'undecided') return (decided?.undecided(place) ?? 0) > 0
    if (only === 'revoked') return decided?.isRevoked(place) ?? false
    if (only === 'advised') return decided?.isAdvised(place) ?? false
    return true
  }
  const rows = order.flatMap((place) => {
    const person = people[place]
    return person && isFound(person) && isMeant(place) ? [{ place, person }] : []
  })
  const value = ({ place, person }: (typeof rows)[number]): number => {
    if (sort.by === 'role') return roles.indexOf(person.role)
    if (sort.by === 'lastActive') return person.lastActiveAt === null ? 0 : Date.parse(person.lastActiveAt)
    if (sort.by === 'access') return person.access.length - countDots(person.access)
    if (sort.by === 'undecided') return decided?.undecided(place) ?? 0
    return 0
  }
  const valued = rows.map((row) => ({ ...row, value: value(row) }))
  // Equal ones stay by name whichever way.
  if (sort.by === 'name') sort.descending && valued.reverse()
  else valued.sort((a, b) => (sort.descending ? b.value - a.value : a.value - b.value))
  if (group === 'none') return { places: valued.map(({ place }) => place), groups: [] }
  const keyOf = ({ person }: (typeof rows)[number]) => (group === 'role' ? person.role : seenKey(person, now))
  const byKey = Map.groupBy<string, (typeof valued)[number]>(valued, keyOf)
  const keys: readonly string[] = group === 'role' ? roles : seenKeys
  const places: number[] = []
  const groups: Matrix['groups'] = []
  for (const key of keys) {
    const members = byKey.get(key) ?? []
    if (members.length === 0) continue
    groups.push({ key, from: places.length, rows: members.length })
    places.push(...members.map(({ place }) => place))
  }
  return { places, groups }
}

const roles = roleSchema.options

/** How long ago somebody was seen: within so many days, longer ago, or never. */
const seenKeys = ['week', 'month', 'quarter', 'before', 'never'] as const

function seenKey({ lastActiveAt }: Arrangeable, now: Date): (typeof seenKeys)[number] {
  if (lastActiveAt === null) return 'never'
  const days = (now.getTime() - Date.parse(lastActiveAt)) / dayMs
  if (days < 7) return 'week'
  if (days < 30) return 'month'
  return days < 90 ? 'quarter' : 'before'
}

function countDots(text: string): number {
  let dots = 0
  for (let at = 0; at < text.length; at += 1) if (text[at] === '.') dots += 1
  return dots
}

/** All places as a person would sort the names that stand there. */
export function nameOrder(people: readonly { name: string }[]): number[] {
  return people
    .map(({ name }, place) => ({ name, place }))
    .sort(byName)
    .map(({ place }) => place)
}

/** How many users have each application. */
export function usersPerColumn(people: readonly { access: string }[], columns: number): number[] {
  const counts = new Array<number>(columns).fill(0)
  for (const { access } of people)
    for (let column = 0; column < columns; column += 1)
      if (access[column] !== '.') counts[column] = (counts[column] ?? 0) + 1
  return counts
}
