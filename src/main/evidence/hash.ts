import { createHash } from 'node:crypto'
import { canonicalJson, type Json } from '@gatehouse/contract'

/** SHA-256 of the canonical form, as it stands in records and signatures. */
export function sha256Of(document: unknown): string {
  return createHash('sha256')
    .update(canonicalJson(document as Json))
    .digest('hex')
}
