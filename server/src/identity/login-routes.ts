import { fail, ok, sameAddress, type UserId } from '@gatehouse/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errors, type Provider } from 'oidc-provider'
import type { Clock, Randomness } from '../clock.ts'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { provesMailbox } from '../services/invitation-lookup.ts'
import { formText, isOwnForm, readCookie, sendPage, setCookie } from './forms.ts'
import { type InvitationOffer, openReference, readOffer } from './invitation-offer.ts'
import type { LoginSteps, Refusal } from './login-steps.ts'
import { destroySession } from './oidc-adapter.ts'
import type { FormErrors, PageContext } from './pages/layout.ts'
import { chooseLoginPage, messagePage, signInPage, signUpPage, verifyPage } from './pages/sign-in-pages.ts'
import { codeMinutes } from './pending-logins.ts'
import { chooseLogin, errorPage } from './provider.ts'
import { createLogin, findLoginByEmail, findLoginById, type Login, markVerified } from './users.ts'

export interface LoginRoutesDeps {
  db: Database
  clock: Clock
  random: Randomness
  provider: Provider
  steps: LoginSteps
  pages: PageContext
  publicUrl: string
  referenceKey: Buffer
}

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

/** What a page of one sign-in needs to know of it. */
interface Visit {
  interaction: Interaction
  base: string
  offer: InvitationOffer | null
  /** The invited address, where no other will do. */
  fixedEmail: string | null
  /** The invitation came by mail: whoever has it reads the invited mailbox. */
  provenEmail: string | null
}

const cookieName = 'gatehouse_pending'

