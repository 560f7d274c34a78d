import type { Activity } from '@gatehouse/contract'
import type { AccessChange } from '../../ipc/views.ts'
import { blank } from './blank-change.ts'

// What was done, reduced to what came of it: whoever was given something and lost it again is not told of.

/** A row of an account's activity. */
export type Doing = Pick<
  Activity,
  'action' | 'actorName' | 'targetId' | 'targetName' | 'before' | 'after' | 'at'
>

/** Actions that say something about who has access. */
export const accessActions = [
  'application.assigned',
  'application.unassigned',
  'application.auto_assign_enabled',
  'application.auto_assign_disabled',
  'grant.added',
  'grant.removed',
  'membership.added',
  'membership.edited',
  'membership.end_changed',
  'membership.suspended',
  'membership.resumed',
  'membership.removed',
  'membership.ended',
  'ownership.transferred',
] as const satisfies readonly Activity['action'][]

/** A value as it was before the first doing and after the last one; undefined where nothing says so. */
interface Span<T> {
  before: T | undefined
  after: T | undefined
}

type When = Pick<Doing, 'at' | 'actorName'>

interface PersonSpan {
  membershipId: string
  name: string
  wasThere: boolean
  isThere: boolean
  role: Span<string>
  permissions: Span<readonly string[]>
  status: Span<string>
  endsAt: Span<string | null>
  grants: Map<string, Span<boolean> & { name: string | null; last: When }>
  last: When
}

interface ForAllSpan extends Span<boolean> {
  applicationId: string
  name: string
  level: 'environment' | 'account'
  last: When
}

interface Found {
  people: Map<string, PersonSpan>
  forAll: Map<string, ForAllSpan>
  unnamed: Map<string, { name: string; people: number; last: When }>
  owner: (Span<string | null> & { last: When }) | null
}

/** Net effects of doings, which come oldest first. `nameOf`: what applications are called that no doing names. */
export function netChanges(
  doings: Iterable<Doing>,
  nameOf: (applicationId: string) => string | null = () => null,
): AccessChange[] {
  const found: Found = { people: new Map(), forAll: new Map(), unnamed: new Map(), owner: null }
  for (const doing of doings) note(found, doing)
  return [
    ...ownerLines(found),
    ...[...found.people.values()].flatMap((person) => personLines(person, nameOf)),
    ...[...found.forAll.values()].flatMap(forAllLines),
    ...[...found.unnamed].flatMap(([applicationId, { name, people, last }]): AccessChange[] =>
      people > 0
        ? [{ ...blank(last), kind: 'unassigned', applicationId, applicationName: name, people }]
        : [],
    ),
  ].sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''))
}

type Note = (found: Found, doing: Doing) => void

const noteChanged: Note = (found, doing) => noteFields(personOf(found, doing, true), doing)

const notes: Record<(typeof accessActions)[number], Note> = {
  'grant.added': noteGrant,
  'grant.removed': noteGrant,
  'membership.added': notePresence,
  'membership.removed': notePresence,
  'membership.ended': notePresence,
  'membership.edited': noteChanged,
  'membership.end_changed': noteChanged,
  'membership.suspended': noteChanged,
  'membership.resumed': noteChanged,
  'ownership.transferred': (found, doing) => {
    noteChanged(found, doing)
    noteOwner(found, doing)
  },
  'application.assigned': (found, doing) => {
    if (doing.after?.autoAssign === true) noteForAll(found, doing, true)
  },
  'application.auto_assign_enabled': (found, doing) => noteForAll(found, doing, true),
  'application.auto_assign_disabled': (found, doing) => noteForAll(found, doing, false),
  'application.unassigned': (found, doing) => {
    if (doing.before?.autoAssign === true) noteForAll(found, doing, false)
    noteUnassigned(found, doing)
  },
}

function note(found: Found, doing: Doing): void {
  const noted = notes[doing.action as keyof typeof notes] as Note | undefined
  noted?.(found, doing)
}

