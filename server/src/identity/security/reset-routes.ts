import { createHash } from 'node:crypto'
import { emailSchema, fail, ok, type UserId } from '@gatehouse/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Clock, Randomness } from '../../clock.ts'
import type { Tx } from '../../db/database.ts'
import { inTransaction } from '../../db/transaction.ts'
import { enqueueMail } from '../../mail/outbox.ts'
import { formText, sendPage } from '../forms.ts'
import { askForResetPage, newPasswordPage } from '../pages/reset-pages.ts'
import { messagePage } from '../pages/sign-in-pages.ts'
import { endBrowserSessionsOf, endSessionsOf } from '../sessions/sessions.ts'
import { type Refusal, refused, tooMany } from '../sign-in/login-steps.ts'
import { hashPassword, passwordProblem } from '../sign-in/passwords.ts'
import { findLoginByEmail, findLoginById, markVerified, setPassword } from '../users.ts'
import { createSecurityVisits, type SecurityDeps } from './security-visits.ts'

export const resetMinutes = 30

/** A link by which its holder sets the user's password, once. It makes an earlier one void. */
export async function makeResetLink(
  tx: Tx,
  { clock, random, publicUrl }: { clock: Clock; random: Randomness; publicUrl: string },
  userId: UserId,
): Promise<string> {
  const token = random.bytes(32).toString('base64url')
  const row = {
    token_hash: hashToken(token),
    expires_at: new Date(clock.now().getTime() + resetMinutes * 60_000),
  }
  await tx
    .insertInto('password_reset')
    .values({ user_id: userId, ...row })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row))
    .execute()
  return `${publicUrl}/reset/${token}`
}

/** `/reset`: a new password by a mailed link, for whoever forgot theirs. */
export function registerResetRoutes(app: FastifyInstance, deps: SecurityDeps): void {
  const { db, clock, pages, steps, notices } = deps
  const { open } = createSecurityVisits(app, deps)

  const showAsk = (reply: FastifyReply, email: string, refusal?: Refusal) =>
    sendPage(reply, askForResetPage(pages, { email, errors: refusal?.errors ?? {} }), refusal?.status)

  open('GET', '/reset', async (_request, reply) => showAsk(reply, ''))

  open('POST', '/reset', async (request, reply) => {
    const typed = formText(request.body, 'email').slice(0, 254)
    const email = emailSchema.safeParse(typed)
    if (!email.success) {
      return showAsk(reply, typed, refused({ email: email.error.issues[0]?.message ?? '' }))
    }
    const wait = await steps.countMail(email.data, request.ip)
    if (wait > 0) return showAsk(reply, typed, tooMany(wait))
    await mailLink(email.data)
    const text = `A mail is on its way to ${email.data}. It says how to go on. Look into the spam folder where none comes in a few minutes.`
    return sendPage(reply, messagePage(pages, { title: 'Look into your mailbox', text }))
  })

  // Every address gets a mail, whether or not it has a login; so the page can't tell, and neither can the time it takes.
  async function mailLink(email: string): Promise<void> {
    const { serverName } = pages
    await inTransaction(db, async (tx) => {
      const login = await findLoginByEmail(tx, email)
      if (!login) {
        await enqueueMail(tx, deps, { recipient: email, template: 'reset_unknown', data: { serverName } })
        return ok(null)
      }
      const link = await makeResetLink(tx, deps, login.id)
      const data = { link, minutes: resetMinutes, serverName }
      await enqueueMail(tx, deps, { recipient: login.email, template: 'password_reset', data })
      return ok(null)
    })
    deps.wakeMailer()
  }

  async function userOf(token: string): Promise<UserId | null> {
    const row = await db
      .selectFrom('password_reset')
      .where('token_hash', '=', hashToken(token))
      .where('expires_at', '>', clock.now())
      .select('user_id')
      .executeTakeFirst()
    return row?.user_id ?? null
  }

  function showOver(reply: FastifyReply): FastifyReply {
    const text = `The link was used, a newer one was mailed, or its ${resetMinutes} minutes are over.`
    const action = { href: '/reset', label: 'Ask for another' }
    return sendPage(reply, messagePage(pages, { title: 'This link is over', text, action }), 410)
  }

  open('GET', '/reset/:token', async (request, reply) => {
    const { token } = request.params as { token: string }
    if (!(await userOf(token))) return showOver(reply)
    return sendPage(reply, newPasswordPage(pages, { action: `/reset/${token}`, errors: {} }))
  })

  open('POST', '/reset/:token', async (request, reply) => {
    const { token } = request.params as { token: string }
    const userId = await userOf(token)
    if (!userId) return showOver(reply)
    const password = formText(request.body, 'password')
    const problem = passwordProblem(password)
    if (problem) {
      const view = { action: `/reset/${token}`, errors: { password: problem } }
      return sendPage(reply, newPasswordPage(pages, view), 422)
    }
    const hash = await hashPassword(password)
    const reset = await inTransaction<null, null>(db, async (tx) => {
      // Whoever takes the row has used the link: of two at one moment, one alone.
      const { numDeletedRows } = await tx
        .deleteFrom('password_reset')
        .where('token_hash', '=', hashToken(token))
        .executeTakeFirst()
      const login = await findLoginById(tx, userId)
      if (numDeletedRows === 0n || !login) return fail(null)
      await setPassword(tx, userId, hash, clock.now())
      // The link came to their mailbox.
      if (!login.isVerified) await markVerified(tx, userId, clock.now())
      await endSessionsOf(tx, userId)
      await endBrowserSessionsOf(tx, userId)
      await notices.send(tx, login, 'password_changed')
      return ok(null)
    })
    if (!reset.ok) return showOver(reply)
    deps.wakeMailer()
    const text =
      'Your password was changed, and every device was signed out. Go back to Gatehouse and sign in with the new one. Two-factor stays as it was.'
    return sendPage(reply, messagePage(pages, { title: 'Your password is new', text }))
  })
}

function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
