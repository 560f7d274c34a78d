import { generateKeyPairSync } from 'node:crypto'
import { z } from 'zod'
import type { Clock, Randomness } from '../clock.ts'
import type { Database, Tx } from '../db/database.ts'

const signingKeySchema = z.looseObject({ kty: z.literal('EC'), kid: z.string(), d: z.string() })
const oneKeySchema = z.object({ key: z.string() })

export interface IdentitySecrets {
  /** Private keys that sign id tokens, as JSON Web Keys; the first one signs, all are published. */
  signingKeys: z.infer<typeof signingKeySchema>[]
  /** Sign the cookies; the first one signs, all are accepted. */
  cookieKeys: string[]
  /** Seals references to invitations while a sign-in is under way. */
  referenceKey: Buffer
  /** What keys for data of our own are derived from; see sealing.ts. Never replaced: what it sealed is kept for years. */
  dataKey: Buffer
}

const dayMs = 86_400_000

/**
 * A new key is made every ninety days. It is accepted at once and signs thirty days later, so that every node that was
 * started meanwhile knows it before the first one signs with it. A key that signs no more is accepted until two newer
 * ones have followed.
 */
export const keyDays = { between: 90, ahead: 30 } as const
const keysKept = 3

export interface SecretsDeps {
  db: Database
  clock: Clock
  random: Randomness
}

/**
 * Made by whichever node starts first, kept in the database, the same for all nodes. Keys that are due are replaced
 * here, at the start of a node: one that runs for more than thirty days should be restarted now and then.
 */
export async function loadSecrets(deps: SecretsDeps): Promise<IdentitySecrets> {
  const { random } = deps
  const [signingKeys, cookieKeys, reference, data] = await Promise.all([
    keyRing(deps, 'identity.signing-keys', signingKeySchema, () => makeSigningKey(random)),
    keyRing(deps, 'identity.cookie-keys', z.string(), () => makeKey(random)),
    oneKey(deps, 'identity.reference-key'),
    oneKey(deps, 'identity.data-key'),
  ])
  return { signingKeys, cookieKeys, referenceKey: reference, dataKey: data }
}

interface RingKey<K> {
  key: K
  madeAt: Date
}

/** The key that signs, and after it those that are accepted besides. */
async function keyRing<K>(
  deps: SecretsDeps,
  name: string,
  schema: z.ZodType<K>,
  make: () => K,
): Promise<K[]> {
  const now = deps.clock.now()
  const entry = z.object({ key: schema, madeAt: z.iso.datetime().transform((text) => new Date(text)) })
  const ring = await deps.db.transaction().execute(async (tx) => {
    const row = await holdRow(tx, name, { keys: [{ key: make(), madeAt: now }] })
    const keys = z
      // As it was before keys had an age: the row's own is theirs.
      .array(z.union([entry, schema.transform((key) => ({ key, madeAt: row.created_at }))]))
      .parse((row.value as { keys?: unknown }).keys)
    const due = replaceDue(keys, now, make)
    if (due !== keys) await writeRow(tx, name, { keys: due })
    return due
  })
  return inOrder(ring, now).map(({ key }) => key)
}

/** Newest first. The same array where nothing is due. */
function replaceDue<K>(keys: RingKey<K>[], now: Date, make: () => K): RingKey<K>[] {
  const newest = keys[0]
  const age = newest ? now.getTime() - newest.madeAt.getTime() : Number.POSITIVE_INFINITY
  if (age < keyDays.between * dayMs) return keys
  return [{ key: make(), madeAt: now }, ...keys].slice(0, keysKept)
}

/** The newest that has been known for long enough comes first; the first key ever has nobody to wait for. */
function inOrder<K>(keys: RingKey<K>[], now: Date): RingKey<K>[] {
  const since = now.getTime() - keyDays.ahead * dayMs
  const signs = keys.find(({ madeAt }) => madeAt.getTime() <= since) ?? keys.at(-1)
  return signs ? [signs, ...keys.filter((one) => one !== signs)] : []
}

async function oneKey({ db, random }: SecretsDeps, name: string): Promise<Buffer> {
  const row = await db.transaction().execute((tx) => holdRow(tx, name, { key: makeKey(random) }))
  return Buffer.from(oneKeySchema.parse(row.value).key, 'base64url')
}

/** The row, held until the transaction ends; made where there was none. Of nodes that start together, one makes it. */
async function holdRow(tx: Tx, name: string, initial: object) {
  await tx
    .insertInto('server_secret')
    .values({ name, value: JSON.stringify(initial) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return tx
    .selectFrom('server_secret')
    .where('name', '=', name)
    .select(['value', 'created_at'])
    .forUpdate()
    .executeTakeFirstOrThrow()
}

async function writeRow(tx: Tx, name: string, value: object): Promise<void> {
  await tx
    .updateTable('server_secret')
    .set({ value: JSON.stringify(value) })
    .where('name', '=', name)
    .execute()
}

function makeKey(random: Randomness): string {
  return random.bytes(32).toString('base64url')
}

function makeSigningKey(random: Randomness): z.infer<typeof signingKeySchema> {
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
  return signingKeySchema.parse({
    ...key,
    kid: random.bytes(9).toString('base64url'),
    alg: 'ES256',
    use: 'sig',
  })
}
