import { generateKeyPairSync } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { SignJWT } from 'jose'
import { type Adapter, type AdapterPayload, type KoaContextWithOIDC, Provider } from 'oidc-provider'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemRandomness } from '../../clock.ts'
import { discoveryOf } from '../../routes/discovery.ts'
import { problemOfError } from '../../routes/problems.ts'
import { IssuerUnavailable } from '../ports.ts'
import { createIdentityWorld, dropIdentityDatabase, type IdentityWorld } from '../test-kit.ts'
import { createExternalIdentity } from './external-identity.ts'
import { createMetadata } from './issuer-metadata.ts'

const audience = 'https://gatehouse.example.com/api'
const clientId = 'gatehouse'
const signingKey = {
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
  alg: 'ES256',
  kid: 'one',
  use: 'sig',
}

// The organisation's issuer: another OpenID provider, on the loopback address.
const people: Record<string, { email: string; email_verified: boolean; name: string }> = {
  u1: { email: 'ana@example.com', email_verified: true, name: 'Ana Ruiz' },
  u2: { email: 'ana@example.com', email_verified: true, name: 'Another Ana' },
  u3: { email: 'ana@example.com', email_verified: false, name: 'Pretender' },
}
let http: Server
let provider: Provider
let issuer: string
let extra: Record<string, unknown>

const kept = new Map<string, AdapterPayload>()
const inMemory = (kind: string): Adapter => ({
  upsert: async (id, payload) => void kept.set(`${kind} ${id}`, payload),
  find: async (id) => kept.get(`${kind} ${id}`),
  findByUid: async () => undefined,
  findByUserCode: async () => undefined,
  consume: async () => {},
  destroy: async (id) => void kept.delete(`${kind} ${id}`),
  revokeByGrantId: async () => {},
})

beforeAll(async () => {
  http = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => http.once('listening', resolve))
  issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  provider = new Provider(issuer, {
    adapter: inMemory,
    ttl: { AccessToken: 600, Grant: 600 },
    jwks: { keys: [signingKey as never] },
    clients: [
      {
        client_id: clientId,
        token_endpoint_auth_method: 'none',
        redirect_uris: ['http://127.0.0.1/callback'],
      },
      {
        client_id: 'api',
        client_secret: 'a secret of the api, long enough',
        redirect_uris: [],
        response_types: [],
        grant_types: [],
      },
    ],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    scopes: ['openid', 'email', 'profile'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: {
      devInteractions: { enabled: false },
      introspection: { enabled: true, allowedPolicy: async () => true },
      resourceIndicators: { enabled: true, getResourceServerInfo: async () => ({ scope: '' }) },
    },
    findAccount: async (_ctx: KoaContextWithOIDC, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...people[id] }),
    }),
    extraTokenClaims: async () => extra as never,
  })
  http.on('request', provider.callback())
})
afterAll(async () => {
  http.closeAllConnections()
  await new Promise((resolve) => http.close(resolve))
  await dropIdentityDatabase()
})

let world: IdentityWorld
beforeEach(async () => {
  world = await createIdentityWorld()
  extra = {}
})
afterEach(() => world.close())

/** An access token as the issuer gives it out after a sign-in. */
async function issue(subject: string, kind: 'jwt' | 'opaque', to = clientId): Promise<string> {
  const client = await provider.Client.find(to)
  if (!client) throw new Error('no client')
  const grant = new provider.Grant({ accountId: subject, clientId: to })
  grant.addOIDCScope('openid email profile')
  const grantId = await grant.save()
  const token = new provider.AccessToken({
    accountId: subject,
    client,
    grantId,
    scope: 'openid email profile',
    gty: 'authorization_code',
  } as never)
  if (kind === 'jwt') {
    const info = { scope: 'openid email profile', accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } }
    token.resourceServer = new provider.ResourceServer(audience, info as never)
  }
  return token.save()
}

