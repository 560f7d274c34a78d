import type { ReviewSnapshot, SnapshotPerson } from '../entities/review-documents.ts'
import { accessAt, membershipCell } from './review-cells.ts'

/** Days without being seen from which on access is recommended to be revoked. */
export const unseenDays = 90
/** Below this share of users of the same role, having an application is unusual. */
const unusualShare = 0.1
/** Fewer users of a role than these say nothing about what is usual. */
const fewOfRole = 8

export interface Recommendation {
  decision: 'keep' | 'revoke' | 'unsure'
  /**
   * `unseen`: not seen for `days` (null: never). `suspended`. `ending`: ends by itself at `days` from now. `legacy`: a
   * login of former times. `unusual`: `percent` of the users with this role have it. `inactive`: the application can't
   * be opened. `used`: seen `days` ago.
   */
  reason: 'unseen' | 'suspended' | 'ending' | 'legacy' | 'unusual' | 'inactive' | 'used'
  days: number | null
  percent: number | null
}

/** What is usual in an account: how many users of each role have each application. */
export interface Usual {
  ofRole: ReadonlyMap<string, number>
  /** By role, then by application. */
  having: ReadonlyMap<string, readonly number[]>
}

export function whatIsUsual({ people, applications }: ReviewSnapshot): Usual {
  const ofRole = new Map<string, number>()
  const having = new Map<string, number[]>()
  for (const person of people) {
    if (person.status !== 'active') continue
    ofRole.set(person.role, (ofRole.get(person.role) ?? 0) + 1)
    const counts = having.get(person.role) ?? new Array<number>(applications.length).fill(0)
    for (let place = 0; place < applications.length; place += 1)
      if (person.access[place] !== '.') counts[place] = (counts[place] ?? 0) + 1
    having.set(person.role, counts)
  }
  return { ofRole, having }
}

/** What the facts speak for, with the strongest reason. Says nothing of cells that can't be decided. */
export function recommend(
  snapshot: ReviewSnapshot,
  usual: Usual,
  person: SnapshotPerson,
  cell: number,
): Recommendation {
  const asOf = Date.parse(snapshot.asOf)
  const days = person.lastActiveAt === null ? null : daysBetween(Date.parse(person.lastActiveAt), asOf)
  const say = (
    decision: Recommendation['decision'],
    reason: Recommendation['reason'],
    percent: number | null = null,
  ): Recommendation => ({ decision, reason, days, percent })

  if (person.status === 'suspended') return say('revoke', 'suspended')
  const known = daysBetween(Date.parse(person.createdAt), asOf)
  if (days === null ? known >= unseenDays : days >= unseenDays) return say('revoke', 'unseen')
  if (cell !== membershipCell) {
    const application = cell - 1
    const share = shareOf(usual, person, application)
    if (share !== null && share < unusualShare && accessAt(person, application).length > 0)
      return say('unsure', 'unusual', Math.round(share * 100))
    if (snapshot.applications[application]?.status === 'inactive') return say('unsure', 'inactive')
  }
  if (person.isLegacy) return say('unsure', 'legacy')
  if (person.endsAt !== null)
    return { ...say('keep', 'ending'), days: daysBetween(asOf, Date.parse(person.endsAt)) }
  return say('keep', 'used')
}

function shareOf(usual: Usual, { role }: SnapshotPerson, application: number): number | null {
  const all = usual.ofRole.get(role) ?? 0
  if (all < fewOfRole) return null
  return (usual.having.get(role)?.[application] ?? 0) / all
}

const dayMs = 86_400_000

function daysBetween(from: number, to: number): number {
  return Math.max(0, Math.floor((to - from) / dayMs))
}
