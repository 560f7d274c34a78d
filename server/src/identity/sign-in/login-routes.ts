import { fail, ok, sameAddress, type UserId } from '@gatehouse/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Randomness } from '../../clock.ts'
import { inTransaction } from '../../db/transaction.ts'
import { formText, readCookie, sendPage, setCookie } from '../forms.ts'
import { secondStepPage } from '../pages/code-pages.ts'
import type { FormErrors } from '../pages/layout.ts'
import { chooseLoginPage, messagePage, signInPage, signUpPage, verifyPage } from '../pages/sign-in-pages.ts'
import { chooseLogin } from '../provider.ts'
import type { Notices } from '../security/notices.ts'
import type { PassedStep, SecondStep } from '../security/second-step.ts'
import { createLogin, findLoginByEmail, findLoginById, markVerified } from '../users.ts'
import type { LoginSteps, Refusal } from './login-steps.ts'
import {
  createLoginVisits,
  type Interaction,
  type LoginVisitsDeps,
  purposeOf,
  type Visit,
} from './login-visits.ts'
import { tellOfNewDevice } from './new-device.ts'
import { codeMinutes } from './pending-logins.ts'

export interface LoginRoutesDeps extends LoginVisitsDeps {
  random: Randomness
  steps: LoginSteps
  secondStep: SecondStep
  notices: Notices
}

const cookieName = 'gatehouse_pending'
const byPassword = ['pwd']

/** The pages of a sign-in that a program began: `/login/:uid`. */
export function registerLoginRoutes(app: FastifyInstance, deps: LoginRoutesDeps): void {
  const { db, provider, steps, secondStep, devices, pages } = deps
  const isSecure = deps.publicUrl.startsWith('https:')
  const { on, finish, proceed } = createLoginVisits(app, deps)

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
    const result = await steps.signIn({ email, password }, devices.visitorOf(request))
    if (!result.ok) return showSignIn(reply, visit, email, result.error)
    const login = result.value
    if (!(await secondStep.isNeeded(login.id)))
      return letIn(visit, request, reply, { login, amr: byPassword })
    await secondStep.begin(reply, login, { purpose: purposeOf(visit), path: visit.base })
    return reply.redirect(`${visit.base}/code`, 303)
  })

  on('GET', '/code', async (visit, request, reply) => {
    const login = await secondStep.loginOf(request, purposeOf(visit))
    return login ? showCode(reply, visit) : reply.redirect(`${visit.base}?sign-in`, 303)
  })

  on('POST', '/code', async (visit, request, reply) => {
    const passed = await secondStep.pass(request, purposeOf(visit))
    if (passed.ok) return letIn(visit, request, reply, passed.value)
    if (passed.error === 'over') return reply.redirect(`${visit.base}?sign-in`, 303)
    return showCode(reply, visit, passed.error)
  })

  async function letIn(visit: Visit, request: FastifyRequest, reply: FastifyReply, passed: PassedStep) {
    const { login, amr } = passed
    const signedIn = { userId: login.id, amr }
    await tellOfNewDevice(deps, request, login)
    if (login.isVerified) return finish(visit, request, reply, signedIn)
    if (visit.provenEmail !== null && sameAddress(visit.provenEmail, login.email)) {
      await db.transaction().execute((tx) => markVerified(tx, login.id, deps.clock.now()))
      return finish(visit, request, reply, signedIn)
    }
    const { email, name, passwordHash } = login
    const pending = { email, name, passwordHash: passwordHash ?? '', userId: login.id }
    return goToCode(reply, visit, await steps.askForCode(pending, purposeOf(visit), request.ip), (refusal) =>
      showSignIn(reply, visit, email, refusal),
    )
  }

  on('POST', '/continue', async (visit, request, reply) => {
    const { session } = visit.interaction
    if (!session || !isChoice(visit.interaction)) return reply.redirect(visit.base, 303)
    const current = await provider.Session.findByUid(session.uid)
    const userId = session.accountId as UserId
    return finish(visit, request, reply, { userId, amr: current?.amr ?? byPassword, ts: current?.loginTs })
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
      if (userId) return finish(visit, request, reply, { userId, amr: byPassword })
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
    const visitor = devices.visitorOf(request)
    const code = await steps.confirmCode(id, login, formText(request.body, 'code'), visitor)
    if (!code.ok) return showVerify(reply, visit, login.email, code.error)
    const userId = await inTransaction(db, async (tx) => {
      const made = await steps.finishPending(tx, id, login)
      return made ? ok(made) : fail(null)
    })
    if (!userId.ok) return codeIsOver(reply, visit)
    return finish(visit, request, reply, { userId: userId.value, amr: byPassword })
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

  function showCode(reply: FastifyReply, { base }: Visit, refusal?: Refusal): FastifyReply {
    const view = { action: `${base}/code`, back: `${base}?sign-in`, errors: refusal?.errors ?? {} }
    return sendPage(reply, secondStepPage(pages, view), refusal?.status)
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
