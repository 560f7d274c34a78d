import { createHash, randomBytes } from 'node:crypto'
import type { AccountId, InvitableRole, InvitationId, UserId } from '@gatehouse/contract'
import { permissionsOf, rolePermissions } from '@gatehouse/contract'
import Fastify, { type FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { generateSync } from 'otplib'
import { buildApp } from '../app.ts'
import { type Clock, systemRandomness } from '../clock.ts'
import type { Database } from '../db/database.ts'
import { createLog } from '../log.ts'
import { hashToken } from '../services/invitations/invitation-tokens.ts'
import { createPokes } from '../sync/pokes.ts'
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts'
import { createIdentity } from './identity.ts'
import type { Identity } from './ports.ts'
import type { LoginLimits } from './sign-in/login-steps.ts'
import { hashPassword } from './sign-in/passwords.ts'
import { type Browser, createBrowser, injectInto, type PageAnswer } from './test-browser.ts'

export { type Browser, createBrowser, fetchFrom, type PageAnswer } from './test-browser.ts'

export const publicUrl = 'http://127.0.0.1:4400'
export const password = 'a quiet bell at noon'

export interface IdentityWorld {
  db: Database
  connectionString: string
  app: FastifyInstance
  identity: Identity
  clock: Clock & { advance(ms: number): void }
  /** `headers` go with each of its requests; `address` is where they seem to come from. */
  browser(headers?: Record<string, string>, address?: string): Browser
  addUser(email: string, options?: { name?: string; isVerified?: boolean }): Promise<UserId>
  /** An account with an owner, and a pending invitation to `email`. */
  addInvitation(
    options: InvitationOptions,
  ): Promise<{ accountId: AccountId; invitationId: InvitationId; token: string }>
  lastMail(): Promise<{ recipient: string; template: string; data: Record<string, unknown> }>
  /** Names of the templates of all mails to an address, the earliest first. */
  mailsTo(recipient: string): Promise<string[]>
  /** Milliseconds that answers were held back. */
  pauses: number[]
  close(): Promise<void>
}

interface InvitationOptions {
  email: string
  kind?: 'mail' | 'link'
  role?: InvitableRole
  anyAddress?: boolean
  status?: 'pending' | 'accepted' | 'declined' | 'revoked'
  expiresInDays?: number
  isReplaced?: boolean
  accountName?: string
}

// One database a test file, emptied after each test: that is quicker than another one.
let shared: Promise<TestDatabase> | undefined
let passwordHash: Promise<string> | undefined

/** For `afterAll`. */
export async function dropIdentityDatabase(): Promise<void> {
  await (await shared)?.drop()
  shared = undefined
}

export interface IdentityWorldOptions {
  /** With the routes of the API beside the pages. */
  withApi?: boolean
}

async function buildPages(identity: Identity) {
  const app = Fastify({ routerOptions: { maxParamLength: 300 } })
  await identity.register(app)
  return { app, stop: async () => {} }
}

async function buildWholeApp(parts: {
  db: Database
  connectionString: string
  clock: Clock
  identity: Identity
}) {
  const log = createLog('silent')
  const pokes = createPokes({ ...parts, log, pollMs: 60_000 })
  await pokes.start()
  const app = await buildApp({
    ...parts,
    random: systemRandomness,
    config: { name: 'Fernhill Cloud', offlineDays: null, trustProxy: false, publicUrl },
    pokes,
    logger: log,
    rateLimits: false,
    checkAnswers: true,
  })
  return { app, stop: () => pokes.stop() }
}

/** The identity part of a server, without a network. */
export async function createIdentityWorld(
  limits: Partial<LoginLimits> = {},
  options: IdentityWorldOptions = {},
): Promise<IdentityWorld> {
  shared ??= createTestDatabase()
  passwordHash ??= hashPassword(password)
  const { db, config: database } = await shared
  let offsetMs = 0
  const clock = {
    now: () => new Date(Date.now() + offsetMs),
    advance(ms: number) {
      offsetMs += ms
    },
  }
  const random = systemRandomness
  const pauses: number[] = []
  const config = { publicUrl, name: 'Fernhill Cloud', limits }
  const identity = await createIdentity({
    db,
    connectionString: database.connectionString,
    clock,
    random,
    config,
    mailer: { wake() {} },
    pause: async (ms) => void pauses.push(ms),
  })
  const parts = { db, connectionString: database.connectionString, clock, identity }
  const { app, stop } = options.withApi ? await buildWholeApp(parts) : await buildPages(identity)
  const hash = passwordHash

  async function addUser(
    email: string,
    options: { name?: string; isVerified?: boolean } = {},
  ): Promise<UserId> {
    const now = clock.now()
    const id = random.id(now) as UserId
    await db
      .insertInto('app_user')
      .values({
        id,
        email,
        name: options.name ?? 'Ana Ruiz',
        email_verified_at: options.isVerified === false ? null : now,
        password_hash: await hash,
        created_at: now,
      })
      .execute()
    return id
  }

  return {
    db,
    connectionString: database.connectionString,
    app,
    identity,
    clock,
    browser: (headers = {}, address) => createBrowser(publicUrl, injectInto(app, headers, address)),
    addUser,
    async addInvitation(options) {
      const now = clock.now()
      const newId = <T>() => random.id(now) as T
      const [environmentId, accountId, invitationId] = [
        newId<never>(),
        newId<AccountId>(),
        newId<InvitationId>(),
      ]
      const inviterId = await addUser(`${accountId}@example.org`, { name: 'Petra Holm' })
      const role = options.role ?? 'technician'
      const token = randomBytes(32).toString('base64url')
      await db
        .insertInto('environment')
        .values({ id: environmentId, key: accountId, name: 'Production', kind: 'production' })
        .execute()
      await db
        .insertInto('account')
        .values({
          id: accountId,
          environment_id: environmentId,
          name: options.accountName ?? 'Willowbrook Dental',
          reference: 'A-1',
          plan: 'Team',
          created_at: now,
        })
        .execute()
      await db
        .insertInto('membership')
        .values({
          id: newId(),
          account_id: accountId,
          user_id: inviterId,
          role: 'owner',
          permissions: [...rolePermissions.owner],
          created_at: now,
        })
        .execute()
      await db
        .insertInto('invitation')
        .values({
          id: invitationId,
          account_id: accountId,
          email: options.email,
          role,
          permissions: [...permissionsOf(role, [])],
          any_address: options.anyAddress ?? false,
          status: options.status ?? 'pending',
          invited_by: inviterId,
          created_at: now,
          expires_at: new Date(now.getTime() + (options.expiresInDays ?? 7) * 86_400_000),
        })
        .execute()
      await db
        .insertInto('invitation_token')
        .values({
          token_hash: hashToken(token),
          invitation_id: invitationId,
          kind: options.kind ?? 'mail',
          created_at: now,
          dead_at: options.isReplaced ? now : null,
        })
        .execute()
      return { accountId, invitationId, token }
    },
    async lastMail() {
      const row = await db
        .selectFrom('mail_outbox')
        .select(['recipient', 'template', 'data'])
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow()
      return row as { recipient: string; template: string; data: Record<string, unknown> }
    },
    async mailsTo(recipient) {
      const rows = await db
        .selectFrom('mail_outbox')
        .where('recipient', '=', recipient)
        .select(['template', 'data'])
        .orderBy('created_at')
        .orderBy('id')
        .execute()
      return rows.map(({ template, data }) =>
        template === 'security_notice' ? String((data as { what?: unknown }).what) : template,
      )
    },
    pauses,
    async close() {
      await app.close()
      await stop()
      await sql`truncate app_user, environment, oidc_model, attempt, mail_outbox, change cascade`.execute(db)
    },
  }
}

export const redirectUri = 'http://127.0.0.1:53187/callback'

/** The desktop's side of a sign-in (RFC 7636, RFC 8252), step by step. */
export function createDesktop(app: FastifyInstance) {
  const verifier = randomBytes(32).toString('base64url')
  const parameters = {
    client_id: 'gatehouse-desktop',
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid offline_access profile email',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: 'state-of-this-sign-in',
  }

  async function post(path: string, form: Record<string, string>) {
    const response = await app.inject({
      method: 'POST',
      url: `/oidc${path}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ client_id: 'gatehouse-desktop', ...form }).toString(),
    })
    const body = (response.body ? JSON.parse(response.body) : {}) as Record<string, string>
    return { status: response.statusCode, body }
  }

  return {
    verifier,
    authorizePath: (extra: Record<string, string | undefined> = {}) =>
      `/oidc/auth?${new URLSearchParams(JSON.parse(JSON.stringify({ ...parameters, ...extra })) as Record<string, string>)}`,
    /** Pushes the request first (RFC 9126), so that the address holds none of it. */
    async pushedPath(extra: Record<string, string>) {
      const { body } = await post('/request', { ...parameters, ...extra })
      return `/oidc/auth?${new URLSearchParams({ client_id: 'gatehouse-desktop', request_uri: body.request_uri ?? '' })}`
    },
    exchange: (code: string, codeVerifier = verifier) =>
      post('/token', {
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: codeVerifier,
      }),
    refresh: (refreshToken: string) =>
      post('/token', { grant_type: 'refresh_token', refresh_token: refreshToken }),
    revoke: (token: string) => post('/token/revocation', { token }),
  }
}

/** Signs in at `/security`, where a login is secured. */
export async function openSecurity(browser: Browser, email: string): Promise<PageAnswer> {
  return browser.submit('/security/sign-in', { email, password })
}

/** Turns two-factor on by the pages. `code()` is what the app shows at this moment. */
export async function turnOnTwoFactor(world: IdentityWorld, email: string) {
  const browser = world.browser()
  await openSecurity(browser, email)
  const page = await browser.get('/security/two-factor')
  const secret = (/class="key">([A-Z2-7 ]+)</.exec(page.body)?.[1] ?? '').replaceAll(' ', '')
  const code = (steps = 0) =>
    generateSync({ secret, epoch: Math.floor(world.clock.now().getTime() / 1000) + steps * 30 })
  const done = await browser.submit('/security/two-factor', { code: code() })
  const recoveryCodes = done.body.match(/[A-Z2-7]{4}(-[A-Z2-7]{4}){3}/g) ?? []
  return { browser, secret, code, done, recoveryCodes }
}

/** The base path of the sign-in that a page belongs to. */
export function loginBase(answer: PageAnswer): string {
  const base = /^\/login\/[\w-]+/.exec(answer.path)?.[0]
  if (!base) throw new Error(`not a sign-in page: ${answer.path}`)
  return base
}

export function codeOf(answer: PageAnswer): string {
  const code = answer.leftTo?.searchParams.get('code')
  if (!code) throw new Error(`no code in the answer: ${answer.status} ${answer.leftTo} ${answer.body}`)
  return code
}
