import { fail, ok, type Result, type UserId, userIdSchema } from '@gatehouse/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Clock, Randomness } from '../../clock.ts'
import type { Database } from '../../db/database.ts'
import { formText, readCookie, setCookie } from '../forms.ts'
import { digest } from '../oidc-adapter.ts'
import { createRecords } from '../records.ts'
import type { Devices } from '../sign-in/devices.ts'
import type { LoginSteps, Refusal } from '../sign-in/login-steps.ts'
import { findLoginById, type Login } from '../users.ts'
import type { TwoFactor } from './two-factor.ts'

const recordSchema = z.object({
  userId: userIdSchema,
  /** Where it was begun; it can be finished there alone. */
  purpose: z.string(),
  /** Of the password that was right: another one since makes this void. */
  password: z.string(),
})

const lifeMs = 10 * 60_000
const cookieName = 'gatehouse_second'

export interface SecondStepDeps {
  db: Database
  clock: Clock
  random: Randomness
  steps: LoginSteps
  twoFactor: TwoFactor
  devices: Devices
  isSecure: boolean
}

export interface PassedStep {
  login: Login
  /** How it was shown who it is (RFC 8176). */
  amr: string[]
}

export type SecondStep = ReturnType<typeof createSecondStep>

/** The page that asks for a code after the right password, where two-factor is on. */
export function createSecondStep(deps: SecondStepDeps) {
  const { db, twoFactor } = deps
  const records = createRecords(deps, { kind: 'SecondStep', schema: recordSchema, lifeMs })

  async function find(
    request: FastifyRequest,
    purpose: string,
  ): Promise<{ id: string; login: Login } | null> {
    const id = readCookie(request, cookieName)
    const record = id ? await records.find(db, id) : null
    if (!id || record?.purpose !== purpose) return null
    const login = await findLoginById(db, record.userId)
    return login && fingerprint(login) === record.password ? { id, login } : null
  }

  return {
    isNeeded: (userId: UserId): Promise<boolean> => twoFactor.isOn(db, userId),

    /** After the right password: gives the browser what the page of the code needs. `path` is where its pages are. */
    async begin(reply: FastifyReply, login: Login, at: { purpose: string; path: string }): Promise<void> {
      const id = await records.save(db, {
        userId: login.id,
        purpose: at.purpose,
        password: fingerprint(login),
      })
      setCookie(reply, {
        name: cookieName,
        value: id,
        path: at.path,
        maxAgeSeconds: lifeMs / 1000,
        isSecure: deps.isSecure,
      })
    },

    /** Whose code is being asked for; null where nobody's is, or its ten minutes are over. */
    async loginOf(request: FastifyRequest, purpose: string): Promise<Login | null> {
      return (await find(request, purpose))?.login ?? null
    },

    /** `over` where it has to be begun again with the password. */
    async pass(request: FastifyRequest, purpose: string): Promise<Result<PassedStep, Refusal | 'over'>> {
      const found = await find(request, purpose)
      if (!found) return fail('over')
      const visitor = deps.devices.visitorOf(request)
      const used = await deps.steps.useCode(
        found.login,
        formText(request.body, 'code').slice(0, 100),
        visitor,
      )
      if (!used.ok) return used
      if (!(await records.take(db, found.id))) return fail('over')
      const amr = used.value === 'app' ? ['pwd', 'otp', 'mfa'] : ['pwd', 'mfa']
      return ok({ login: found.login, amr })
    },
  }
}

function fingerprint(login: Login): string {
  return digest(login.passwordHash ?? '')
}