/** The pages of a sign-in that a program began: `/login/:uid`. */
export function registerLoginRoutes(app: FastifyInstance, deps: LoginRoutesDeps): void {
  const { db, provider, steps, pages } = deps
  const isSecure = deps.publicUrl.startsWith('https:')
  type Handler = (visit: Visit, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

  function on(method: 'GET' | 'POST', path: string, handler: Handler): void {
    app.route({
      method,
      url: `/login/:uid${path}`,
      async handler(request, reply) {
        if (method === 'POST' && !isOwnForm(request, deps.publicUrl)) {
          return sendPage(reply, errorPage(pages, 'foreign_form'), 403)
        }
        const visit = await findVisit(request, reply)
        if (visit instanceof Error) return sendPage(reply, errorPage(pages, 'session_not_found', visit), 400)
        return handler(visit, request, reply)
      },
    })
  }

  async function findVisit(request: FastifyRequest, reply: FastifyReply): Promise<Visit | Error> {
    try {
      const interaction = await provider.interactionDetails(request.raw, reply.raw)
      const { uid } = request.params as { uid: string }
      if (interaction.uid !== uid) return new errors.SessionNotFound('another sign-in')
      const hash = openReference(interaction.params.invitation, deps.referenceKey)
      const offer = hash && (await readOffer(db, hash, deps.clock.now()))
      const isOpen = offer?.state === 'pending'
      return {
        interaction,
        base: `/login/${uid}`,
        offer,
        fixedEmail: isOpen && !offer.anyAddress ? offer.email : null,
        provenEmail: isOpen && provesMailbox(offer) ? offer.email : null,
      }
    } catch (error) {
      if (error instanceof errors.SessionNotFound) return error
      throw error
    }
  }

  async function finish(
    visit: Visit,
    reply: FastifyReply,
    userId: UserId,
    ts?: number,
  ): Promise<FastifyReply> {
    const { interaction } = visit
    if (interaction.session && interaction.session.accountId !== userId) {
      // Another person takes over this browser: the earlier one's sign-in here ends, their desktop stays signed in.
      await destroySession(db, interaction.session.uid)
      delete interaction.session
      await interaction.persist()
    }
    return proceed(reply, interaction, { login: { accountId: userId, ...(ts ? { ts } : {}) } })
  }

  // What the provider's own `interactionResult` does, without reading the interaction back first.
  async function proceed(
    reply: FastifyReply,
    interaction: Interaction,
    result: object,
  ): Promise<FastifyReply> {
    interaction.result = { ...interaction.lastSubmission, ...result }
    await interaction.persist()
    return reply.header('cache-control', 'no-store').redirect(interaction.returnTo, 303)
  }

  on('GET', '', async (visit, request, reply) => {
    const { interaction, offer, base } = visit
    if (interaction.prompt.name === 'consent') return proceed(reply, interaction, { consent: {} })
    const query = request.query as Record<string, unknown>
    if (isChoice(interaction) && !('another' in query) && !('sign-in' in query)) {
      const login = await findLoginById(db, interaction.session?.accountId ?? '')
      if (login) {
        const isMismatch = visit.fixedEmail !== null && !sameAddress(visit.fixedEmail, login.email)
        return sendPage(reply, chooseLoginPage(pages, { base, offer, ...login, isMismatch }))
      }
    }
    const email = visit.fixedEmail ?? offer?.email ?? loginHint(interaction)
    // Only a reader of the invited mailbox is told by this whether it has a login.
    const isNew = visit.provenEmail !== null && !(await findLoginByEmail(db, visit.provenEmail))
    if (isNew && !('sign-in' in query)) return reply.redirect(`${base}/sign-up`, 303)
    return showSignIn(reply, visit, email)
  })

  on('POST', '', async (visit, request, reply) => {
    const email = visit.fixedEmail ?? formText(request.body, 'email').slice(0, 254)
    const password = formText(request.body, 'password')
    if (email.trim() === '' || password === '') {
      const missing: FormErrors = {
        ...(email.trim() === '' ? { email: 'Write your e-mail address' } : {}),
        ...(password === '' ? { password: 'Write your password' } : {}),
      }
      return showSignIn(reply, visit, email, { status: 422, errors: missing })
    }
    const result = await steps.signIn({ email, password }, request.ip)
    if (!result.ok) return showSignIn(reply, visit, email, result.error)
    return letIn(visit, request, reply, result.value)
  })

  async function letIn(visit: Visit, request: FastifyRequest, reply: FastifyReply, login: Login) {
    if (login.isVerified) return finish(visit, reply, login.id)
    if (visit.provenEmail !== null && sameAddress(visit.provenEmail, login.email)) {
      await db.transaction().execute((tx) => markVerified(tx, login.id, deps.clock.now()))
      return finish(visit, reply, login.id)
    }
    const { email, name, passwordHash } = login
    const pending = { email, name, passwordHash: passwordHash ?? '', userId: login.id }
    return goToCode(reply, visit, await steps.askForCode(pending, purposeOf(visit), request.ip), (refusal) =>
      showSignIn(reply, visit, email, refusal),
    )
  }

  on('POST', '/continue', async (visit, _request, reply) => {
    const { session } = visit.interaction
    if (!session || !isChoice(visit.interaction)) return reply.redirect(visit.base, 303)
    const current = await provider.Session.findByUid(session.uid)
    return finish(visit, reply, session.accountId as UserId, current?.loginTs)
  })

  on('GET', '/sign-up', async (visit, _request, reply) => {
    const email = visit.fixedEmail ?? visit.offer?.email ?? loginHint(visit.interaction)
    return showSignUp(reply, visit, { email, name: '' })
  })

  on('POST', '/sign-up', async (visit, request, reply) => {
    const typed = {
      email: visit.fixedEmail ?? formText(request.body, 'email').slice(0, 254),
      name: formText(request.body, 'name').slice(0, 200),
    }
    const login = await steps.readNewLogin({ ...(request.body as object), email: typed.email })
    if (!login.ok) return showSignUp(reply, visit, typed, login.error)
    if (visit.provenEmail !== null && sameAddress(visit.provenEmail, login.value.email)) {
      const userId = await createLogin(db, deps, { ...login.value, isVerified: true })
      if (userId) return finish(visit, reply, userId)
      const errors = { form: 'A login with this address exists. Sign in with its password.' }
      return showSignIn(reply, visit, typed.email, { status: 422, errors })
    }
    const asked = await steps.askForCode({ ...login.value, userId: null }, purposeOf(visit), request.ip)
    return goToCode(reply, visit, asked, (refusal) => showSignUp(reply, visit, typed, refusal))
  })

  on('GET', '/verify', async (visit, request, reply) => {
    const found = await findPending(visit, request)
    return found ? showVerify(reply, visit, found.login.email) : codeIsOver(reply, visit)
  })

  on('POST', '/verify', async (visit, request, reply) => {
    const found = await findPending(visit, request)
    if (!found) return codeIsOver(reply, visit)
    const { id, login } = found
    const code = await steps.confirmCode(id, login, formText(request.body, 'code'), request.ip)
    if (!code.ok) return showVerify(reply, visit, login.email, code.error)
    const userId = await inTransaction(db, async (tx) => {
      const made = await steps.finishPending(tx, id, login)
      return made ? ok(made) : fail(null)
    })
    return userId.ok ? finish(visit, reply, userId.value) : codeIsOver(reply, visit)
  })

  on('POST', '/verify/resend', async (visit, request, reply) => {
    const found = await findPending(visit, request)
    if (!found) return codeIsOver(reply, visit)
    const sent = await steps.resendCode(found.id, found.login, request.ip)
    const status = sent.ok ? 'Another code is on its way. The earlier one no longer works.' : undefined
    return showVerify(reply, visit, found.login.email, sent.ok ? undefined : sent.error, status)
  })

  async function findPending(visit: Visit, request: FastifyRequest) {
    const id = readCookie(request, cookieName)
    const login = id ? await steps.findPending(id, purposeOf(visit)) : null
    return id && login ? { id, login } : null
  }

  function goToCode(
    reply: FastifyReply,
    visit: Visit,
    asked: Awaited<ReturnType<LoginSteps['askForCode']>>,
    onRefusal: (refusal: Refusal) => FastifyReply,
  ): FastifyReply {
    if (!asked.ok) return onRefusal(asked.error)
    const cookie = { name: cookieName, value: asked.value, path: visit.base }
    setCookie(reply, { ...cookie, maxAgeSeconds: codeMinutes * 60, isSecure })
    return reply.redirect(`${visit.base}/verify`, 303)
  }

  function showSignIn(reply: FastifyReply, visit: Visit, email: string, refusal?: Refusal): FastifyReply {
    const { base, offer } = visit
    const view = {
      base,
      offer,
      email,
      isEmailFixed: visit.fixedEmail !== null,
      errors: refusal?.errors ?? {},
    }
    return sendPage(reply, signInPage(pages, view), refusal?.status)
  }

  function showSignUp(
    reply: FastifyReply,
    visit: Visit,
    typed: { email: string; name: string },
    refusal?: Refusal,
  ): FastifyReply {
    const { base, offer } = visit
    const view = {
      base,
      offer,
      ...typed,
      isEmailFixed: visit.fixedEmail !== null,
      errors: refusal?.errors ?? {},
    }
    return sendPage(reply, signUpPage(pages, view), refusal?.status)
  }

  function showVerify(
    reply: FastifyReply,
    { base }: Visit,
    email: string,
    refusal?: Refusal,
    status?: string,
  ): FastifyReply {
    const view = { action: `${base}/verify`, resend: `${base}/verify/resend`, back: `${base}/sign-up`, email }
    const said = status === undefined ? {} : { status }
    return sendPage(
      reply,
      verifyPage(pages, { ...view, errors: refusal?.errors ?? {}, ...said }),
      refusal?.status,
    )
  }

  function codeIsOver(reply: FastifyReply, { base }: Visit): FastifyReply {
    const text =
      'The code was used, or its fifteen minutes are over. Sign in, or begin again for another code.'
    const action = { href: `${base}?sign-in`, label: 'Go to sign-in' }
    return sendPage(reply, messagePage(pages, { title: 'This code is over', text, action }), 400)
  }
}

// A sign-in asked for again, or one too old, needs the password; only where nothing but the choice is open may the
// browser's own login go on.
function isChoice(interaction: Interaction): boolean {
  const { name, reasons } = interaction.prompt
  return (
    name === 'login' && reasons.length === 1 && reasons[0] === chooseLogin && Boolean(interaction.session)
  )
}

function loginHint(interaction: Interaction): string {
  const hint = interaction.params.login_hint
  return typeof hint === 'string' ? hint.slice(0, 254) : ''
}

function purposeOf(visit: Visit): string {
  return `sign-in:${visit.interaction.uid}`
}
