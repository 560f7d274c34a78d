import { type UserId, userIdSchema } from '@gatehouse/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Clock, Randomness } from '../../clock.ts'
import type { Database } from '../../db/database.ts'
import { isOwnForm, readCookie, sendPage, setCookie } from '../forms.ts'
import { digest } from '../oidc-adapter.ts'
import type { PageContext } from '../pages/layout.ts'
import { errorPage } from '../provider.ts'
import { createRecords } from '../records.ts'
import type { Devices } from '../sign-in/devices.ts'
import type { LoginSteps } from '../sign-in/login-steps.ts'
import { findLoginById, type Login } from '../users.ts'
import type { Notices } from './notices.ts'
import type { SecondStep } from './second-step.ts'
import type { TwoFactor } from './two-factor.ts'

export interface SecurityDeps {
  db: Database
  clock: Clock
  random: Randomness
  steps: LoginSteps
  secondStep: SecondStep
  twoFactor: TwoFactor
  devices: Devices
  notices: Notices
  pages: PageContext
  publicUrl: string
  isSecure: boolean
  wakeMailer(): void
}

/** Who has shown a moment ago who they are, and may change how their login is secured. */
export interface SecurityVisit {
  id: string
  login: Login
}

export type SecurityHandler = (
  visit: SecurityVisit,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<FastifyReply>

export type SecurityVisits = ReturnType<typeof createSecurityVisits>

const recordSchema = z.object({
  accountId: userIdSchema,
  /** Of the password that opened it: a change of it closes every other visit. */
  password: z.string(),
})

/** Long enough to set up an authenticator app; no longer, since nothing more is asked meanwhile. */
const lifeMs = 15 * 60_000
const cookieName = 'gatehouse_security'
const path = '/security'

/** The pages below `/security`, which ask for the password (and the code) by themselves. */
export function createSecurityVisits(app: FastifyInstance, deps: SecurityDeps) {
  const { db, pages } = deps
  const records = createRecords(deps, { kind: 'SecurityVisit', schema: recordSchema, lifeMs })

  async function find(request: FastifyRequest): Promise<SecurityVisit | null> {
    const id = readCookie(request, cookieName)
    const record = id ? await records.find(db, id) : null
    const login = record && (await findLoginById(db, record.accountId))
    return id && login && fingerprint(login) === record.password ? { id, login } : null
  }

  function keep(reply: FastifyReply, value: string, maxAgeSeconds: number): void {
    const cookie = { name: cookieName, value, path, maxAgeSeconds, isSecure: deps.isSecure }
    setCookie(reply, { ...cookie, sameSite: 'Strict' })
  }

  return {
    find,

    /** Adds a page that anybody may open; forms have to come from our own pages. */
    open(
      method: 'GET' | 'POST',
      url: string,
      handler: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
    ): void {
      app.route({
        method,
        url,
        async handler(request, reply) {
          if (method === 'POST' && !isOwnForm(request, deps.publicUrl)) {
            return sendPage(reply, errorPage(pages, 'foreign_form'), 403)
          }
          return handler(request, reply)
        },
      })
    },

    /** Adds a page for whoever has signed in here; others are sent to do so first. */
    on(method: 'GET' | 'POST', page: string, handler: SecurityHandler): void {
      this.open(method, `${path}${page}`, async (request, reply) => {
        const visit = await find(request)
        return visit ? handler(visit, request, reply) : reply.redirect(path, 303)
      })
    },

    async begin(reply: FastifyReply, userId: UserId): Promise<void> {
      const login = await findLoginById(db, userId)
      if (!login) throw new Error('there is no such login')
      // One at a time: whoever opens the page closes it for everybody else who has it open.
      await db
        .deleteFrom('oidc_model')
        .where('kind', '=', 'SecurityVisit')
        .where(sql`payload->>'accountId'`, '=', userId)
        .execute()
      const id = await records.save(db, { accountId: userId, password: fingerprint(login) })
      keep(reply, id, lifeMs / 1000)
    },

    async end(reply: FastifyReply, visit: SecurityVisit): Promise<void> {
      await records.take(db, visit.id)
      keep(reply, '', 0)
    },
  }
}

function fingerprint(login: Login): string {
  return digest(login.passwordHash ?? '')
}
