import { emailSchema, fail, normalizeAddress, ok, type Result, type UserId } from '@gatehouse/contract'
import type { Kysely } from 'kysely'
import type { Clock, Randomness } from '../../clock.ts'
import type { Database, Tx } from '../../db/database.ts'
import type { Schema } from '../../db/schema.ts'
import { inTransaction } from '../../db/transaction.ts'
import { enqueueMail } from '../../mail/outbox.ts'
import { formText } from '../forms.ts'
import { networkOf } from '../network.ts'
import type { FormErrors } from '../pages/layout.ts'
import type { Notices } from '../security/notices.ts'
import { type CodeKind, isAppCode, normalizeCode, type TwoFactor } from '../security/two-factor.ts'
import { createLogin, findLoginByEmail, type Login, markVerified, replaceHash } from '../users.ts'
import type { Visitor } from './devices.ts'
import { createGuard, type GuardLimits, guardLimits } from './login-guard.ts'
import { hashPassword, isWeakHash, passwordProblem, verifyPassword } from './passwords.ts'
import * as pending from './pending-logins.ts'
import { type AttemptLimit, createAttempts } from './shared-attempts.ts'

export interface LoginLimits extends GuardLimits {
  /** Codes mailed to one mailbox. */
  mailsPerMailbox: AttemptLimit
  /** Codes asked for from one network address. */
  mailsPerAddress: AttemptLimit
}

const minutes = 60_000

export const defaultLimits: LoginLimits = {
  ...guardLimits,
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
  twoFactor: TwoFactor
  notices: Notices
  /** Makes keys of limits unreadable. */
  attemptKey: Buffer
  pause(ms: number): Promise<void>
  /** Mail was queued and committed. */
  wakeMailer(): void
}

export type LoginSteps = ReturnType<typeof createLoginSteps>

/** What the sign-in pages and the invitation pages do alike. */
export function createLoginSteps(deps: LoginStepsDeps) {
  const { db, clock, limits } = deps
  const attemptsDeps = { db, clock, key: deps.attemptKey }
  const guard = createGuard({ ...attemptsDeps, limits, pause: deps.pause })
  const mailsByMailbox = createAttempts(attemptsDeps, 'mailbox', limits.mailsPerMailbox)
  const mailsByAddress = createAttempts(attemptsDeps, 'mails', limits.mailsPerAddress)

  /** The login that an address and a password belong to. The answer is the same for an unknown address. */
  async function signIn(
    form: { email: string; password: string },
    visitor: Visitor,
  ): Promise<Result<Login, Refusal>> {
    const login = await findLoginByEmail(db, form.email)
    const isRight = await tryPassword(login, form, visitor)
    if (typeof isRight === 'number') return fail(tooMany(isRight))
    if (isRight && login) return ok(await withTodaysHash(login, form.password))
    return fail(refused({ form: 'E-mail address and password do not match. Check both and try again.' }))
  }

  /** Whether the password is the login's; milliseconds to wait where it may not be tried now. */
  async function tryPassword(
    login: Login | null,
    form: { email: string; password: string },
    visitor: Visitor,
  ): Promise<boolean | number> {
    const subject = { address: normalizeAddress(form.email), userId: login?.id ?? null }
    const allowed = await guard.password(subject, visitor)
    if (typeof allowed === 'number') return allowed
    const isRight = await verifyPassword(login?.passwordHash ?? null, form.password)
    if (isRight) await allowed.succeeded()
    return isRight
  }

  /** The present password of somebody who is signed in already. */
  async function checkPassword(
    login: Login,
    password: string,
    visitor: Visitor,
  ): Promise<Result<boolean, Refusal>> {
    const isRight = await tryPassword(login, { email: login.email, password }, visitor)
    return typeof isRight === 'number' ? fail(tooMany(isRight)) : ok(isRight)
  }

  // Hashes are made anew when more work is asked of them than was; only now is the password at hand.
  async function withTodaysHash(login: Login, password: string): Promise<Login> {
    if (login.passwordHash === null || !isWeakHash(login.passwordHash)) return login
    const passwordHash = await hashPassword(password)
    await replaceHash(db, login.id, login.passwordHash, passwordHash)
    return { ...login, passwordHash }
  }

  /** A code of the authenticator app or a recovery code, used up by this. */
  async function useCode(login: Login, code: string, visitor: Visitor): Promise<Result<CodeKind, Refusal>> {
    if (code.trim() === '') return fail(refused({ code: 'Write a code' }))
    const allowed = await guard.code(login.id, visitor, !isAppCode(normalizeCode(code)))
    if (typeof allowed === 'number') return fail(tooMany(allowed, 'A recovery code works at any time.'))
    const kind = await deps.twoFactor.use(db, login.id, code)
    if (kind === null) return fail(refused({ code: 'This code is wrong, too old, or was used already' }))
    await allowed.succeeded()
    if (kind === 'recovery') await deps.notices.send(db, login, 'recovery_code_used')
    return ok(kind)
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
    const wait = await countMail(login.email, ip)
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
    const wait = await countMail(login.email, ip)
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
    visitor: Visitor,
  ): Promise<Result<null, Refusal>> {
    const allowed = await guard.mailedCode(visitor)
    if (typeof allowed === 'number') return fail(tooMany(allowed))
    const answer = await pending.checkCode(db, id, login, code)
    if (answer.outcome === 'right') {
      await allowed.succeeded()
      return ok(null)
    }
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

  async function countMail(email: string, ip: string): Promise<number> {
    const mailbox = normalizeAddress(email)
    const wait = await mailsByMailbox.take(mailbox)
    if (wait > 0) return wait
    const waitHere = await mailsByAddress.take(networkOf(ip))
    if (waitHere > 0) await mailsByMailbox.giveBack(mailbox)
    return waitHere
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
    checkPassword,
    useCode,
    countMail,
    readNewLogin,
    askForCode,
    resendCode,
    confirmCode,
    finishPending,
    findPending: (id: string, purpose: string) => pending.findPendingLogin(db, deps, id, purpose),
  }
}

export function refused(errors: FormErrors): Refusal {
  return { status: 422, errors }
}

export function tooMany(waitMs: number, besides = ''): Refusal {
  const wait = Math.ceil(waitMs / minutes)
  return {
    status: 429,
    errors: {
      form: `Too many tries. Wait ${wait === 1 ? 'a minute' : `${wait} minutes`}, then try again. ${besides}`.trim(),
    },
  }
}
