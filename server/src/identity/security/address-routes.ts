import { emailSchema, fail, ok, type Result, sameAddress } from '@gatehouse/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { inTransaction } from '../../db/transaction.ts'
import { enqueueMail } from '../../mail/outbox.ts'
import { formText, readCookie, sendPage, setCookie } from '../forms.ts'
import type { FormErrors } from '../pages/layout.ts'
import { addressPage } from '../pages/security-pages.ts'
import { verifyPage } from '../pages/sign-in-pages.ts'
import { type Refusal, refused, tooMany } from '../sign-in/login-steps.ts'
import * as pending from '../sign-in/pending-logins.ts'
import { changeAddress, findLoginByEmail } from '../users.ts'
import type { SecurityDeps, SecurityVisit, SecurityVisits } from './security-visits.ts'

const cookieName = 'gatehouse_address'
const base = '/security/email'

/** `/security/email`: another address, which counts once a code that was mailed there came back. */
export function registerAddressRoutes(visits: SecurityVisits, deps: SecurityDeps): void {
  const { db, steps, devices, notices, pages } = deps
  const purposeOf = ({ login }: SecurityVisit) => `change-address:${login.id}`

  function show(reply: FastifyReply, { login }: SecurityVisit, typed: string, refusal?: Refusal) {
    const view = { present: login.email, email: typed, errors: refusal?.errors ?? {} }
    return sendPage(reply, addressPage(pages, view), refusal?.status)
  }

  visits.on('GET', '/email', async (visit, _request, reply) => show(reply, visit, ''))

  visits.on('POST', '/email', async (visit, request, reply) => {
    const typed = formText(request.body, 'email').slice(0, 254)
    const asked = await ask(visit, request, typed)
    if (!asked.ok) return show(reply, visit, typed, asked.error)
    setCookie(reply, {
      name: cookieName,
      value: asked.value,
      path: base,
      maxAgeSeconds: pending.codeMinutes * 60,
      isSecure: deps.isSecure,
      sameSite: 'Strict',
    })
    return reply.redirect(`${base}/verify`, 303)
  })

  async function ask(
    visit: SecurityVisit,
    request: FastifyRequest,
    typed: string,
  ): Promise<Result<string, Refusal>> {
    const { login } = visit
    const email = emailSchema.safeParse(typed)
    const password = formText(request.body, 'password')
    const errors: FormErrors = {
      ...(email.success ? {} : { email: email.error.issues[0]?.message ?? '' }),
      ...(password === '' ? { password: 'Write your password' } : {}),
    }
    if (!email.success || Object.keys(errors).length > 0) return fail(refused(errors))
    if (email.data === login.email) return fail(refused({ email: 'This is your address already' }))
    const isRight = await steps.checkPassword(login, password, devices.visitorOf(request))
    if (!isRight.ok) return isRight
    if (!isRight.value) return fail(refused({ password: 'This is not your password' }))
    const wait = await steps.countMail(email.data, request.ip)
    if (wait > 0) return fail(tooMany(wait))
    const id = await sendCode(visit, email.data)
    return ok(id)
  }

  // An address that another login has gets a mail that says so, and no code; the page is the same.
  async function sendCode(visit: SecurityVisit, email: string): Promise<string> {
    const { login } = visit
    const { serverName } = pages
    const result = await inTransaction<string, never>(db, async (tx) => {
      const holder = await findLoginByEmail(tx, email)
      const code = holder && holder.id !== login.id ? null : pending.makeCode(deps.random)
      const id = await pending.savePendingLogin(tx, deps, {
        email,
        name: login.name,
        passwordHash: '',
        userId: login.id,
        purpose: purposeOf(visit),
        code,
      })
      await enqueueMail(
        tx,
        deps,
        code === null
          ? { recipient: email, template: 'login_exists', data: { serverName } }
          : {
              recipient: email,
              template: 'change_email',
              data: { code, minutes: pending.codeMinutes, serverName },
            },
      )
      return ok(id)
    })
    deps.wakeMailer()
    if (!result.ok) throw new Error('sending a code is never refused')
    return result.value
  }

  async function findPending(visit: SecurityVisit, request: FastifyRequest) {
    const id = readCookie(request, cookieName)
    const login = id ? await steps.findPending(id, purposeOf(visit)) : null
    return id && login ? { id, login } : null
  }

  const showVerify = (reply: FastifyReply, email: string, refusal?: Refusal) =>
    sendPage(
      reply,
      verifyPage(pages, { action: `${base}/verify`, back: base, email, errors: refusal?.errors ?? {} }),
      refusal?.status,
    )

  visits.on('GET', '/email/verify', async (visit, request, reply) => {
    const found = await findPending(visit, request)
    return found ? showVerify(reply, found.login.email) : reply.redirect(base, 303)
  })

  visits.on('POST', '/email/verify', async (visit, request, reply) => {
    const found = await findPending(visit, request)
    if (!found) return reply.redirect(base, 303)
    const visitor = devices.visitorOf(request)
    const code = await steps.confirmCode(found.id, found.login, formText(request.body, 'code'), visitor)
    if (!code.ok) return showVerify(reply, found.login.email, code.error)
    const { email } = found.login
    const changed = await inTransaction<null, null>(db, async (tx) => {
      if (!(await pending.takePendingLogin(tx, found.id))) return fail(null)
      if (!(await changeAddress(tx, visit.login.id, email, deps.clock.now()))) return fail(null)
      if (!sameAddress(visit.login.email, email)) {
        await notices.send(tx, visit.login, 'email_changed', email)
      }
      return ok(null)
    })
    if (!changed.ok) {
      return show(
        reply,
        visit,
        email,
        refused({ email: 'This address was taken by another login meanwhile' }),
      )
    }
    deps.wakeMailer()
    return reply.redirect('/security?done=email', 303)
  })
}
