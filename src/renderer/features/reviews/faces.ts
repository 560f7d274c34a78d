import type { AccessSource } from '@gatehouse/contract'
import type { MatrixRow, ReviewCell } from '../../../ipc/views.ts'
import { sourceNames } from '../../../strings/access.ts'
import { percent } from '../../../strings/format.ts'
import { matrixWords as t } from '../../../strings/matrix.ts'
import { decideWords } from '../../../strings/reviews.ts'
import type { Face } from '../../ui/matrix/matrix.tsx'

const sourceBits: readonly (readonly [AccessSource, number])[] = [
  ['environment', 1],
  ['account', 2],
  ['grant', 4],
]

/** Why a user has an application, by the character that stands for it. */
export function sourcesOf(letter: string | undefined): AccessSource[] {
  const bits = Number(letter ?? 0) || 0
  return sourceBits.filter(([, bit]) => (bits & bit) !== 0).map(([source]) => source)
}

export type Decided = NonNullable<ReviewCell['decision']>

const decisionsByLetter: Record<string, Decided> = { k: 'keep', r: 'revoke', n: 'unsure', c: 'change' }
const adviceByLetter: Record<string, Exclude<Decided, 'change'>> = { k: 'keep', r: 'revoke', n: 'unsure' }
const locksByLetter: Record<string, keyof typeof t.locks> = {
  x: 'none',
  e: 'environment',
  a: 'account',
  o: 'owner',
  s: 'self',
}
const signs: Record<Decided, string> = { keep: '✓', revoke: '✕', unsure: '?', change: '⇄' }

/** How a cell of a row looks and sounds. Cell 0 is the membership itself. */
export function faceOf(row: MatrixRow, cell: number, columnName: string): Face {
  const sources = cell === 0 ? [] : sourcesOf(row.access[cell - 1])
  const decision = decisionsByLetter[row.decisions?.[cell] ?? '.'] ?? null
  const advice = adviceByLetter[row.advice?.[cell] ?? '.'] ?? null
  const lock = lockOf(row, cell, sources)
  const hasNote = row.noted?.includes(cell) ?? false
  const said = [
    ...(cell === 0
      ? [t.isMember]
      : sources.length > 0
        ? sources.map((each) => sourceNames[each])
        : [t.noAccess]),
    ...(decision ? [t.decidedAs(t.decisions[decision])] : []),
    ...(lock && lock !== 'none' ? [t.isLocked(t.locks[lock])] : []),
    ...(!decision && !lock && row.decisions !== null ? [t.undecided] : []),
    ...(advice && !lock ? [t.isAdvised(t.decisions[advice])] : []),
    ...(hasNote ? [t.hasNote] : []),
  ]
  const label = t.cell(row.name, columnName, said)
  if (decision) return { look: decision, mark: signs[decision], text: t.short[decision], hasNote, label }
  if (lock === 'none') return { look: 'none', mark: '–', text: '', hasNote, label }
  const mark = sources.map((each) => t.letters[each]).join('+')
  const source = sources[0]
  // Where nothing is decided a padlock would say no more than the source does.
  if (lock && row.locks !== null) return { look: 'locked', mark, source, text: '', hasNote, label }
  const text = advice ? t.advised[advice] : ''
  return { look: 'open', mark, source, text, hasNote, label }
}

/** Without a review, what comes by an auto-assignment counts as locked: nobody gets or loses it alone. */
function lockOf(row: MatrixRow, cell: number, sources: readonly AccessSource[]): keyof typeof t.locks | null {
  if (row.locks !== null) return locksByLetter[row.locks[cell] ?? '.'] ?? null
  if (sources.length === 0) return 'none'
  if (sources.includes('environment')) return 'environment'
  return sources.includes('account') ? 'account' : null
}

/** A recommendation with its reason, in words. */
export function adviceInWords(advice: NonNullable<ReviewCell['advice']>): string {
  return decideWords.adviceIs(t.decisions[advice.decision], reasonInWords(advice))
}

function reasonInWords({ reason, days, percent: share }: NonNullable<ReviewCell['advice']>): string {
  const say = decideWords.reasons
  switch (reason) {
    case 'unseen':
      return days === null ? say.neverSeen : say.unseenDays(days)
    case 'ending':
      return say.endingIn(days ?? 0)
    case 'unusual':
      return say.unusual(percent(share ?? 0, 100))
    case 'used':
      return days === null ? say.used : say.usedDays(days)
    default:
      return say[reason]
  }
}

/** All of a cell for a screen reader, with why it is recommended. */
export function labelOf(row: MatrixRow, cell: ReviewCell, columnName: string): string {
  const { decision, advice, lock } = cell
  const sources = cell.sources.map((each) => sourceNames[each])
  return t.cell(row.name, columnName, [
    ...(cell.cell === 0 ? [t.isMember] : sources.length > 0 ? sources : [t.noAccess]),
    ...(lock && lock !== 'none' ? [t.isLocked(t.locks[lock])] : []),
    ...(lock ? [] : [decision ? t.decidedAs(t.decisions[decision]) : t.undecided]),
    ...(lock && decision ? [t.decidedAs(t.decisions[decision])] : []),
    ...(advice && !lock ? [t.isAdvised(adviceInWords(advice))] : []),
    ...(cell.note ? [t.hasNote] : []),
  ])
}
