import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { z } from 'zod'
import type { UpdateFailure } from '../../ipc/views.ts'

// What a release says of itself (`latest.yml` and its like) names files by their hashes, so whoever vouches for those
// few lines vouches for the files. The signature stands beside it, in `latest.yml.sig`, and says besides which file it
// is of, when it was made and until when it holds.

/** `development`: for trials of an unpackaged app, and of no worth elsewhere. */
export interface UpdateKey {
  /** The 32 bytes of an Ed25519 public key, in base64. */
  publicKey: string
  use: 'release' | 'development'
}

const day = 24 * 60 * 60 * 1000
/** How far this computer's clock may be behind the one that signed. */
const clockSlackMs = day
/** No statement holds longer, whatever it says of itself. */
export const longestHoldDays = 90

const sealSchema = z.object({
  format: z.literal(1),
  file: z.string().regex(/^[a-z0-9-]{1,60}\.yml$/),
  issued: z.iso.datetime(),
  expires: z.iso.datetime(),
  sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
  /** Several while keys are being exchanged: one that is trusted is enough. */
  signatures: z
    .array(z.object({ key: z.string().regex(/^[0-9a-f]{16}$/), signature: z.string().max(120) }))
    .min(1)
    .max(5),
})
export type Seal = z.infer<typeof sealSchema>
type Stated = Pick<Seal, 'file' | 'issued' | 'expires' | 'sha512'>

export type Verified = { ok: true; issued: string } | { ok: false; reason: UpdateFailure }

/** The keys that count: in a packaged app those of releases alone. */
export function trustedKeys(keys: readonly UpdateKey[], isPackaged: boolean): readonly UpdateKey[] {
  return isPackaged ? keys.filter(({ use }) => use === 'release') : keys
}

/** The name of a key follows from it, so that no name can be given to another key. */
export function keyIdOf(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').slice(0, 16)
}

export function publicHalf(key: KeyObject): string {
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' })
  return Buffer.from(x, 'base64url').toString('base64')
}

/** The seal of a file, by each of the private keys. */
export function seal(
  metadata: Uint8Array,
  { file, issued, expires }: { file: string; issued: Date; expires: Date },
  privateKeys: readonly KeyObject[],
): Seal {
  const stated: Stated = {
    file,
    issued: issued.toISOString(),
    expires: expires.toISOString(),
    sha512: hashOf(metadata),
  }
  const signatures = privateKeys.map((key) => ({
    key: keyIdOf(publicHalf(key)),
    signature: sign(null, statement(stated), key).toString('base64'),
  }))
  return sealSchema.parse({ format: 1, ...stated, signatures })
}

/** Whether what the server gave as `file` is what was signed, by a key that is trusted, and still holds. */
export function checkSeal(
  metadata: Uint8Array,
  sealText: string,
  { file, keys, now }: { file: string; keys: readonly UpdateKey[]; now: Date },
): Verified {
  const parsed = sealSchema.safeParse(jsonIn(sealText))
  if (!parsed.success) return { ok: false, reason: 'unsigned' }
  const found = parsed.data
  if (!isSignedByOne(found, keys)) return { ok: false, reason: 'unsigned' }
  if (found.sha512 !== hashOf(metadata)) return { ok: false, reason: 'altered' }
  if (found.file !== file) return { ok: false, reason: 'wrong-channel' }
  const issued = Date.parse(found.issued)
  if (issued - clockSlackMs > now.getTime()) return { ok: false, reason: 'clock' }
  const expires = Math.min(Date.parse(found.expires), issued + longestHoldDays * day)
  if (expires <= now.getTime()) return { ok: false, reason: 'expired' }
  return { ok: true, issued: found.issued }
}

function isSignedByOne(found: Seal, keys: readonly UpdateKey[]): boolean {
  const text = statement(found)
  return found.signatures.some(({ key, signature }) => {
    const trusted = keys.find(({ publicKey }) => keyIdOf(publicKey) === key)
    return trusted !== undefined && verify(null, text, keyFrom(trusted), Buffer.from(signature, 'base64'))
  })
}

function keyFrom({ publicKey }: UpdateKey): KeyObject {
  const x = Buffer.from(publicKey, 'base64').toString('base64url')
  return createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } })
}

/** What is signed. Its first line is nobody else's, so that no other signature of the key can stand for this one. */
function statement({ file, issued, expires, sha512 }: Stated): Buffer {
  return Buffer.from(['gatehouse update 1', file, issued, expires, sha512, ''].join('\n'))
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha512').update(bytes).digest('base64')
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
