import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { join } from 'node:path'
import { type AccountId, type MembershipId, rolePermissions, type UserId } from '@gatehouse/contract'
import { systemRandomness } from '../clock.ts'
import type { Database } from '../db/database.ts'
import { hashPassword } from '../identity/sign-in/passwords.ts'
import { createBrowser, fetchFrom } from '../identity/test-browser.ts'

const password = 'a quiet bell at noon'

/** A server as `npm run server` runs it: a process of its own. */
export interface Node {
  url: string
  metricsUrl: string | null
  process: ChildProcess
  /** What it wrote so far, log and errors alike. */
  output(): string
  /** Settles when it has ended. */
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

export async function startNode(environment: Record<string, string>): Promise<Node> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'main.ts')], {
    env: { PATH: process.env.PATH, GATEHOUSE_PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const exited = once(child, 'exit').then(([code, signal]) => ({ code, signal }) as Awaited<Node['exited']>)
  const url = await new Promise<string>((resolve, reject) => {
    const collect = (chunk: Buffer) => {
      output += chunk.toString()
      const found = /^Gatehouse server: (\S+)$/m.exec(output)?.[1]
      if (found && (!environment.GATEHOUSE_METRICS_PORT || /^Metrics: \S+$/m.test(output))) resolve(found)
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    void exited.then(() => reject(new Error(`the server did not start:\n${output}`)))
  })
  const metricsUrl = /^Metrics: (\S+)$/m.exec(output)?.[1] ?? null
  return { url, metricsUrl, process: child, output: () => output, exited }
}

export interface Desk {
  accountId: AccountId
  ownerId: UserId
  email: string
  name: string
}

/** An account and its owner, who can sign in with `signInAt`. */
export async function addDesk(
  db: Database,
  words: Partial<Pick<Desk, 'email' | 'name'>> = {},
): Promise<Desk> {
  const now = new Date()
  const newId = <T extends string>() => systemRandomness.id(now) as T
  const desk: Desk = {
    accountId: newId<AccountId>(),
    ownerId: newId<UserId>(),
    email: `owner-${randomBytes(4).toString('hex')}@example.com`,
    name: 'Olive Owner',
    ...words,
  }
  const environmentId = newId<never>()
  await db
    .insertInto('environment')
    .values({ id: environmentId, key: environmentId, name: 'Production', kind: 'production' })
    .execute()
  await db
    .insertInto('account')
    .values({
      id: desk.accountId,
      environment_id: environmentId,
      name: `Account of ${desk.name}`,
      reference: 'A-1',
      plan: 'Team',
      created_at: now,
    })
    .execute()
  await db
    .insertInto('app_user')
    .values({
      id: desk.ownerId,
      email: desk.email,
      name: desk.name,
      email_verified_at: now,
      password_hash: await hashPassword(password),
      created_at: now,
    })
    .execute()
  await db
    .insertInto('membership')
    .values({
      id: newId<MembershipId>(),
      account_id: desk.accountId,
      user_id: desk.ownerId,
      role: 'owner',
      permissions: [...rolePermissions.owner],
      created_at: now,
    })
    .execute()
  return desk
}

/** Signs in as the desktop does. Answers everything secret that passed. */
export async function signInAt(url: string, email: string): Promise<{ token: string; secrets: string[] }> {
  const verifier = randomBytes(32).toString('base64url')
  const parameters = {
    client_id: 'gatehouse-desktop',
    response_type: 'code',
    redirect_uri: 'http://127.0.0.1:53187/callback',
    scope: 'openid offline_access profile email',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: randomBytes(16).toString('base64url'),
  }
  const browser = createBrowser(url, fetchFrom(url))
  const page = await browser.get(`/oidc/auth?${new URLSearchParams(parameters)}`)
  const base = /^\/login\/[\w-]+/.exec(page.path)?.[0] ?? ''
  const done = await browser.submit(base, { email, password })
  const code = done.leftTo?.searchParams.get('code')
  if (!code) throw new Error(`no code, but ${done.status} at ${done.path}:\n${done.body}`)
  const response = await fetch(`${url}/oidc/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: parameters.client_id,
      redirect_uri: parameters.redirect_uri,
      code,
      code_verifier: verifier,
    }).toString(),
  })
  const tokens = (await response.json()) as Record<string, string>
  if (!tokens.access_token) throw new Error(`no token: ${JSON.stringify(tokens)}`)
  const secrets = [code, verifier, parameters.state, password, ...browser.cookieValues()]
  return { token: tokens.access_token, secrets: [...secrets, ...Object.values(tokens)].filter(isLong) }
}

const isLong = (text: unknown) => typeof text === 'string' && text.length >= 10

export interface WriteAttempt {
  key: string
  /** Null where no whole answer came. */
  status: number | null
  code?: string
}

/** Invites somebody, on a connection of its own, so that an answer that is cut short can't be hidden by another try. */
export function invite(
  url: string,
  token: string,
  accountId: string,
  { key, email }: { key: string; email: string },
): Promise<WriteAttempt> {
  const body = JSON.stringify({ invitationId: key, email, role: 'viewer' })
  return new Promise((resolve) => {
    const nothing = () => resolve({ key, status: null })
    const call = request(
      `${url}/v1/accounts/${accountId}/invitations`,
      {
        method: 'POST',
        agent: false,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'idempotency-key': key,
        },
      },
      (response) => {
        let text = ''
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString()
        })
        response.on('error', nothing)
        response.on('end', () => {
          if (!response.complete) return nothing()
          const { code } = JSON.parse(text) as { code?: string }
          resolve({ key, status: response.statusCode ?? 0, ...(code ? { code } : {}) })
        })
      },
    )
    call.on('error', nothing)
    call.end(body)
  })
}
