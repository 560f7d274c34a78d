import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { inTransaction } from '../../db/transaction.ts'
import { ok } from '../../routes/answers.ts'
import { formText, sendPage } from '../forms.ts'
import { secondStepPage } from '../pages/code-pages.ts'
import type { FormErrors } from '../pages/layout.ts'
import { passwordPage, securityPage, securitySignInPage } from '../pages/security-pages.ts'
import { endBrowserSessionsOf, endOwnSession, endSessionsOf, listSessions } from '../sessions/sessions.ts'
import { type Refusal, refused } from '../sign-in/login-steps.ts'
import { tellOfNewDevice } from '../sign-in/new-device.ts'
import { hashPassword, passwordProblem } from '../sign-in/passwords.ts'
import { type Login, setPassword } from '../users.ts'
import { registerAddressRoutes } from './address-routes.ts'
import { readSecurity } from './security.ts'
import {
  createSecurityVisits,
  type SecurityDeps,
  type SecurityVisit,
  type SecurityVisits,
} from './security-visits.ts'
import { registerTwoFactorRoutes } from './two-factor-routes.ts'

const codePurpose = 'security'

/** What is said on the overview after something was done; its word stands in the address. */
const done: Record<string, string> = {
  password: 'Your password was changed.',
  'two-factor-off': 'Two-factor is off.',
  email: 'Your address was changed.',
  ended: 'The device was signed out.',
  'ended-all': 'Every device was signed out.',
}

/** `/security`: where people see and change how their login is secured. */
export function registerSecurityRoutes(app: FastifyInstance, deps: SecurityDeps): void {
  const visits = createSecurityVisits(app, deps)
  registerEntrance(visits, deps)
  registerOverview(visits, deps)
  registerPassword(visits, deps)
  registerTwoFactorRoutes(visits, deps)
  registerAddressRoutes(visits, deps)
}

function registerEntrance(visits: SecurityVisits, deps: SecurityDeps): void {
  const { steps, secondStep, twoFactor, devices, pages } = deps

  async function enter(request: FastifyRequest, reply: FastifyReply, login: Login) {
    await tellOfNewDevice(deps, request, login)
    devices.remember(request, reply, login.id)
    // What somebody else may have begun to set up, and seen, is void.
    await twoFactor.abandon(deps.db, login.id)
    await visits.begin(reply, login.id)
    return reply.redirect('/security', 303)
  }

  visits.open('POST', '/security/sign-in', async (request, reply) => {
    const email = formText(request.body, 'email').slice(0, 254)
    const password = formText(request.body, 'password')
    const result = await steps.signIn({ email, password }, devices.visitorOf(request))
    if (!result.ok) {
      const { status, errors } = result.error
      return sendPage(reply, securitySignInPage(pages, { email, errors }), status)
    }
    if (!(await secondStep.isNeeded(result.value.id))) return enter(request, reply, result.value)
    await secondStep.begin(reply, result.value, { purpose: codePurpose, path: '/security' })
    return reply.redirect('/security/code', 303)
  })

  const showCode = (reply: FastifyReply, refusal?: Refusal) => {
    const view = { action: '/security/code', back: '/security', errors: refusal?.errors ?? {} }
    return sendPage(reply, secondStepPage(pages, view), refusal?.status)
  }

  visits.open('GET', '/security/code', async (request, reply) => {
    const login = await secondStep.loginOf(request, codePurpose)
    return login ? showCode(reply) : reply.redirect('/security', 303)
  })

  visits.open('POST', '/security/code', async (request, reply) => {
    const passed = await secondStep.pass(request, codePurpose)
    if (passed.ok) return enter(request, reply, passed.value.login)
    return passed.error === 'over' ? reply.redirect('/security', 303) : showCode(reply, passed.error)
  })
}

function registerOverview(visits: SecurityVisits, deps: SecurityDeps): void {
  const { db, clock, pages } = deps

  visits.open('GET', '/security', async (request, reply) => {
    const visit = await visits.find(request)
    if (!visit) return sendPage(reply, securitySignInPage(pages, { email: '', errors: {} }))
    const { login } = visit
    const { done: word = '' } = request.query as { done?: string }
    const [security, sessions] = await Promise.all([
      readSecurity(db, login.id),
      listSessions(db, login.id, clock.now()),
    ])
    const status = Object.hasOwn(done, word) ? done[word] : undefined
    return sendPage(reply, securityPage(pages, { login, security, sessions, status }))
  })

  visits.on('POST', '/sign-out', async (visit, _request, reply) => {
    await visits.end(reply, visit)
    return reply.redirect('/security', 303)
  })

  visits.on('POST', '/sessions/end', async ({ login }, request, reply) => {
    const sessionId = formText(request.body, 'session').slice(0, 100)
    await inTransaction(db, async (tx) => ok(await endOwnSession(tx, login.id, sessionId)))
    // It closed every visit, this one too.
    await visits.begin(reply, login.id)
    return reply.redirect('/security?done=ended', 303)
  })

  visits.on('POST', '/sessions/end-all', async ({ login }, _request, reply) => {
    await inTransaction(db, async (tx) => ok(await endSessionsOf(tx, login.id)))
    await visits.begin(reply, login.id)
    return reply.redirect('/security?done=ended-all', 303)
  })
}

function registerPassword(visits: SecurityVisits, deps: SecurityDeps): void {
  const { db, clock, steps, devices, notices, pages } = deps
  const show = (reply: FastifyReply, refusal?: Refusal) =>
    sendPage(reply, passwordPage(pages, { errors: refusal?.errors ?? {} }), refusal?.status)

  async function judge({ login }: SecurityVisit, request: FastifyRequest): Promise<FormErrors | Refusal> {
    const current = formText(request.body, 'current')
    const problem = passwordProblem(formText(request.body, 'password'))
    const missing = { ...(current === '' ? { current: 'Write your present password' } : {}) }
    const errors = { ...missing, ...(problem ? { password: problem } : {}) }
    if (Object.keys(errors).length > 0) return errors
    const isRight = await steps.checkPassword(login, current, devices.visitorOf(request))
    if (!isRight.ok) return isRight.error
    return isRight.value ? {} : { current: 'This is not your present password' }
  }

  visits.on('GET', '/password', async (_visit, _request, reply) => show(reply))

  visits.on('POST', '/password', async (visit, request, reply) => {
    const { login } = visit
    const judged = await judge(visit, request)
    if ('errors' in judged) return show(reply, judged as Refusal)
    if (Object.keys(judged).length > 0) return show(reply, refused(judged as FormErrors))
    const hash = await hashPassword(formText(request.body, 'password'))
    const endsAll = formText(request.body, 'everywhere') === 'yes'
    await inTransaction(db, async (tx) => {
      await setPassword(tx, login.id, hash, clock.now())
      await endBrowserSessionsOf(tx, login.id)
      if (endsAll) await endSessionsOf(tx, login.id)
      await notices.send(tx, login, 'password_changed')
      return ok(null)
    })
    deps.wakeMailer()
    // The change closed every visit, this one too.
    await visits.begin(reply, login.id)
    return reply.redirect('/security?done=password', 303)
  })
}