function createIdentity(options: { introspection?: boolean; fetch?: typeof fetch } = {}) {
  const { introspection = false } = options
  return createExternalIdentity({
    db: world.db,
    clock: world.clock,
    random: systemRandomness,
    issuer: {
      issuer,
      clientId,
      audience,
      scope: 'openid',
      introspection: introspection
        ? {
            url: `${issuer}/token/introspection`,
            clientId: 'api',
            secret: 'a secret of the api, long enough',
          }
        : null,
      accountUrl: null,
    },
    config: { publicUrl: 'https://gatehouse.example.com', name: 'Fernhill Cloud' },
    ...(options.fetch ? { fetch: options.fetch } : {}),
  })
}

test('a token that the issuer signed names the user with its verified address, known or new', async () => {
  const userId = await world.addUser('ana@example.com')
  const identity = createIdentity()
  extra = people.u1 as object as never
  const known = await identity.authenticate(await issue('u1', 'jwt'))
  expect(known).toEqual({ userId, sessionId: null })

  extra = { email: 'ben@example.com', email_verified: true, name: 'Ben' }
  const tokens = await Promise.all([issue('u9', 'jwt'), issue('u9', 'jwt'), issue('u9', 'jwt')])
  const news = await Promise.all(tokens.map((token) => identity.authenticate(token)))
  expect(new Set(news.map((one) => one?.userId)).size).toBe(1)
  const user = await world.db
    .selectFrom('app_user')
    .where('email', '=', 'ben@example.com')
    .selectAll()
    .executeTakeFirstOrThrow()
  expect(user).toMatchObject({ id: news[0]?.userId, name: 'Ben', password_hash: null })
  expect(user.email_verified_at).not.toBeNull()
})

test('whoever was linked once stays so, whatever address the token says later', async () => {
  const userId = await world.addUser('ana@example.com')
  const identity = createIdentity()
  extra = people.u1 as never
  await identity.authenticate(await issue('u1', 'jwt'))
  extra = { email: 'other@example.com', email_verified: false }
  expect(await identity.authenticate(await issue('u1', 'jwt'))).toEqual({ userId, sessionId: null })
})

test('an address that is not verified, missing, or was given to somebody else links nobody', async () => {
  await world.addUser('ana@example.com')
  const identity = createIdentity()
  for (const claims of [
    people.u3,
    { email: 'ana@example.com' },
    { email: 'ana@example.com', email_verified: 'true' },
    {},
  ]) {
    extra = claims as never
    expect(await identity.authenticate(await issue('u3', 'jwt'))).toBeNull()
  }
  extra = people.u1 as never
  expect(await identity.authenticate(await issue('u1', 'jwt'))).not.toBeNull()
  expect(await identity.authenticate(await issue('u2', 'jwt'))).toBeNull()
  expect(await world.db.selectFrom('user_identity').select('subject').execute()).toEqual([{ subject: 'u1' }])
})

test('a token of another issuer, audience, time or key, and an id token, are refused', async () => {
  await world.addUser('ana@example.com')
  const identity = createIdentity()
  const key = { ...signingKey } as never
  const { importJWK } = await import('jose')
  const right = await importJWK(key, 'ES256')
  const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  const now = Math.floor(world.clock.now().getTime() / 1000)
  const make = (claims: object, options: { key?: typeof foreign; alg?: string } = {}) =>
    new SignJWT({ ...people.u1, sub: 'u1', iss: issuer, aud: audience, exp: now + 600, ...claims })
      .setProtectedHeader({ alg: options.alg ?? 'ES256', kid: 'one' })
      .sign(options.key ?? (right as never))
  expect(await identity.authenticate(await make({}))).not.toBeNull()
  const wrong = [
    await make({ iss: 'https://elsewhere.example.com' }),
    await make({ aud: clientId }),
    await make({ exp: now - 61 }),
    await make({ exp: undefined }),
    await make({ nbf: now + 3600 }),
    await make({ nonce: 'n' }),
    await make({}, { key: foreign }),
    `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ sub: 'u1', iss: issuer, aud: audience, exp: now + 600 })).toString('base64url')}.`,
    await new SignJWT({ sub: 'u1', iss: issuer, aud: audience, exp: now + 600 })
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .sign(Buffer.from(JSON.stringify(signingKey))),
    'not a token',
    '',
  ]
  for (const token of wrong) expect(await identity.authenticate(token), token).toBeNull()
  world.clock.advance(661_000)
  expect(await identity.authenticate(await make({}))).toBeNull()
})

