import { accessAt, membershipCell } from '@gatehouse/contract'
import { roleNames } from '../../strings/common.ts'
import { reviewFileWords as t } from '../../strings/review-file.ts'
import { toCsv } from '../session/csv.ts'
import type { AccessFile, Person } from './print/parts.ts'
import { everyCell, type ReviewFile, stateOf } from './review-file.ts'

/** A review for a spreadsheet: a line for each membership and each access that was looked at. */
export function reviewAsCsv(file: ReviewFile): string {
  const { review, snapshot, decisions, evidence } = file
  const { account, applications, people } = snapshot
  const changes = new Map(decisions.changes.map(({ person, change }) => [person, change]))
  const { columns } = t
  const rows = [...everyCell(file)].map(({ place, cell, decision, lock, note }) => {
    const person = people[place]
    const change = cell === membershipCell && decision === 'change' ? changes.get(place) : undefined
    const sources = person && cell !== membershipCell ? accessAt(person, cell - 1) : []
    const isLocked = lock !== null && lock !== 'none'
    return [
      ...(person ? whoIs(person) : []),
      cell === membershipCell ? t.membershipItself : (applications[cell - 1]?.name ?? ''),
      sources.map((source) => t.sources[source]).join('; '),
      decision ? t.decisions[decision] : isLocked ? '' : t.undecided,
      change ? ('role' in change ? roleNames[change.role] : change.endsAt) : '',
      isLocked ? t.locks[lock] : '',
      note ?? '',
    ]
  })
  return toCsv([
    [t.kind, review.title],
    ...headOf(account, snapshot.asOf),
    [columns.status, t.states[stateOf(file)]],
    [t.snapshotHash, file.snapshotSha256],
    ...(evidence ? [[t.recordHash, evidence.recordSha256]] : []),
    ...administratorLines(snapshot),
    [],
    [
      ...personColumns(),
      columns.application,
      columns.source,
      columns.decision,
      columns.change,
      columns.reason,
      columns.note,
    ],
    ...rows,
  ])
}

/** Who has access to what, for a spreadsheet: a line for each user, a column for each application. */
export function matrixAsCsv(file: AccessFile): string {
  const { account, asOf, applications, people } = file
  const rows = people.map((person) => [
    ...whoIs(person),
    ...applications.map((_, place) =>
      accessAt(person, place)
        .map((source) => t.sources[source])
        .join('; '),
    ),
  ])
  return toCsv([
    [t.matrixKind, account.name],
    ...headOf(account, asOf),
    ...administratorLines(file),
    [],
    [...personColumns(), ...applications.map(({ name }) => name)],
    ...rows,
  ])
}

function headOf({ name, reference, environmentName }: AccessFile['account'], asOf: string): string[][] {
  return [
    [t.account, name],
    [t.columns.reference, reference],
    [t.columns.environment, environmentName],
    [t.asOf, asOf],
  ]
}

function administratorLines({ administrators }: Pick<AccessFile, 'administrators'>): string[][] {
  return (administrators ?? []).map(({ name, email }) => [t.administrators, name, email])
}

function personColumns(): string[] {
  const { user, email, role, status, lastSeen } = t.columns
  return [user, email, role, status, lastSeen]
}

function whoIs({ name, email, role, isOwner, status, lastActiveAt }: Person): string[] {
  return [
    name,
    email,
    isOwner ? roleNames.owner : roleNames[role],
    status === 'active' ? t.active : t.suspended,
    lastActiveAt ?? '',
  ]
}
