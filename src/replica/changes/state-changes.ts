import type { ApplicationId, MembershipId, ReviewSnapshot, SnapshotPerson } from '@gatehouse/contract'
import type { AccessChange } from '../../ipc/views.ts'
import { blank } from './blank-change.ts'

// What lies between two states of who has access to what, exactly: put onto the first it gives the second.

type Level = 'environment' | 'account' | 'manual'

export interface StateApplication {
  id: ApplicationId
  name: string
  /** How it comes to users. */
  level: Level
}

/** Who somebody is in an account, and what they have: for each application the sum of the reasons. */
export interface StatePerson
  extends Pick<SnapshotPerson, 'membershipId' | 'name' | 'email' | 'role' | 'status' | 'endsAt'> {
  permissions: readonly string[]
  access: Readonly<Record<ApplicationId, number>>
}

export interface AccessState {
  applications: Readonly<Record<ApplicationId, StateApplication>>
  people: Readonly<Record<MembershipId, StatePerson>>
}

interface CellChange {
  membershipId: MembershipId
  before: number
  after: number
}

export type StateChange =
  | { kind: 'came' | 'went'; person: StatePerson }
  /** What they may do, until when, or how they are called. */
  | { kind: 'person'; before: StatePerson; after: StatePerson }
  | ({ kind: 'access'; applicationId: ApplicationId } & CellChange)
  /** An assignment for everybody began or ended: one change, however many users it reaches. */
  | {
      kind: 'application'
      before: StateApplication | null
      after: StateApplication | null
      cells: readonly CellChange[]
    }

/** Of reasons the grant of a single user. */
const grant = 4

/** The state that a review froze. */
export function stateOf({
  applications,
  people,
}: Pick<ReviewSnapshot, 'applications' | 'people'>): AccessState {
  return {
    applications: Object.fromEntries(
      applications.map(({ id, name, level }) => [id, { id, name, level }]),
    ) as AccessState['applications'],
    people: Object.fromEntries(
      people.map(({ membershipId, name, email, role, status, endsAt, permissions, access }) => [
        membershipId,
        {
          membershipId,
          name,
          email,
          role,
          status,
          endsAt,
          permissions,
          access: Object.fromEntries(
            applications.flatMap(({ id }, place) => {
              const sum = Number(access[place])
              return sum > 0 ? [[id, sum]] : []
            }),
          ) as StatePerson['access'],
        },
      ]),
    ) as AccessState['people'],
  }
}

/** What has to be done to `before` for it to be `after`; nothing where they are the same. */
export function changesBetween(before: AccessState, after: AccessState): StateChange[] {
  const people = keysOf(before.people, after.people)
  const moved = people.filter((id) => before.people[id] && after.people[id])
  const changes: StateChange[] = []
  const told = new Set<string>()
  for (const id of keysOf(before.applications, after.applications)) {
    const [old, now] = [before.applications[id] ?? null, after.applications[id] ?? null]
    if (old && now && old.level === now.level && old.name === now.name) continue
    const cells = moved
      .flatMap((membershipId) => cellOf(before, after, membershipId, id) ?? [])
      .filter(isForAll)
    for (const { membershipId } of cells) told.add(`${membershipId}/${id}`)
    changes.push({ kind: 'application', before: old, after: now, cells })
  }
  for (const id of people) {
    const [old, now] = [before.people[id], after.people[id]]
    if (!old && now) changes.push({ kind: 'came', person: now })
    else if (old && !now) changes.push({ kind: 'went', person: old })
    else if (old && now) {
      if (!isSamePerson(old, now)) changes.push({ kind: 'person', before: old, after: now })
      for (const applicationId of keysOf(old.access, now.access)) {
        const cell = told.has(`${id}/${applicationId}`) ? null : cellOf(before, after, id, applicationId)
        if (cell) changes.push({ kind: 'access', applicationId, ...cell })
      }
    }
  }
  return changes
}

function keysOf<K extends string>(a: Readonly<Record<K, unknown>>, b: Readonly<Record<K, unknown>>): K[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])] as K[]
}

function cellOf(
  before: AccessState,
  after: AccessState,
  membershipId: MembershipId,
  applicationId: ApplicationId,
): CellChange | null {
  const old = before.people[membershipId]?.access[applicationId] ?? 0
  const now = after.people[membershipId]?.access[applicationId] ?? 0
  return old === now ? null : { membershipId, before: old, after: now }
}

/** The grant is as it was: what changed holds for everybody. */
function isForAll({ before, after }: CellChange): boolean {
  return (before & grant) === (after & grant)
}

