import { emailSchema, fail, normalizeAddress, ok, type Result, type UserId } from '@gatehouse/contract'
import type { Kysely } from 'kysely'
import type { Clock, Randomness } from '../clock.ts'
import type { Database, Tx } from '../db/database.ts'
import type { Schema } from '../db/schema.ts'
import { inTransaction } from '../db/transaction.ts'
import { enqueueMail } from '../mail/outbox.ts'
import { type AttemptLimit, createAttempts } from './attempts.ts'
import { formText } from './forms.ts'
import type { FormErrors } from './pages/layout.ts'
import { hashPassword, passwordProblem, verifyPassword } from './passwords.ts'
import * as pending from './pending-logins.ts'
import { createLogin, findLoginByEmail, type Login, markVerified } from './users.ts'

export interface LoginLimits {
  /** Wrong passwords and codes from one network address. */
  failuresPerAddress: AttemptLimit
  /** Wrong passwords for one login. */
  failuresPerLogin: AttemptLimit
  /** Codes mailed to one mailbox. */
  mailsPerMailbox: AttemptLimit
  /** Codes asked for from one network address. */
  mailsPerAddress: AttemptLimit
}

const minutes = 60_000

export const defaultLimits: LoginLimits = {
  failuresPerAddress: { max: 50, windowMs: 10 * minutes },
  failuresPerLogin: { max: 10, windowMs: 10 * minutes },
  mailsPerMailbox: { max: 5, windowMs: 60 * minutes },
  mailsPerAddress: { max: 60, windowMs: 60 * minutes },
}

/** A step that can't be taken: the errors to show, and the HTTP status that says so. */
export interface Refusal {
  status: 422 | 429
  errors: FormErrors
}

export interface NewLogin {
  email: string
  name: string
  passwordHash: string
}

export interface LoginStepsDeps {
  db: Database
  clock: Clock
  random: Randomness
  serverName: string
  limits: LoginLimits
  /** Mail was queued and committed. */
  wakeMailer(): void
}

export type LoginSteps = ReturnType<typeof createLoginSteps>

