import {
  type AttentionFilter,
  type AttentionLevel,
  type AttentionReasonKind,
  attentionLevels,
  attentionReasons,
  levelOfReason,
} from '../../ipc/attention.ts'
import type { Sql } from '../database.ts'
import { type Directory, directoryOf, type Known } from './directory.ts'
import { part } from './kept.ts'
import {
  type Applications,
  applicationFigures,
  type InvitationFigures,
  invitationFigures,
  outboxFigures,
  type RenewalFigures,
  type ReviewFigures,
  renewalFigures,
  reviewFigures,
} from './parts.ts'
import { concernsPeople, type People, peopleOf } from './people.ts'

/**
 * What each reason weighs. One that keeps people from working is never outweighed by any number of the others' kind;
 * among equals, more of it weighs more.
 */
const weights: Record<AttentionReasonKind, number> = {
  changes: 2000,
  'no-owner': 1600,
  'no-way-in': 1400,
  suspended: 1200,
  reviews: 260,
  invitations: 240,
  ending: 200,
  'one-admin': 160,
  renewals: 140,
  'inactive-applications': 120,
  'not-seen': 20,
}
const mostCounted = 20

export interface Reason {
  kind: AttentionReasonKind
  count: number
  at: number | null
  part: number
}

export interface Attention {
  reasons: readonly Reason[]
  score: number
  level: AttentionLevel | null
}

export interface Attentions {
  directory: Directory
  of(account: Known): Attention
}

/** What each account needs, as far as its people have been looked at. */
export function attentions(sql: Sql, now: Date): Attentions {
  const directory = directoryOf(sql, now)
  const figures: Figures = {
    invitations: invitationFigures(sql, now),
    renewals: renewalFigures(sql, now),
    reviews: reviewFigures(sql, now),
    applications: applicationFigures(sql, now),
    refused: outboxFigures(sql).refused,
  }
  const worked = part<WorkedOut>(sql, 'attention', now, () => ({ figures: null, known: new Map() }))
  // A part of it was worked out anew because of its age.
  if (!worked.figures || !isSame(worked.figures, figures)) worked.known.clear()
  worked.figures = figures
  return {
    directory,
    of(account) {
      const people = peopleIn(sql, account, now)
      const known = worked.known.get(account.n)
      if (known && known.people === people) return known.attention
      const attention = rank(reasonsOf(account, figures, people))
      worked.known.set(account.n, { people, attention })
      return attention
    },
  }
}

interface WorkedOut {
  figures: Figures | null
  known: Map<number, { people: People | null; attention: Attention }>
}

/** What is refused changes with the outbox alone, and then all of it is forgotten. */
function isSame(a: Figures, b: Figures): boolean {
  return (
    a.invitations === b.invitations &&
    a.renewals === b.renewals &&
    a.reviews === b.reviews &&
    a.applications === b.applications
  )
}

function peopleIn(sql: Sql, account: Known, now: Date): People | null {
  return concernsPeople(account) ? peopleOf(sql, account.item.id, now) : null
}

interface Figures {
  invitations: ReadonlyMap<number, InvitationFigures>
  renewals: ReadonlyMap<number, RenewalFigures>
  reviews: ReadonlyMap<number, ReviewFigures>
  applications: Applications
  refused: ReadonlyMap<string, number>
}

/** A suspended account can only be resumed, and of a closed one nothing is expected any more. */
function reasonsOf(account: Known, figures: Figures, people: People | null): Reason[] {
  const { item } = account
  const reasons: Reason[] = []
  const add = (kind: AttentionReasonKind, count: number, more: Partial<Reason> = {}) => {
    if (count > 0) reasons.push({ kind, count, at: null, part: 0, ...more })
  }
  add('changes', figures.refused.get(item.id) ?? 0)
  if (item.status === 'suspended') add('suspended', 1)
  if (item.status !== 'active' || !account.isLoaded) return reasons
  if (people) addPeople(add, people)
  const late = account.sees.reviews ? figures.reviews.get(account.n) : undefined
  if (late) add('reviews', late.overdue, { at: late.dueAt })
  const invitations = account.sees.users ? figures.invitations.get(account.n) : undefined
  if (invitations) {
    const { waiting, expired, oldestAt } = invitations
    add('invitations', waiting + expired, { part: expired, at: oldestAt })
  }
  if (account.sees.applications) addApplications(add, account, figures.applications)
  const renewals = account.sees.services ? figures.renewals.get(account.n) : undefined
  if (renewals) add('renewals', renewals.renewals, { at: renewals.nextAt })
  return reasons
}

type Add = (kind: AttentionReasonKind, count: number, more?: Partial<Reason>) => void

function addPeople(add: Add, { owners, admins, notSeen, ending, nextEnd }: People): void {
  if (owners === 0) add('no-owner', 1)
  else if (admins === 1) add('one-admin', 1)
  add('ending', ending, { at: nextEnd })
  add('not-seen', notSeen)
}

function addApplications(add: Add, { n, item }: Known, applications: Applications): void {
  const { ofAccount, ofEnvironment, withWayIn, accountsWithWayIn } = applications
  if (!withWayIn.has(item.environmentId) && !accountsWithWayIn.has(n)) add('no-way-in', 1)
  const own = ofAccount.get(n)
  const given = ofEnvironment.get(item.environmentId)
  add('inactive-applications', (own?.inactive ?? 0) + (given?.inactive ?? 0), {
    part: (own?.inactiveAgents ?? 0) + (given?.inactiveAgents ?? 0),
  })
}

function rank(reasons: Reason[]): Attention {
  const sorted = reasons.toSorted(
    (a, b) => attentionReasons.indexOf(a.kind) - attentionReasons.indexOf(b.kind),
  )
  const score = sorted.reduce((sum, { kind, count }) => sum + weigh(kind, count), 0)
  const levels = new Set(sorted.map(({ kind }) => levelOfReason[kind]))
  return { reasons: sorted, score, level: attentionLevels.find((level) => levels.has(level)) ?? null }
}

function weigh(kind: AttentionReasonKind, count: number): number {
  return weights[kind] * (1 + Math.min(count - 1, mostCounted) / (mostCounted * 4))
}

/** Whether an account has what a list of accounts is narrowed to. */
export function hasReason({ reasons }: Attention, wanted: AttentionFilter): boolean {
  if (wanted === 'any') return reasons.length > 0
  if (wanted === 'owners') return reasons.some(({ kind }) => kind === 'no-owner' || kind === 'one-admin')
  return reasons.some(({ kind }) => kind === wanted)
}
