import { setTimeout as delay } from 'node:timers/promises'
import formbody from '@fastify/formbody'
import { userIdSchema } from '@gatehouse/contract'
import type { FastifyInstance } from 'fastify'
import type { Clock, Randomness } from '../clock.ts'
import type { Database } from '../db/database.ts'
import { sendPage } from './forms.ts'
import { registerInvitationRoutes } from './invitations/invitation-routes.ts'
import { mountProvider } from './mount.ts'
import { sweepExpired } from './oidc-adapter.ts'
import { messagePage } from './pages/sign-in-pages.ts'
import { stylesheet, stylesheetPath } from './pages/style.ts'
import type { Identity } from './ports.ts'
import { createProvider } from './provider.ts'
import { loadSecrets } from './secrets.ts'
import { createNotices } from './security/notices.ts'
import { registerResetRoutes } from './security/reset-routes.ts'
import { deriveKey } from './security/sealing.ts'
import { createSecondStep } from './security/second-step.ts'
import { registerSecurityRoutes } from './security/security-routes.ts'
import { createTwoFactor } from './security/two-factor.ts'
import { createSessionEnds } from './sessions/session-ends.ts'
import { createLastSeen, sweepSessions } from './sessions/sessions.ts'
import { registerApplicationLoginRoutes } from './sign-in/application-login-routes.ts'
import { createDevices } from './sign-in/devices.ts'
import { registerLoginRoutes } from './sign-in/login-routes.ts'
import { createLoginSteps, defaultLimits, type LoginLimits } from './sign-in/login-steps.ts'
import { prepareDecoy } from './sign-in/passwords.ts'
import { sweepAttempts } from './sign-in/shared-attempts.ts'

export interface IdentityDeps {
  db: Database
  /** Of the same database, for what is heard over a connection of its own. */
  connectionString: string
  clock: Clock
  random: Randomness
  config: {
    /** Where browsers reach the server, without a trailing slash. The issuer is `/oidc` below it. */
    publicUrl: string
    /** What the vendor calls this server. */
    name: string
    limits?: Partial<LoginLimits>
  }
  mailer: { wake(): void }
  /** Holds an answer back; tests don't wait. */
  pause?: (ms: number) => Promise<void>
}

const sweepEveryMs = 10 * 60_000

/** Gatehouse's own issuer: OpenID Connect with the pages to sign in, to sign up and to answer an invitation. */
export async function createIdentity(deps: IdentityDeps): Promise<Identity> {
  const { db, clock, random, config } = deps
  const { publicUrl } = config
  const pages = { serverName: config.name }
  const [secrets] = await Promise.all([loadSecrets(deps), prepareDecoy()])
  const isSecure = publicUrl.startsWith('https:')
  const basics = { db, clock, random, publicUrl, serverName: config.name, isSecure }
  const wakeMailer = () => deps.mailer.wake()
  const twoFactor = createTwoFactor({ ...basics, key: deriveKey(secrets.dataKey, 'two-factor') })
  const devices = createDevices({ ...basics, key: deriveKey(secrets.dataKey, 'devices') })
  const notices = createNotices({ ...basics, twoFactor, wakeMailer })
  const steps = createLoginSteps({
    ...basics,
    limits: { ...defaultLimits, ...config.limits },
    attemptKey: deriveKey(secrets.dataKey, 'attempts'),
    twoFactor,
    notices,
    pause: deps.pause ?? ((ms) => delay(ms, undefined, { ref: false })),
    wakeMailer,
  })
  const secondStep = createSecondStep({ ...basics, steps, twoFactor, devices })
  let onError = (_reason: string): void => {}
  const provider = createProvider({
    db,
    clock,
    random,
    secrets,
    issuer: `${publicUrl}/oidc`,
    pages,
    onError: (reason) => onError(reason),
  })

  const ends = createSessionEnds(deps)
  const lastSeen = createLastSeen(db)

  return {
    async register(app) {
      await ends.start()
      app.addHook('onClose', () => ends.stop())
      onError = (reason) => app.log.error({ reason }, 'sign-in provider failed')
      await mountProvider(app, provider, publicUrl)
      await app.register(async (scope) => {
        registerPageBasics(scope, pages)
        await scope.register(formbody, { bodyLimit: 20_000 })
        const { referenceKey } = secrets
        const parts = {
          ...basics,
          provider,
          steps,
          secondStep,
          devices,
          notices,
          twoFactor,
          pages,
          referenceKey,
          wakeMailer,
        }
        registerLoginRoutes(scope, parts)
        registerInvitationRoutes(scope, parts)
        registerSecurityRoutes(scope, parts)
        registerResetRoutes(scope, parts)
        registerApplicationLoginRoutes(scope, parts)
      })
      const timer = setInterval(() => {
        sweep(db, clock.now()).catch(() => app.log.warn('expired sign-ins could not be removed'))
      }, sweepEveryMs).unref()
      app.addHook('onClose', async () => clearInterval(timer))
    },

    async authenticate(accessToken, device = null) {
      const token = await provider.AccessToken.find(accessToken)
      if (!token?.isValid) return null
      const userId = userIdSchema.safeParse(token.accountId)
      if (!userId.success) return null
      const sessionId = token.grantId ?? null
      if (sessionId !== null) await lastSeen(sessionId, device, clock.now())
      return { userId: userId.data, sessionId }
    },

    watchSession: (sessionId, onEnded) => ends.watch(sessionId, onEnded),
  }
}

async function sweep(db: Database, now: Date): Promise<void> {
  await sweepExpired(db, now)
  await sweepSessions(db, now)
  await sweepAttempts(db, now)
}

function registerPageBasics(scope: FastifyInstance, pages: { serverName: string }): void {
  const { log } = scope
  scope.removeAllContentTypeParsers()
  scope.get(stylesheetPath, (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type('text/css; charset=utf-8')
      .send(stylesheet),
  )
  scope.setErrorHandler<Error & { statusCode?: number }>((error, request, reply) => {
    const status = error.statusCode && error.statusCode < 500 ? error.statusCode : 500
    if (status === 500) log.error({ requestId: request.id, reason: error.name }, 'sign-in page failed')
    const text = `${reasonOf(status)} Reference: ${request.id}`
    return sendPage(reply, messagePage(pages, { title: 'That did not work', text }), status)
  })
}

function reasonOf(status: number): string {
  if (status === 429) return 'Too many requests came from here. Wait a minute, then try again.'
  if (status < 500) return 'The form was not sent as this page sends it. Go back and try again.'
  return 'The server failed; it has been recorded. Try again in a moment.'
}