/** What the sign-in pages and the invitation pages do alike. */
export function createLoginSteps(deps: LoginStepsDeps) {
  const { db, clock, limits } = deps
  const failuresByAddress = createAttempts(clock, limits.failuresPerAddress)
  const failuresByLogin = createAttempts(clock, limits.failuresPerLogin)
  const mailsByMailbox = createAttempts(clock, limits.mailsPerMailbox)
  const mailsByAddress = createAttempts(clock, limits.mailsPerAddress)

  /** The login that an address and a password belong to. The answer is the same for an unknown address. */
  async function signIn(
    form: { email: string; password: string },
    ip: string,
  ): Promise<Result<Login, Refusal>> {
    const loginKey = normalizeAddress(form.email)
    const wait = Math.max(failuresByAddress.waitMs(ip), failuresByLogin.waitMs(loginKey))
    if (wait > 0) return fail(tooMany(wait))
    const login = await findLoginByEmail(db, form.email)
    if (!(await verifyPassword(login?.passwordHash ?? null, form.password)) || !login) {
      failuresByAddress.count(ip)
      failuresByLogin.count(loginKey)
      return fail(refused({ form: 'E-mail address and password do not match. Check both and try again.' }))
    }
    failuresByLogin.forget(loginKey)
    return ok(login)
  }

  /** Judges what was typed to make a login, and turns the password into its hash. */
  async function readNewLogin(body: unknown): Promise<Result<NewLogin, Refusal>> {
    const typed = {
      email: formText(body, 'email'),
      name: formText(body, 'name'),
      password: formText(body, 'password'),
    }
    const email = emailSchema.safeParse(typed.email)
    const name = typed.name.trim()
    const password = passwordProblem(typed.password)
    const errors: FormErrors = {
      ...(name === '' ? { name: 'Write your name' } : {}),
      ...([...name].length > 100 ? { name: 'Use at most 100 characters' } : {}),
      ...(email.success ? {} : { email: email.error.issues[0]?.message ?? '' }),
      ...(password ? { password } : {}),
    }
    if (!email.success || Object.keys(errors).length > 0) return fail(refused(errors))
    return ok({ email: email.data, name, passwordHash: await hashPassword(typed.password) })
  }

  /** Mails a code. Answers the id for the browser's cookie, whether or not the address has a login already. */
  async function askForCode(
    login: NewLogin & { userId: UserId | null },
    purpose: string,
    ip: string,
  ): Promise<Result<string, Refusal>> {
    const wait = countMail(login.email, ip)
    if (wait > 0) return fail(tooMany(wait))
    const result = await inTransaction<string, Refusal>(db, async (tx) => {
      const code = await codeFor(tx, login)
      const id = await pending.savePendingLogin(tx, deps, { ...login, purpose, code })
      await mailCode(tx, login.email, code)
      return ok(id)
    })
    deps.wakeMailer()
    return result
  }

  async function resendCode(
    id: string,
    login: pending.PendingLogin,
    ip: string,
  ): Promise<Result<null, Refusal>> {
    const wait = countMail(login.email, ip)
    if (wait > 0) return fail(tooMany(wait))
    const result = await inTransaction<null, Refusal>(db, async (tx) => {
      const code = await codeFor(tx, login)
      await pending.replaceCode(tx, deps, id, login, code)
      await mailCode(tx, login.email, code)
      return ok(null)
    })
    deps.wakeMailer()
    return result
  }

  async function confirmCode(
    id: string,
    login: pending.PendingLogin,
    code: string,
    ip: string,
  ): Promise<Result<null, Refusal>> {
    const wait = failuresByAddress.waitMs(ip)
    if (wait > 0) return fail(tooMany(wait))
    const answer = await pending.checkCode(db, id, login, code)
    if (answer.outcome === 'right') return ok(null)
    failuresByAddress.count(ip)
    if (answer.outcome === 'used_up') {
      return fail(refused({ code: 'This code is used up after five wrong tries. Send another code' }))
    }
    const left = answer.attemptsLeft === 1 ? 'one more try' : `${answer.attemptsLeft} more tries`
    return fail(refused({ code: `This is not the code. Look at the newest mail; you have ${left}` }))
  }

  /** Once per pending login. Null where it was finished already, or where the address got a login meanwhile. */
  async function finishPending(tx: Tx, id: string, login: pending.PendingLogin): Promise<UserId | null> {
    if (!(await pending.takePendingLogin(tx, id))) return null
    if (login.userId === null) return createLogin(tx, deps, { ...login, isVerified: true })
    await markVerified(tx, login.userId, clock.now())
    return login.userId
  }

  function countMail(email: string, ip: string): number {
    const mailbox = normalizeAddress(email)
    const wait = Math.max(mailsByMailbox.waitMs(mailbox), mailsByAddress.waitMs(ip))
    if (wait > 0) return wait
    mailsByMailbox.count(mailbox)
    mailsByAddress.count(ip)
    return 0
  }

  async function codeFor(tx: Kysely<Schema>, login: { email: string; userId: UserId | null }) {
    const isTaken = login.userId === null && (await findLoginByEmail(tx, login.email)) !== null
    return isTaken ? null : pending.makeCode(deps.random)
  }

  function mailCode(tx: Kysely<Schema>, recipient: string, code: string | null): Promise<void> {
    const { serverName } = deps
    return enqueueMail(
      tx,
      deps,
      code === null
        ? { recipient, template: 'login_exists', data: { serverName } }
        : { recipient, template: 'verify_email', data: { code, minutes: pending.codeMinutes, serverName } },
    )
  }

  return {
    signIn,
    readNewLogin,
    askForCode,
    resendCode,
    confirmCode,
    finishPending,
    findPending: (id: string, purpose: string) => pending.findPendingLogin(db, deps, id, purpose),
  }
}

function refused(errors: FormErrors): Refusal {
  return { status: 422, errors }
}

function tooMany(waitMs: number): Refusal {
  const wait = Math.ceil(waitMs / minutes)
  return {
    status: 429,
    errors: { form: `Too many tries. Wait ${wait === 1 ? 'a minute' : `${wait} minutes`}, then try again.` },
  }
}
