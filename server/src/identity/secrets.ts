import { generateKeyPairSync } from 'node:crypto'
import { z } from 'zod'
import type { Randomness } from '../clock.ts'
import type { Database } from '../db/database.ts'

const signingKeySchema = z.looseObject({ kty: z.literal('EC'), kid: z.string(), d: z.string() })

const oneKeySchema = z.object({ key: z.string() })

export interface IdentitySecrets {
  /** Private keys that sign id tokens, as JSON Web Keys. */
  signingKeys: z.infer<typeof signingKeySchema>[]
  /** Sign the cookies; the first one signs, all are accepted. */
  cookieKeys: string[]
  /** Seals references to invitations while a sign-in is under way. */
  referenceKey: Buffer
  /** What keys for data of our own are derived from; see sealing.ts. */
  dataKey: Buffer
}

/** Made by whichever node starts first, kept in the database, the same for all nodes and starts. */
export async function loadSecrets(db: Database, random: Randomness): Promise<IdentitySecrets> {
  const [signing, cookies, reference, data] = await Promise.all([
    secret(db, 'identity.signing-keys', z.object({ keys: z.array(signingKeySchema).min(1) }), () => ({
      keys: [makeSigningKey(random)],
    })),
    secret(db, 'identity.cookie-keys', z.object({ keys: z.array(z.string()).min(1) }), () => ({
      keys: [random.bytes(32).toString('base64url')],
    })),
    secret(db, 'identity.reference-key', oneKeySchema, () => makeKey(random)),
    secret(db, 'identity.data-key', oneKeySchema, () => makeKey(random)),
  ])
  return {
    signingKeys: signing.keys,
    cookieKeys: cookies.keys,
    referenceKey: Buffer.from(reference.key, 'base64url'),
    dataKey: Buffer.from(data.key, 'base64url'),
  }
}

function makeKey(random: Randomness): { key: string } {
  return { key: random.bytes(32).toString('base64url') }
}

async function secret<T extends object>(
  db: Database,
  name: string,
  schema: z.ZodType<T>,
  make: () => T,
): Promise<T> {
  const found = await read(db, name)
  if (found !== undefined) return schema.parse(found)
  await db
    .insertInto('server_secret')
    .values({ name, value: JSON.stringify(make()) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  // Read again: another node may have been first.
  return schema.parse(await read(db, name))
}

async function read(db: Database, name: string): Promise<unknown> {
  const row = await db.selectFrom('server_secret').select('value').where('name', '=', name).executeTakeFirst()
  return row?.value
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
