import { createPublicKey, verify } from 'node:crypto'
import {
  canonicalJson,
  type Deciding,
  decisionAt,
  decisionsSigned,
  type Json,
  lockOf,
  membershipCell,
  type ReviewEvidence,
  type ReviewRecord,
  type ReviewSeal,
  reviewEvidenceSchema,
  reviewTotals,
  sealedText,
} from '@gatehouse/contract'
import { sha256Of } from './hash.ts'
import { readJson } from './json-text.ts'

/**
 * What is looked at, in this order. `file`: it is a record of a review and nothing else. `snapshot`, `decisions`,
 * `record`: what stands there is what was hashed. `complete`: all that was to be decided is, and nothing else.
 * `signers`: those who were to sign did. `seal`: the server's own signature. `key`: it is the server's that was
 * expected.
 */
export const checkNames = [
  'file',
  'snapshot',
  'decisions',
  'record',
  'complete',
  'signers',
  'seal',
  'key',
] as const
export type CheckName = (typeof checkNames)[number]

export interface Check {
  name: CheckName
  /** `absent`: there is nothing to look at. */
  state: 'ok' | 'failed' | 'absent'
}

export interface Verification {
  /** `unsealed`: nothing is wrong, but no server has confirmed it. */
  verdict: 'good' | 'unsealed' | 'failed'
  checks: Check[]
  /** Null where the file isn't a record of a review. */
  evidence: ReviewEvidence | null
}

/** Looks through an evidence file; needs nothing but the file. `trustedKey`: the public key its server should have. */
export function verifyEvidence(text: string, trustedKey: string | null = null): Verification {
  const evidence = readEvidence(text)
  if (!evidence) return { verdict: 'failed', checks: [{ name: 'file', state: 'failed' }], evidence: null }
  const { record, recordSha256, seal } = evidence
  const computed = sha256Of(record)
  const check = (name: CheckName, holds: boolean | null): Check => ({
    name,
    state: holds === null ? 'absent' : holds ? 'ok' : 'failed',
  })
  const checks = [
    check('file', true),
    check('snapshot', sha256Of(record.snapshot) === record.snapshotSha256),
    check('decisions', areDecisionsSigned(record)),
    check('record', computed === recordSha256),
    check('complete', isComplete(record)),
    check('signers', areSigners(record)),
    check('seal', seal && isSealed(seal, computed)),
    check('key', seal === null || trustedKey === null ? null : seal.publicKey === trustedKey),
  ]
  const isBroken = checks.some(({ state }) => state === 'failed')
  return { verdict: isBroken ? 'failed' : seal ? 'good' : 'unsealed', checks, evidence }
}

function readEvidence(text: string): ReviewEvidence | null {
  const read = readJson(text)
  if (!read) return null
  const parsed = reviewEvidenceSchema.safeParse(read.value)
  if (!parsed.success) return null
  // What the schema would add, trim or leave out isn't what was signed.
  return canonicalJson(parsed.data as Json) === canonicalJson(read.value as Json) ? parsed.data : null
}

function areDecisionsSigned(record: ReviewRecord): boolean {
  return record.signatures.every(
    ({ by, decisionsSha256 }) => sha256Of(decisionsSigned(record, by)) === decisionsSha256,
  )
}

function decidersOf({ review, signatures }: ReviewRecord): Deciding[] {
  const { reviewerId, allowsSelf } = review
  return signatures.map(({ by }) => ({ reviewerId, allowsSelf, by }))
}

/** Every cell that was to be decided is, none that couldn't be, and what is added belongs to one of them. */
function isComplete(record: ReviewRecord): boolean {
  const { snapshot, decisions, conflicts } = record
  const width = snapshot.applications.length + 1
  const { cells, notes, changes } = decisions
  if (cells.length !== snapshot.people.length || cells.some(({ length }) => length !== width)) return false
  const deciders = decidersOf(record)
  const isAllDecided = deciders.every((deciding) => {
    const { decided, total } = reviewTotals(snapshot, decisions, deciding)
    return decided === total
  })
  const isWithinRights = snapshot.people.every((person, place) => {
    for (let cell = 0; cell < width; cell += 1) {
      if (decisionAt(cells[place], cell) === null) continue
      if (deciders.every((deciding) => lockOf(person, cell, deciding) !== null)) return false
    }
    return true
  })
  const changed = new Set(changes.map(({ person }) => person))
  const hasItsChanges =
    changed.size === changes.length &&
    cells.every((each, place) => (decisionAt(each, membershipCell) === 'change') === changed.has(place)) &&
    changes.every(({ person }) => person < cells.length)
  const isInside = ({ person, cell }: { person: number; cell: number }) =>
    person < cells.length && cell < width
  return isAllDecided && isWithinRights && hasItsChanges && [...notes, ...conflicts].every(isInside)
}

function areSigners({ review, snapshot, signatures }: ReviewRecord): boolean {
  const wanted = [review.reviewerId, ...(review.secondReviewerId ? [review.secondReviewerId] : [])]
  const isBy = ['reviewer', 'second']
  return (
    snapshot.reviewId === review.id &&
    snapshot.account.id === review.accountId &&
    signatures.length === wanted.length &&
    signatures.every(({ by, userId }, place) => by === isBy[place] && userId === wanted[place])
  )
}

function isSealed(seal: ReviewSeal, recordSha256: string): boolean {
  if (seal.recordSha256 !== recordSha256) return false
  const signature = bytesOf(seal.signature)
  const key = bytesOf(seal.publicKey)
  if (!signature || !key) return false
  try {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: seal.publicKey }
    return verify(
      null,
      Buffer.from(sealedText(seal)),
      createPublicKey({ key: jwk, format: 'jwk' }),
      signature,
    )
  } catch {
    return false
  }
}

/** The last letter has bits to spare: of the ways to write the same bytes one alone is right. */
function bytesOf(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : null
}
