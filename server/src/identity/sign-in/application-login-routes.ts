import { type AccountId, type LoginResolution, type Principal, userIdSchema } from '@gatehouse/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Provider } from 'oidc-provider'
import type { Clock } from '../../clock.ts'
import type { Database } from '../../db/database.ts'
import { findPrincipal } from '../../repositories/access.ts'
import { resolveLogin } from '../../services/applications/login-resolution.ts'
import { sendPage } from '../forms.ts'
import { chooseAccountPage, loginRefusedPage } from '../pages/application-login-pages.ts'
import type { PageContext } from '../pages/layout.ts'
import { messagePage } from '../pages/sign-in-pages.ts'
import { webClientId, webReturnPath } from '../provider.ts'

export interface ApplicationLoginDeps {
  db: Database
  clock: Clock
  provider: Provider
  pages: PageContext
  publicUrl: string
}

interface Asked {
  appId: string
  accountId: string
}

/**
 * `/login?appId=…&accountId=…`: where applications send whoever is to sign in. Opens the application for them, lets
 * them choose among several accounts, or says why it can't be opened. A browser without a sign-in gets one first.
 */
export function registerApplicationLoginRoutes(app: FastifyInstance, deps: ApplicationLoginDeps): void {
  const { db, clock, provider, pages } = deps

  async function signedIn(request: FastifyRequest, reply: FastifyReply): Promise<Principal | null> {
    const session = await provider.Session.get(provider.createContext(request.raw, reply.raw))
    const userId = userIdSchema.safeParse(session.accountId)
    return userId.success ? findPrincipal(db, userId.data) : null
  }

  app.get('/login', async (request, reply) => {
    const query = request.query as Record<string, unknown>
    const asked = { appId: textOf(query.appId), accountId: textOf(query.accountId) }
    const principal = 'another' in query ? null : await signedIn(request, reply)
    if (!principal) return reply.redirect(authorizePath(asked, 'another' in query), 303)
    const named = { applicationId: asked.appId || undefined, accountId: asked.accountId || undefined }
    const found = await resolveLogin(db, principal, named, clock.now())
    if (found.outcome === 'open') return reply.header('cache-control', 'no-store').redirect(found.url, 303)
    const another = `${pathOf(asked)}&another`
    if (found.outcome === 'choose') {
      const { options, total } = found
      return sendPage(reply, chooseAccountPage(pages, { options, total, email: principal.email, another }))
    }
    const owner = await ownerOf(found)
    const view = { refused: found, owner, email: principal.email, another }
    return sendPage(reply, loginRefusedPage(pages, view), statusOf(found))
  })

  /**
   * Where the sign-in comes back to. The form that it began with may only lead to our own addresses, and a browser
   * holds every redirect to that; so a page stands in between, and the application is a journey of its own.
   */
  app.get(webReturnPath, async (request, reply) => {
    const asked = readState((request.query as Record<string, unknown>).state)
    if (!(await signedIn(request, reply))) {
      const text = 'The sign-in was ended, or this browser keeps no cookies of this server.'
      const action = { href: pathOf(asked), label: 'Try again' }
      return sendPage(reply, messagePage(pages, { title: 'You are not signed in', text, action }), 400)
    }
    const action = { href: pathOf(asked), label: 'Go on' }
    reply.header('refresh', `0; url=${pathOf(asked)}`)
    return sendPage(reply, messagePage(pages, { title: 'You are signed in', text: 'One moment.', action }))
  })

  function authorizePath(asked: Asked, isAnother: boolean): string {
    const query = new URLSearchParams({
      client_id: webClientId,
      response_type: 'none',
      scope: 'openid',
      redirect_uri: `${deps.publicUrl}${webReturnPath}`,
      state: Buffer.from(JSON.stringify(asked)).toString('base64url'),
      ...(isAnother ? { prompt: 'login' } : {}),
    })
    return `/oidc/auth?${query}`
  }

  async function ownerOf({ account }: Refused): Promise<string | null> {
    const accountId: AccountId | undefined = account?.id
    if (!accountId) return null
    const row = await db
      .selectFrom('membership as m')
      .innerJoin('app_user as u', 'u.id', 'm.user_id')
      .where('m.account_id', '=', accountId)
      .where('m.role', '=', 'owner')
      .select('u.name')
      .executeTakeFirst()
    return row?.name ?? null
  }
}

type Refused = Extract<LoginResolution, { outcome: 'error' }>

function statusOf({ reason }: Refused): number {
  return reason === 'application_unknown' || reason === 'account_unknown' ? 404 : 403
}

function pathOf({ appId, accountId }: Asked): string {
  const given = Object.entries({ appId, accountId }).filter(([, value]) => value !== '')
  return `/login?${new URLSearchParams(given)}`
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed().slice(0, 200) : ''
}

function readState(state: unknown): Asked {
  try {
    const asked = JSON.parse(Buffer.from(String(state), 'base64url').toString()) as Partial<Asked>
    return { appId: textOf(asked.appId), accountId: textOf(asked.accountId) }
  } catch {
    return { appId: '', accountId: '' }
  }
}
