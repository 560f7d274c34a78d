import type { UserId } from '@gatehouse/contract'
import { networkOf } from '../network.ts'
import type { Visitor } from './devices.ts'
import { type AttemptLimit, type Attempts, type AttemptsDeps, createAttempts } from './shared-attempts.ts'

export interface GuardLimits {
  /** Wrong passwords and codes from one network address. */
  failuresPerAddress: AttemptLimit
  /** Wrong passwords or codes for one login from one network address. */
  failuresPerLogin: AttemptLimit
  /** The same in a browser where the login has been used before. */
  failuresPerDevice: AttemptLimit
  /** Wrong passwords for one login from everywhere; above it answers come slowly, and they do come. */
  failuresEverywhere: AttemptLimit
  /** Wrong codes of the second factor for one login, from all browsers where it has not been used before. */
  codesEverywhere: AttemptLimit
}

const minutes = 60_000

export const guardLimits: GuardLimits = {
  failuresPerAddress: { max: 50, windowMs: 10 * minutes },
  failuresPerLogin: { max: 10, windowMs: 10 * minutes },
  failuresPerDevice: { max: 10, windowMs: 10 * minutes },
  failuresEverywhere: { max: 100, windowMs: 60 * minutes },
  // A million codes, three of them right at a time: a day's guessing has a chance of one in five thousand.
  codesEverywhere: { max: 60, windowMs: 24 * 60 * minutes },
}

/** How long an answer is held back for a login that is being guessed at from everywhere. */
export const slowAnswerMs = 3000

/** A try that may be made. Say how it went: what was spent on a right one is given back. */
export interface Try {
  succeeded(): Promise<void>
}

export type Guard = ReturnType<typeof createGuard>

/**
 * Limits guessing without a way to lock somebody else out: the limits that refuse count by network address, or by
 * browser where the login was used before; what counts for a login from everywhere only slows.
 */
export function createGuard(deps: AttemptsDeps & { limits: GuardLimits; pause(ms: number): Promise<void> }) {
  const { limits } = deps
  const byAddress = createAttempts(deps, 'address', limits.failuresPerAddress)
  const byLogin = createAttempts(deps, 'login', limits.failuresPerLogin)
  const byDevice = createAttempts(deps, 'device', limits.failuresPerDevice)
  const everywhere = createAttempts(deps, 'everywhere', limits.failuresEverywhere)
  const codes = createAttempts(deps, 'codes', limits.codesEverywhere)

  type Spending = { from: Attempts; key: string; forgives: boolean }

  async function spend(spendings: Spending[]): Promise<Try | number> {
    const spent: Spending[] = []
    for (const spending of spendings) {
      const wait = await spending.from.take(spending.key)
      if (wait > 0) {
        for (const { from, key } of spent) await from.giveBack(key)
        return wait
      }
      spent.push(spending)
    }
    return {
      async succeeded() {
        for (const { from, key, forgives } of spent) await (forgives ? from.forget(key) : from.giveBack(key))
      },
    }
  }

  function ownDevice(userId: UserId | null, visitor: Visitor): Spending[] | null {
    if (userId === null || !visitor.isKnownTo(userId)) return null
    return [{ from: byDevice, key: `${visitor.deviceId}:${userId}`, forgives: true }]
  }

  function elsewhere(login: string, { ip }: Visitor): Spending[] {
    const network = networkOf(ip)
    return [
      { from: byAddress, key: network, forgives: false },
      { from: byLogin, key: `${login} ${network}`, forgives: true },
    ]
  }

  return {
    /** A try of a password. Answers milliseconds to wait where it may not be made. */
    async password(
      login: { address: string; userId: UserId | null },
      visitor: Visitor,
    ): Promise<Try | number> {
      const own = ownDevice(login.userId, visitor)
      if (own) return spend(own)
      const allowed = await spend(elsewhere(login.address, visitor))
      if (typeof allowed === 'number') return allowed
      const isSlow = (await everywhere.take(login.address)) > 0
      if (isSlow) await deps.pause(slowAnswerMs)
      return {
        async succeeded() {
          await allowed.succeeded()
          if (!isSlow) await everywhere.giveBack(login.address)
        },
      }
    },

    /**
     * A try of a second factor's code. A recovery code is too long to be guessed, so the limit on a login's codes from
     * everywhere leaves it out: it is the way in that stays.
     */
    code(userId: UserId, visitor: Visitor, isRecovery: boolean): Promise<Try | number> {
      const own = ownDevice(userId, visitor)
      if (own) return spend(own)
      const spendings = elsewhere(userId, visitor)
      return spend(isRecovery ? spendings : [...spendings, { from: codes, key: userId, forgives: false }])
    },

    /** A try of a code that was mailed. */
    mailedCode: (visitor: Visitor): Promise<Try | number> =>
      spend([{ from: byAddress, key: networkOf(visitor.ip), forgives: false }]),
  }
}
