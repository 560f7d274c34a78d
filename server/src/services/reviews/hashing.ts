import { createHash } from 'node:crypto'
import { canonicalJson, type Json } from '@gatehouse/contract'

export interface Hashed {
  /** The canonical form. */
  body: string
  /** Of that, in hexadecimal digits. */
  sha256: string
}

/** A document as it is kept, and its hash. */
export function hashed(value: Json): Hashed {
  const body = canonicalJson(value)
  return { body, sha256: createHash('sha256').update(body).digest('hex') }
}