test('an opaque token is asked about, its profile too, and a revoked one is refused at once', async () => {
  const userId = await world.addUser('ana@example.com')
  const identity = createIdentity({ introspection: true })
  const token = await issue('u1', 'opaque')
  expect(await identity.authenticate(token)).toEqual({ userId, sessionId: null })
  const stored = await provider.AccessToken.find(token)
  await stored?.destroy()
  expect(await identity.authenticate(token)).toBeNull()
  expect(await identity.authenticate('unknown')).toBeNull()
  // Given to another program of the organisation.
  expect(await identity.authenticate(await issue('u1', 'opaque', 'api'))).toBeNull()
  // Nothing verified in the profile.
  expect(await identity.authenticate(await issue('u3', 'opaque'))).toBeNull()
})

test('keys that can not be fetched are an error, and no judgement on the token', async () => {
  const identity = createIdentity({
    fetch: async (url, options) =>
      String(url).endsWith('/jwks') ? new Response('busy', { status: 503 }) : fetch(url, options),
  })
  extra = people.u1 as never
  const error = await identity.authenticate(await issue('u1', 'jwt')).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(IssuerUnavailable)
})

test('an issuer that does not answer is an error, and no judgement on the token', async () => {
  const down = createExternalIdentity({
    db: world.db,
    clock: world.clock,
    random: systemRandomness,
    issuer: { issuer, clientId, audience, scope: 'openid', introspection: null, accountUrl: null },
    config: { publicUrl: 'https://gatehouse.example.com', name: 'Fernhill Cloud' },
    fetch: async () => {
      throw new TypeError('fetch failed')
    },
  })
  const error = await down.authenticate('a.b.c').catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(IssuerUnavailable)
  expect(problemOfError(error)).toMatchObject({ status: 503, code: 'unavailable' })
})

test('an issuer behind https that names addresses without it is asked for no keys and shown no token', async () => {
  const secure = 'https://login.example.com'
  const document = { issuer: secure, jwks_uri: `${secure}/jwks`, userinfo_endpoint: `${secure}/me` }
  const read = (over: object) => createMetadata(secure, async () => Response.json({ ...document, ...over }))()
  await expect(read({})).resolves.toEqual(document)
  await expect(read({ jwks_uri: 'http://login.example.com/jwks' })).rejects.toThrow('without https')
  await expect(read({ userinfo_endpoint: 'http://login.example.com/me' })).rejects.toThrow('without https')
})

test('discovery names the issuer, and its own pages are gone', async () => {
  const external = { issuer, clientId, audience, scope: 'openid', introspection: null, accountUrl: null }
  const config = { name: 'X', publicUrl: 'https://gatehouse.example.com', offlineDays: null }
  expect(discoveryOf({ ...config, issuer: external })).toMatchObject({ issuer, clientId, scope: 'openid' })
  const app = Fastify()
  await createIdentity().register(app)
  for (const url of ['/oidc/auth', '/login/x', '/reset', '/security/password', '/oidc/token']) {
    expect((await app.inject(url)).statusCode, url).toBe(404)
  }
  expect((await app.inject('/security')).headers.location).toBe(issuer)
  const page = await app.inject(`/invite/${'t'.repeat(43)}`)
  expect(page.body).toContain(`gatehouse://invite/${'t'.repeat(43)}`)
  await app.close()
})
