import { fail, ok, type Principal, type Problem, type Result } from '@gatehouse/contract'
import type { LockReason } from '../../ipc/views.ts'
import { dialogWords } from '../../strings/native.ts'
import type { Fetch, Presence } from '../ports.ts'
import { discover, type Server } from './discovery.ts'
import type { TokenSet } from './issuer.ts'
import type { KnownLogin, Logins } from './logins.ts'
import * as refusals from './refusals.ts'
import type { Seats } from './seats.ts'
import type { Locked } from './session-state.ts'
import type { Workspace } from './workspace.ts'

export interface LockPort {
  /** A restart must not be a way round it. */
  isLocked(): boolean
  setLocked(isLocked: boolean): void
  unlockBy(): 'keychain' | 'sign-in'
}

export interface LockingDeps {
  logins: Logins
  lock: LockPort
  presence: Presence
  fetch: Fetch
}

export interface LockingHooks {
  open(known: KnownLogin, fresh: TokenSet | null): Promise<Result<Workspace> | null>
  moved(): void
}

type Done = Result<Record<string, never>>

/** The lock: there is one, for all logins of this computer, and the login that was in use opens it. */
export interface Locking {
  current(): Locked | null
  /** Closes whoever is here. Does nothing where nobody is; stops an unlocking that is under way. */
  lock(reason: LockReason): void
  /** For a start after a lock, and for what is left when the login that was locked was signed out. */
  lockAt(id: string, known: Result<KnownLogin>, server: Server): void
  unlockByKeychain(): Promise<Done>
  /** Opens what was locked; it stays locked where it is locked again meanwhile. */
  release(known: KnownLogin, fresh: TokenSet | null): Promise<Done>
  /** Why the last try to unlock came to nothing. */
  say(problem: Problem | null): void
  /** The login that was locked was signed out. */
  end(): void
}

export function createLocking(deps: LockingDeps, seats: Seats, on: LockingHooks): Locking {
  const { logins } = deps
  let locked: Locked | null = null
  let unlocking: Promise<Done> | null = null

  function lock(reason: LockReason): void {
    const seat = seats.current()
    if (seat) {
      const who = nameOf(seat.workspace?.principal() ?? seat.principal)
      seats.leave({ send: false })
      void seats.departures.hurry()
      locked = { id: seat.id, server: seat.server, who, reason, problem: null }
      deps.lock.setLocked(true)
    } else if (locked) {
      // An unlocking that is under way, of either kind, has another lock before it now, and stops there.
      locked = { ...locked, reason: unlocking ? reason : locked.reason }
    }
    on.moved()
  }

  async function byKeychain(target: Locked): Promise<Done> {
    if (deps.presence.canAsk()) {
      if (!(await deps.presence.ask(dialogWords.unlockReason))) return fail(refusals.notConfirmed)
    } else if (deps.lock.unlockBy() === 'sign-in') {
      // Only where there is no way to sign in does the keychain stand in for it.
      const found = await discover(target.server.address, deps.fetch)
      if (found.ok) return fail(refusals.signInInstead)
    }
    if (locked !== target) return fail(refusals.isLocked)
    const known = await logins.load(target.id)
    if (locked !== target) return fail(refusals.isLocked)
    if (known.ok) return release(known.value, null)
    target.problem = known.error
    on.moved()
    return known
  }

  async function release(known: KnownLogin, fresh: TokenSet | null): Promise<Done> {
    const target = locked
    const opened = await on.open(known, fresh)
    if (opened === null || locked !== target) return fail(refusals.isLocked)
    end()
    on.moved()
    return opened.ok ? ok({}) : opened
  }

  function end(): void {
    locked = null
    deps.lock.setLocked(false)
  }

  return {
    current: () => locked,
    lock,
    release,
    end,
    lockAt(id, known, server) {
      const who = known.ok ? nameOf(known.value.kept.principal) : { name: '', email: '' }
      locked = { id, server, who, reason: 'by-hand', problem: known.ok ? null : known.error }
      deps.lock.setLocked(true)
    },
    async unlockByKeychain() {
      if (!locked) return ok({})
      unlocking ??= byKeychain(locked).finally(() => {
        unlocking = null
      })
      return unlocking
    },
    say(problem) {
      if (locked) locked.problem = problem
    },
  }
}

function nameOf({ name, email }: Principal): Locked['who'] {
  return { name, email }
}
