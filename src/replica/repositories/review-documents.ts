import type { AccountId, ReviewId } from '@gatehouse/contract'
import type { Sql } from '../database.ts'

// What reviews froze, and what was decided in them. It names people and accounts, so it goes with its account; what a
// change in the outbox carries stays for as long as that does.

export type DocumentKind = 'snapshot' | 'decisions' | 'conflicts'

export interface DocumentOf {
  accountId: AccountId
  reviewId: ReviewId
  kind: DocumentKind
  sha256: string
}

/** Keeps a text under its hash. The same again changes nothing. */
export function putDocument(sql: Sql, { accountId, reviewId, kind, sha256 }: DocumentOf, body: string): void {
  sql.run(
    `insert or ignore into review_document (account_id, review_id, kind, sha256, body) values (?, ?, ?, ?, ?)`,
    accountId,
    reviewId,
    kind,
    sha256,
    body,
  )
}

export function readDocument(
  sql: Sql,
  { reviewId, kind, sha256 }: Omit<DocumentOf, 'accountId'>,
): string | null {
  const stored = sql.get<{ body: string }>(
    'select body from review_document where review_id = ? and kind = ? and sha256 = ?',
    reviewId,
    kind,
    sha256,
  )
  return stored?.body ?? null
}

export function hasDocument(sql: Sql, { reviewId, kind, sha256 }: Omit<DocumentOf, 'accountId'>): boolean {
  return (
    sql.get(
      'select 1 from review_document where review_id = ? and kind = ? and sha256 = ?',
      reviewId,
      kind,
      sha256,
    ) !== undefined
  )
}

/** Of one review, what has this hash. */
export function removeDocuments(
  sql: Sql,
  { reviewId, sha256 }: Pick<DocumentOf, 'reviewId' | 'sha256'>,
): void {
  sql.run('delete from review_document where review_id = ? and sha256 = ?', reviewId, sha256)
}

/** What the outbox has to send of an account. */
const isCarried = `exists (select 1 from outbox where account_id = review_document.account_id
  and instr(intent, review_document.review_id) > 0)`

/** All of one account, what is decided but not signed included. */
export function removeReviewTexts(sql: Sql, accountId: AccountId): void {
  sql.run(`delete from review_document where account_id = ? and not ${isCarried}`, accountId)
  const ofAccount = '(select n from review_draft where account_id = ?)'
  sql.run(`delete from review_decision where draft in ${ofAccount}`, accountId)
  sql.run(`delete from review_step where draft in ${ofAccount}`, accountId)
  sql.run('delete from review_draft where account_id = ?', accountId)
}

/** Of an account that the user doesn't want here: what can be fetched again. */
export function removeFetchedTexts(sql: Sql, accountId: AccountId): void {
  sql.run(`delete from review_document where account_id = ? and not ${isCarried}`, accountId)
}

/** Of accounts that aren't in the directory, once that is here as a whole. */
export function removeStrayReviewTexts(sql: Sql): void {
  const isStray = `unhex(replace(account_id, '-', '')) not in (select id from account)`
  sql.run(`delete from review_document where ${isStray} and not ${isCarried}`)
  const stray = `(select n from review_draft where ${isStray})`
  sql.run(`delete from review_decision where draft in ${stray}`)
  sql.run(`delete from review_step where draft in ${stray}`)
  sql.run(`delete from review_draft where ${isStray}`)
}