function personOf(found: Found, doing: Doing, wasThere: boolean, id = doing.targetId): PersonSpan {
  const known = found.people.get(id)
  if (known) {
    known.last = whenOf(doing)
    return known
  }
  const none = { before: undefined, after: undefined }
  const person: PersonSpan = {
    membershipId: id,
    name: doing.targetName,
    wasThere,
    isThere: wasThere,
    role: { ...none },
    permissions: { ...none },
    status: { ...none },
    endsAt: { ...none },
    grants: new Map(),
    last: whenOf(doing),
  }
  found.people.set(id, person)
  return person
}

function whenOf({ at, actorName }: Doing): When {
  return { at, actorName }
}

function noteGrant(found: Found, doing: Doing): void {
  const grant = doing.after ?? doing.before
  const applicationId = String(grant?.applicationId ?? doing.targetId.split('/')[0])
  const membershipId = String(grant?.membershipId ?? doing.targetId.split('/')[1])
  const isAdded = doing.action === 'grant.added'
  const person = personOf(found, { ...doing, targetName: String(grant?.userName ?? '') }, true, membershipId)
  setGrant(person, applicationId, isAdded, doing, doing.targetName)
}

function setGrant(
  person: PersonSpan,
  applicationId: string,
  has: boolean,
  doing: Doing,
  name: string | null,
): void {
  const known = person.grants.get(applicationId)
  if (known) Object.assign(known, { after: has, name: known.name ?? name, last: whenOf(doing) })
  else person.grants.set(applicationId, { before: !has, after: has, name, last: whenOf(doing) })
}

function notePresence(found: Found, doing: Doing): void {
  const isAdded = doing.action === 'membership.added'
  const person = personOf(found, doing, !isAdded)
  const fields = (isAdded ? doing.after : doing.before) ?? {}
  const named = Array.isArray(fields.applicationIds) ? fields.applicationIds.map(String) : []
  if (isAdded) {
    // Somebody who comes again begins anew.
    set(person.role, undefined, text(fields.role))
    set(person.permissions, undefined, texts(fields.permissions))
    set(person.status, undefined, 'active')
    set(person.endsAt, undefined, text(fields.endsAt) ?? null)
    person.isThere = true
    person.name = doing.targetName
  } else {
    before(person.role, text(fields.role))
    before(person.permissions, texts(fields.permissions))
    before(person.status, text(fields.status))
    before(person.endsAt, text(fields.endsAt) ?? null)
    person.isThere = false
    for (const [applicationId, { after }] of person.grants)
      if (after && !named.includes(applicationId)) setGrant(person, applicationId, false, doing, null)
  }
  for (const applicationId of named) setGrant(person, applicationId, isAdded, doing, null)
}

function noteFields(person: PersonSpan, { before: old, after: now }: Doing): void {
  if (now?.role !== undefined) set(person.role, text(old?.role), text(now.role))
  if (now?.permissions !== undefined) set(person.permissions, texts(old?.permissions), texts(now.permissions))
  if (now?.status !== undefined) set(person.status, text(old?.status), text(now.status))
  if (now?.endsAt !== undefined) set(person.endsAt, text(old?.endsAt) ?? null, text(now.endsAt) ?? null)
}

function noteOwner(found: Found, doing: Doing): void {
  const owner = found.owner ?? { before: undefined, after: undefined, last: whenOf(doing) }
  set(owner, text(doing.before?.owner) ?? null, text(doing.after?.owner) ?? doing.targetName)
  found.owner = { ...owner, last: whenOf(doing) }
}

function noteForAll(found: Found, doing: Doing, on: boolean): void {
  const level = doing.after?.level === 'environment' ? 'environment' : 'account'
  const key = `${level}/${doing.targetId}`
  const known = found.forAll.get(key)
  if (known) Object.assign(known, { after: on, last: whenOf(doing) })
  else {
    found.forAll.set(key, {
      applicationId: doing.targetId,
      name: doing.targetName,
      level,
      before: !on,
      after: on,
      last: whenOf(doing),
    })
  }
}

