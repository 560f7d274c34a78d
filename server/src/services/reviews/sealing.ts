import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { type ReviewSeal, sealedText } from '@gatehouse/contract'
import { z } from 'zod'
import type { Randomness } from '../../clock.ts'
import type { Tx } from '../../db/database.ts'
import type { WriteContext } from '../context.ts'

const secretName = 'reviews.sealing-key'
const secretSchema = z.object({ key: z.string() })

/**
 * The server's word on a signed record. The key is made when the first one is needed and never replaced: whoever has
 * a record compares its key with the one they know.
 */
export async function sealRecord(
  { tx, now, random, publicUrl }: Pick<WriteContext, 'tx' | 'now' | 'random' | 'publicUrl'>,
  recordSha256: string,
): Promise<ReviewSeal> {
  const privateKey = await sealingKey(tx, random)
  const said = {
    recordSha256,
    recordedAt: now.toISOString(),
    server: publicUrl,
    publicKey: rawPublicKey(privateKey),
  }
  return { ...said, signature: sign(null, Buffer.from(sealedText(said)), privateKey).toString('base64url') }
}

/** The key that records are checked against, as `gatehouse verify --key` takes it; made where there is none yet. */
export async function sealPublicKey(tx: Tx, random: Randomness): Promise<string> {
  return rawPublicKey(await sealingKey(tx, random))
}

/** Of nodes that need the first one together, one makes it and the others wait. */
async function sealingKey(tx: Tx, random: Randomness): Promise<KeyObject> {
  const find = () =>
    tx.selectFrom('server_secret').where('name', '=', secretName).select('value').executeTakeFirst()
  let row = await find()
  if (!row) {
    const value = JSON.stringify({ key: random.bytes(32).toString('base64url') })
    await tx
      .insertInto('server_secret')
      .values({ name: secretName, value })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    row = await find()
  }
  return privateKeyOf(Buffer.from(secretSchema.parse(row?.value).key, 'base64url'))
}

// Thirty-two bytes, in the frame in which Node takes a private Ed25519 key.
const frame = Buffer.from('302e020100300506032b657004220420', 'hex')

function privateKeyOf(bytes: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([frame, bytes]), format: 'der', type: 'pkcs8' })
}

function rawPublicKey(privateKey: KeyObject): string {
  return z.object({ x: z.string() }).parse(createPublicKey(privateKey).export({ format: 'jwk' })).x
}