function isSamePerson(a: StatePerson, b: StatePerson): boolean {
  return (
    a.name === b.name &&
    a.email === b.email &&
    a.role === b.role &&
    a.status === b.status &&
    a.endsAt === b.endsAt &&
    sameSet(a.permissions, b.permissions)
  )
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each) => b.includes(each))
}

/** Puts changes onto a state. */
export function applyChanges(state: AccessState, changes: readonly StateChange[]): AccessState {
  const applications: Record<string, StateApplication> = { ...state.applications }
  const people: Record<string, StatePerson> = { ...state.people }
  const setCell = (membershipId: MembershipId, applicationId: ApplicationId, value: number) => {
    const person = people[membershipId]
    if (!person) return
    const { [applicationId]: _, ...others } = person.access
    people[membershipId] = { ...person, access: value > 0 ? { ...others, [applicationId]: value } : others }
  }
  for (const change of changes) {
    switch (change.kind) {
      case 'came':
        people[change.person.membershipId] = change.person
        break
      case 'went':
        delete people[change.person.membershipId]
        break
      case 'person': {
        const known = people[change.after.membershipId]
        people[change.after.membershipId] = { ...change.after, access: known?.access ?? {} }
        break
      }
      case 'access':
        setCell(change.membershipId, change.applicationId, change.after)
        break
      case 'application': {
        const id = change.before?.id ?? change.after?.id
        if (id === undefined) break
        if (change.after) applications[id] = change.after
        else delete applications[id]
        for (const cell of change.cells) setCell(cell.membershipId, id, cell.after)
      }
    }
  }
  return { applications, people }
}

/** As lines to be read. What changed nothing about who may do or open what has none. */
export function linesOf(before: AccessState, after: AccessState): AccessChange[] {
  const nameOf = (id: string) =>
    (after.applications[id as ApplicationId] ?? before.applications[id as ApplicationId])?.name ?? id
  const personOf = (id: MembershipId) => after.people[id] ?? before.people[id]
  const told = (change: StateChange): AccessChange[] => {
    switch (change.kind) {
      case 'came':
      case 'went': {
        const { membershipId, name, role, access } = change.person
        const names = Object.keys(access).map(nameOf).sort()
        const line = { ...blank(null), kind: change.kind, membershipId, name }
        return change.kind === 'came'
          ? [{ ...line, after: role, gained: names, lost: [] }]
          : [{ ...line, before: role, gained: [], lost: names }]
      }
      case 'person':
        return personLines(change.before, change.after)
      case 'access': {
        const { membershipId, applicationId } = change
        const kind = change.before === 0 ? 'gained' : change.after === 0 ? 'lost' : 'reason'
        const name = personOf(membershipId)?.name ?? null
        return [
          { ...blank(null), kind, membershipId, name, applicationId, applicationName: nameOf(applicationId) },
        ]
      }
      case 'application':
        return applicationLines(change)
    }
  }
  return changesBetween(before, after).flatMap(told)
}

function personLines(before: StatePerson, after: StatePerson): AccessChange[] {
  const who = { ...blank(null), membershipId: after.membershipId, name: after.name }
  const gained = after.permissions.filter((each) => !before.permissions.includes(each))
  const lost = before.permissions.filter((each) => !after.permissions.includes(each))
  const lines: AccessChange[] = []
  if (before.role !== after.role || gained.length > 0 || lost.length > 0)
    lines.push({ ...who, kind: 'role', before: before.role, after: after.role, gained, lost })
  if (before.status !== after.status)
    lines.push({ ...who, kind: after.status === 'active' ? 'resumed' : 'suspended' })
  if (before.endsAt !== after.endsAt)
    lines.push({ ...who, kind: 'end', before: before.endsAt, after: after.endsAt })
  return lines
}

function applicationLines({
  before,
  after,
  cells,
}: Extract<StateChange, { kind: 'application' }>): AccessChange[] {
  const application = after ?? before
  const [from, to] = [before?.level ?? 'manual', after?.level ?? 'manual']
  if (!application || (from === to && cells.length === 0)) return []
  const reached = cells.filter((cell) => (to === 'manual' ? cell.after === 0 : cell.before === 0)).length
  const level = to === 'manual' ? from : to
  if (level === 'manual') return []
  const kind = to === 'manual' ? 'not-for-all' : 'for-all'
  const { id, name } = application
  return [{ ...blank(null), kind, applicationId: id, applicationName: name, people: reached, level }]
}
