import { fail, ok, type Problem, problem, type Result, sameAddress, type UserId } from '@gatehouse/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Clock, Randomness } from '../../clock.ts'
import type { Database, Tx } from '../../db/database.ts'
import { inTransaction } from '../../db/transaction.ts'
import { findPrincipal } from '../../repositories/access.ts'
import { acceptInvitation } from '../../services/invitations/invitation-answer.ts'
import { provesMailbox } from '../../services/invitations/invitation-lookup.ts'
import { requestInvitation } from '../../services/invitations/invitation-request.ts'
import { formText, readCookie, sendPage, setCookie } from '../forms.ts'
import { secondStepPage } from '../pages/code-pages.ts'
import { closedInvitationPage, invitationPage } from '../pages/invitation-pages.ts'
import type { PageContext } from '../pages/layout.ts'
import { messagePage, verifyPage } from '../pages/sign-in-pages.ts'
import type { SecondStep } from '../security/second-step.ts'
import type { Devices } from '../sign-in/devices.ts'
import type { LoginSteps, Refusal } from '../sign-in/login-steps.ts'
import { codeMinutes, type PendingLogin } from '../sign-in/pending-logins.ts'
import { createLogin, findLoginByEmail, type Login, markVerified } from '../users.ts'
import { declineByMail } from './decline-by-mail.ts'
import { invitationPages, type Visit } from './invitation-visits.ts'

export interface InvitationRoutesDeps {
  db: Database
  clock: Clock
  random: Randomness
  steps: LoginSteps
  secondStep: SecondStep
  devices: Devices
  pages: PageContext
  publicUrl: string
  /** What the vendor calls this server. */
  serverName: string
  /** Mail was queued and committed. */
  wakeMailer(): void
}

interface Typed {
  email: string
  name: string
}

/** Which form of the page: for somebody who has a login, or for somebody who hasn't. */
type Way = 'sign-in' | 'sign-up'

const cookieName = 'gatehouse_invited'

