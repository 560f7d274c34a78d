import type { ReviewSeal } from '../entities/review.ts'

/** The text that the server signs: line by line what it says of a record. */
export function sealedText(seal: Omit<ReviewSeal, 'signature'>): string {
  const { recordSha256, recordedAt, server, publicKey } = seal
  return ['gatehouse.review.seal/1', recordSha256, recordedAt, server, publicKey].join('\n')
}
