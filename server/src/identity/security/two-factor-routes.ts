import { fail, ok, type Result } from '@gatehouse/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { inTransaction } from '../../db/transaction.ts'
import { formText, sendPage } from '../forms.ts'
import type { FormErrors } from '../pages/layout.ts'
import {
  newCodesPage,
  recoveryCodesPage,
  setUpTwoFactorPage,
  turnOffTwoFactorPage,
} from '../pages/two-factor-pages.ts'
import { endBrowserSessionsOf } from '../sessions/sessions.ts'
import { type Refusal, refused } from '../sign-in/login-steps.ts'
import type { SecurityDeps, SecurityVisit, SecurityVisits } from './security-visits.ts'

/** `/security/two-factor`: on, off, and new recovery codes. */
export function registerTwoFactorRoutes(visits: SecurityVisits, deps: SecurityDeps): void {
  const { db, twoFactor, steps, devices, notices, pages } = deps

  async function showSetUp(reply: FastifyReply, { login }: SecurityVisit, refusal?: Refusal) {
    const enrolment = await twoFactor.begin(db, login)
    if (!enrolment) return reply.redirect('/security', 303)
    const view = { ...enrolment, errors: refusal?.errors ?? {} }
    return sendPage(reply, setUpTwoFactorPage(pages, view), refusal?.status)
  }

  visits.on('GET', '/two-factor', (visit, _request, reply) => showSetUp(reply, visit))

  visits.on('POST', '/two-factor', async (visit, request, reply) => {
    const { login } = visit
    const code = formText(request.body, 'code').slice(0, 40)
    const confirmed = await inTransaction<string[], null>(db, async (tx) => {
      const codes = await twoFactor.confirm(tx, login.id, code)
      if (!codes) return fail(null)
      // A browser that knows the user from before would go on making sign-ins by the password alone.
      await endBrowserSessionsOf(tx, login.id)
      await notices.send(tx, login, 'two_factor_on')
      return ok(codes)
    })
    if (confirmed.ok) {
      deps.wakeMailer()
      // It closed every visit, this one too.
      await visits.begin(reply, login.id)
      return sendPage(reply, recoveryCodesPage(pages, { codes: confirmed.value, isFirst: true }))
    }
    const text = 'This code does not fit. Check that the clock of the device is right, and try the next one'
    return showSetUp(reply, visit, refused({ code: text }))
  })

  visits.on('GET', '/two-factor/off', async ({ login }, _request, reply) => {
    if (!(await twoFactor.isOn(db, login.id))) return reply.redirect('/security', 303)
    return sendPage(reply, turnOffTwoFactorPage(pages, { errors: {} }))
  })

  visits.on('POST', '/two-factor/off', async (visit, request, reply) => {
    const { login } = visit
    if (!(await twoFactor.isOn(db, login.id))) return reply.redirect('/security', 303)
    const shown = await checkBoth(visit, request)
    if (!shown.ok) {
      return sendPage(reply, turnOffTwoFactorPage(pages, { errors: shown.error.errors }), shown.error.status)
    }
    await inTransaction(db, async (tx) => {
      await twoFactor.turnOff(tx, login.id)
      await notices.send(tx, login, 'two_factor_off')
      return ok(null)
    })
    deps.wakeMailer()
    return reply.redirect('/security?done=two-factor-off', 303)
  })

  // The password first: a wrong one must not use up a code.
  async function checkBoth(visit: SecurityVisit, request: FastifyRequest): Promise<Result<null, Refusal>> {
    const password = formText(request.body, 'password')
    const code = formText(request.body, 'code').slice(0, 40)
    const missing: FormErrors = {
      ...(password === '' ? { password: 'Write your password' } : {}),
      ...(code.trim() === '' ? { code: 'Write a code' } : {}),
    }
    if (Object.keys(missing).length > 0) return fail(refused(missing))
    const visitor = devices.visitorOf(request)
    const isRight = await steps.checkPassword(visit.login, password, visitor)
    if (!isRight.ok) return isRight
    if (!isRight.value) return fail(refused({ password: 'This is not your password' }))
    const used = await steps.useCode(visit.login, code, visitor)
    return used.ok ? ok(null) : used
  }

  visits.on('GET', '/recovery-codes', async ({ login }, _request, reply) => {
    if (!(await twoFactor.isOn(db, login.id))) return reply.redirect('/security', 303)
    return sendPage(reply, newCodesPage(pages, { errors: {} }))
  })

  visits.on('POST', '/recovery-codes', async ({ login }, request, reply) => {
    if (!(await twoFactor.isOn(db, login.id))) return reply.redirect('/security', 303)
    const code = formText(request.body, 'code').slice(0, 40)
    const used = await steps.useCode(login, code, devices.visitorOf(request))
    if (!used.ok) {
      return sendPage(reply, newCodesPage(pages, { errors: used.error.errors }), used.error.status)
    }
    const renewed = await inTransaction<string[], null>(db, async (tx) => {
      const codes = await twoFactor.renewRecoveryCodes(tx, login.id)
      await notices.send(tx, login, 'recovery_codes_renewed')
      return ok(codes)
    })
    deps.wakeMailer()
    return renewed.ok
      ? sendPage(reply, recoveryCodesPage(pages, { codes: renewed.value, isFirst: false }))
      : reply.redirect('/security', 303)
  })
}