/** The pages behind a mailed or copied link, for people who don't have Gatehouse: `/invite/:token`. */
export function registerInvitationRoutes(app: FastifyInstance, deps: InvitationRoutesDeps): void {
  const { db, steps, secondStep, pages, publicUrl } = deps
  const isSecure = publicUrl.startsWith('https:')
  const on = invitationPages(app, deps)

  on('GET', '', async (visit, request, reply) => {
    const { offer } = visit
    if (offer.state === 'pending') {
      const typed = { email: offer.email, name: '' }
      return showOpen(reply, visit, typed, await wayOf(visit, 'sign-in' in (request.query as object)))
    }
    return sendPage(reply, closedInvitationPage(pages, visit), offer.state === 'accepted' ? 200 : 410)
  })

  on('POST', '', async (visit, request, reply) => {
    const { offer } = visit
    if (offer.state !== 'pending') return reply.redirect(visit.path, 303)
    const body = (request.body ?? {}) as object
    const typed = {
      email: offer.anyAddress ? formText(body, 'email').slice(0, 254) : offer.email,
      name: formText(body, 'name').slice(0, 200),
    }
    // The form for a new login asks for a name, the other one doesn't.
    const way = await wayOf(visit, !('name' in body))
    return way === 'sign-in'
      ? acceptAsExisting(visit, request, reply, typed)
      : acceptAsNew(visit, request, reply, typed)
  })

  // A reader of the invited mailbox is led the way that their address needs. Whoever else holds the link chooses, and
  // learns by neither way whether an address has a login.
  async function wayOf({ offer }: Visit, asksToSignIn: boolean): Promise<Way> {
    if (provesMailbox(offer)) return (await findLoginByEmail(db, offer.email)) ? 'sign-in' : 'sign-up'
    return asksToSignIn ? 'sign-in' : 'sign-up'
  }

  async function acceptAsExisting(visit: Visit, request: FastifyRequest, reply: FastifyReply, typed: Typed) {
    const password = formText(request.body, 'password')
    const login = await steps.signIn({ email: typed.email, password }, deps.devices.visitorOf(request))
    if (!login.ok) return showOpen(reply, visit, typed, 'sign-in', login.error)
    if (!(await secondStep.isNeeded(login.value.id))) return acceptAs(visit, reply, login.value)
    await secondStep.begin(reply, login.value, { purpose: visit.purpose, path: '/invite' })
    return reply.redirect(`${visit.path}/code`, 303)
  }

  on('GET', '/code', async (visit, request, reply) => {
    const login = await secondStep.loginOf(request, visit.purpose)
    return login ? showSecondStep(reply, visit) : reply.redirect(visit.path, 303)
  })

  on('POST', '/code', async (visit, request, reply) => {
    const passed = await secondStep.pass(request, visit.purpose)
    if (passed.ok) return acceptAs(visit, reply, passed.value.login)
    return passed.error === 'over'
      ? reply.redirect(visit.path, 303)
      : showSecondStep(reply, visit, passed.error)
  })

  function showSecondStep(reply: FastifyReply, { path }: Visit, refusal?: Refusal): FastifyReply {
    const view = { action: `${path}/code`, back: path, errors: refusal?.errors ?? {} }
    return sendPage(reply, secondStepPage(pages, view), refusal?.status)
  }

  async function acceptAs(visit: Visit, reply: FastifyReply, login: Login) {
    const { id, email, isVerified } = login
    const typed = { email, name: '' }
    if (!isVerified && !isProven(visit, email))
      return askForCode(visit, reply, typed, 'sign-in', pendingOf(login))
    const result = await inTransaction(db, async (tx) => {
      if (!isVerified) await markVerified(tx, id, deps.clock.now())
      return accept(tx, visit, id)
    })
    return afterAccept(reply, visit, typed, 'sign-in', result)
  }

  async function acceptAsNew(visit: Visit, request: FastifyRequest, reply: FastifyReply, typed: Typed) {
    const login = await steps.readNewLogin({ ...(request.body as object), email: typed.email })
    if (!login.ok) return showOpen(reply, visit, typed, 'sign-up', login.error)
    if (!isProven(visit, login.value.email))
      return askForCode(visit, reply, typed, 'sign-up', { ...login.value, userId: null })
    const result = await inTransaction<null, Problem | 'exists'>(db, async (tx) => {
      const userId = await createLogin(tx, deps, { ...login.value, isVerified: true })
      return userId ? accept(tx, visit, userId) : fail('exists')
    })
    // Sent twice at once: the other one made the login, and the password shows whether it was the same person.
    if (!result.ok && result.error === 'exists') return acceptAsExisting(visit, request, reply, typed)
    return afterAccept(reply, visit, typed, 'sign-up', result as Result<null>)
  }

  function isProven({ offer }: Visit, email: string): boolean {
    return provesMailbox(offer) && sameAddress(offer.email, email)
  }

  async function accept(tx: Tx, { tokenHash }: Visit, userId: UserId): Promise<Result<null>> {
    const principal = await findPrincipal(tx, userId)
    if (!principal) return fail(problem('not_found'))
    const { random } = deps
    const write = {
      tx,
      now: deps.clock.now(),
      random,
      principal,
      device: 'Web page',
      mutationId: null,
      publicUrl,
    }
    const joined = await acceptInvitation(write, { tokenHash })
    return joined.ok ? ok(null) : joined
  }

  async function afterAccept(
    reply: FastifyReply,
    visit: Visit,
    typed: Typed,
    way: Way,
    result: Result<null>,
  ) {
    // Accepted, or moved on meanwhile: in both cases the page says how it stands.
    if (result.ok || result.error.code === 'invitation_not_pending') return reply.redirect(visit.path, 303)
    const form = result.error.detail ?? result.error.title
    return showOpen(reply, visit, typed, way, { status: 422, errors: { form } })
  }

  async function askForCode(
    visit: Visit,
    reply: FastifyReply,
    typed: Typed,
    way: Way,
    login: Parameters<LoginSteps['askForCode']>[0],
  ) {
    const asked = await steps.askForCode(login, visit.purpose, visit.ip)
    if (!asked.ok) return showOpen(reply, visit, typed, way, asked.error)
    const cookie = { name: cookieName, value: asked.value, path: '/invite' }
    setCookie(reply, { ...cookie, maxAgeSeconds: codeMinutes * 60, isSecure })
    return reply.redirect(`${visit.path}/verify`, 303)
  }

  on('GET', '/verify', async (visit, request, reply) => {
    const found = await findPending(visit, request)
    return found ? showVerify(reply, visit, found.login.email) : reply.redirect(visit.path, 303)
  })

  on('POST', '/verify', async (visit, request, reply) => {
    const found = await findPending(visit, request)
    if (!found) return reply.redirect(visit.path, 303)
    const { id, login } = found
    const code = await steps.confirmCode(
      id,
      login,
      formText(request.body, 'code'),
      deps.devices.visitorOf(request),
    )
    if (!code.ok) return showVerify(reply, visit, login.email, code.error)
    const result = await inTransaction(db, async (tx) => {
      const userId = await steps.finishPending(tx, id, login)
      return userId ? accept(tx, visit, userId) : fail(problem('invitation_not_pending'))
    })
    return afterAccept(reply, visit, login, login.userId === null ? 'sign-up' : 'sign-in', result)
  })

  on('POST', '/verify/resend', async (visit, request, reply) => {
    const found = await findPending(visit, request)
    if (!found) return reply.redirect(visit.path, 303)
    const sent = await steps.resendCode(found.id, found.login, visit.ip)
    if (!sent.ok) return showVerify(reply, visit, found.login.email, sent.error)
    const status = 'Another code is on its way. The earlier one no longer works.'
    return showVerify(reply, visit, found.login.email, undefined, status)
  })

  on('POST', '/decline', async (visit, _request, reply) => {
    const { offer } = visit
    if (offer.state !== 'pending') return reply.redirect(visit.path, 303)
    const isDeclined = await declineByMail(deps, offer, visit.tokenHash)
    if (!isDeclined) return reply.redirect(visit.path, 303)
    const text = `${offer.accountName} can see that you declined. Nothing else was changed.`
    return sendPage(reply, messagePage(pages, { title: 'Invitation declined', text }))
  })

  on('POST', '/request', async (visit, _request, reply) => {
    const { db, random, serverName } = deps
    await requestInvitation({ db, random, serverName, now: deps.clock.now() }, visit.tokenHash)
    deps.wakeMailer()
    const text = `Whoever looks after the users of ${visit.offer.accountName} hears of it, once a day at most. A new invitation comes by mail.`
    return sendPage(reply, messagePage(pages, { title: 'You asked for a new invitation', text }))
  })

  async function findPending(visit: Visit, request: FastifyRequest) {
    const id = readCookie(request, cookieName)
    const login = id ? await steps.findPending(id, visit.purpose) : null
    return id && login ? { id, login } : null
  }

  function showOpen(reply: FastifyReply, visit: Visit, typed: Typed, way: Way, refusal?: Refusal) {
    const { offer, path, deepLink } = visit
    const mayChoose = !provesMailbox(offer)
    const view = { offer, path, deepLink, way, mayChoose, ...typed, errors: refusal?.errors ?? {} }
    return sendPage(reply, invitationPage(pages, view), refusal?.status)
  }

  function showVerify(
    reply: FastifyReply,
    { path }: Visit,
    email: string,
    refusal?: Refusal,
    status?: string,
  ) {
    const view = { action: `${path}/verify`, resend: `${path}/verify/resend`, back: path, email }
    const said = status === undefined ? {} : { status }
    return sendPage(
      reply,
      verifyPage(pages, { ...view, errors: refusal?.errors ?? {}, ...said }),
      refusal?.status,
    )
  }
}

function pendingOf({ id, email, name, passwordHash }: Login): Omit<PendingLogin, 'codeHash' | 'purpose'> {
  return { userId: id, email, name, passwordHash: passwordHash ?? '' }
}