/** Grants go with the application, without a line each: those that are known by name are ended, others counted. */
function noteUnassigned(found: Found, doing: Doing): void {
  const count = typeof doing.before?.grants === 'number' ? doing.before.grants : 0
  let named = 0
  for (const person of found.people.values()) {
    if (person.grants.get(doing.targetId)?.after !== true) continue
    named += 1
    setGrant(person, doing.targetId, false, doing, doing.targetName)
  }
  const known = found.unnamed.get(doing.targetId)
  const people = (known?.people ?? 0) + Math.max(0, count - named)
  found.unnamed.set(doing.targetId, { name: doing.targetName, people, last: whenOf(doing) })
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const texts = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) ? value.map(String) : undefined

function before<T>(span: Span<T>, value: T | undefined): void {
  if (span.before === undefined && span.after === undefined) span.before = value
}

function set<T>(span: Span<T>, old: T | undefined, now: T | undefined): void {
  before(span, old)
  span.after = now
}

function ownerLines({ owner }: Found): AccessChange[] {
  if (!owner || owner.before === owner.after) return []
  return [{ ...blank(owner.last), kind: 'owner', before: owner.before ?? null, after: owner.after ?? null }]
}

function personLines(person: PersonSpan, nameOf: (id: string) => string | null): AccessChange[] {
  const { membershipId, name, wasThere, isThere, last } = person
  const who = { ...blank(last), membershipId, name }
  const namesOf = (side: 'before' | 'after') =>
    [...person.grants]
      .filter(([, grant]) => grant[side] === true)
      .map(([id, grant]) => grant.name ?? nameOf(id) ?? id)
      .sort()
  if (!wasThere && !isThere) return []
  if (!wasThere)
    return [
      { ...who, kind: 'came', after: person.role.after ?? null, gained: namesOf('after') },
      ...(person.status.after === 'suspended' ? [{ ...who, kind: 'suspended' as const }] : []),
      ...(person.endsAt.after ? [{ ...who, kind: 'end' as const, after: person.endsAt.after }] : []),
    ]
  if (!isThere) return [{ ...who, kind: 'went', before: person.role.before ?? null, lost: namesOf('before') }]
  return [...stayed(person, who), ...grantLines(person, who, nameOf)]
}

function stayed(person: PersonSpan, who: Omit<AccessChange, 'kind'>): AccessChange[] {
  const { role, permissions, status, endsAt } = person
  const lines: AccessChange[] = []
  const gained = (permissions.after ?? []).filter((each) => !permissions.before?.includes(each))
  const lost = (permissions.before ?? []).filter((each) => !permissions.after?.includes(each))
  // Who became the owner is told by a line of its own.
  const isChanged = role.before !== role.after || gained.length > 0 || lost.length > 0
  if (role.after !== undefined && role.after !== 'owner' && isChanged) {
    lines.push({ ...who, kind: 'role', before: role.before ?? null, after: role.after, gained, lost })
  }
  if (status.after !== undefined && status.before !== status.after)
    lines.push({ ...who, kind: status.after === 'suspended' ? 'suspended' : 'resumed' })
  if (endsAt.after !== undefined && (endsAt.before ?? null) !== endsAt.after)
    lines.push({ ...who, kind: 'end', before: endsAt.before ?? null, after: endsAt.after })
  return lines
}

function grantLines(
  person: PersonSpan,
  who: Omit<AccessChange, 'kind'>,
  nameOf: (id: string) => string | null,
): AccessChange[] {
  return [...person.grants].flatMap(([applicationId, grant]): AccessChange[] => {
    if (grant.before === grant.after) return []
    return [
      {
        ...who,
        ...grant.last,
        kind: grant.after ? 'gained' : 'lost',
        applicationId,
        applicationName: grant.name ?? nameOf(applicationId) ?? applicationId,
      },
    ]
  })
}

function forAllLines({ applicationId, name, level, before: old, after, last }: ForAllSpan): AccessChange[] {
  if (old === after) return []
  const kind = after ? 'for-all' : 'not-for-all'
  return [{ ...blank(last), kind, applicationId, applicationName: name, level }]
}
