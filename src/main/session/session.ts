import { fail, ok, type Problem, type Result } from '@gatehouse/contract'
import type { LockReason, Login, ServerInfo, SessionState } from '../../ipc/views.ts'
import type { Presence } from '../ports.ts'
import { discover, infoOf, type Server } from './discovery.ts'
import { type Arrived, createEntrance, type EntranceDeps, type EntranceRequest } from './entrance.ts'
import { createIssuer, type TokenSet } from './issuer.ts'
import { createLocking, type LockPort } from './locking.ts'
import { type KnownLogin, loginIdOf } from './logins.ts'
import * as refusals from './refusals.ts'
import { createSeats, type SeatsDeps, type SeatsEvents } from './seats.ts'
import { stateOf } from './session-state.ts'
import { createSigningOut } from './signing-out.ts'
import type { Workspace } from './workspace.ts'

export interface SessionDeps extends SeatsDeps, EntranceDeps {
  presence: Presence
  lock: LockPort
  /** Offered at the first start, and connected to. */
  suggestion: string | null
  /** Something that went wrong before the session began and that the user should know. */
  startProblem: Problem | null
  on: Pick<SeatsEvents, 'changed' | 'status' | 'accessEnded'> & {
    state(state: SessionState): void
    signedIn(): void
    /** The window has to begin anew: nothing of what it has in memory may be seen by whoever sits there now. */
    emptied(): void
    /** There is something to be seen, or nothing to hide. */
    shown(): void
  }
}

export interface InvitationForSignIn {
  token: string
  /** Where the invitation belongs; null when its link doesn't say. */
  server: string | null
}

type Done = Result<Record<string, never>>
const done: Done = ok({})

export interface Session {
  start(): Promise<void>
  state(): SessionState
  connect(address: string): Promise<Result<ServerInfo>>
  forgetServer(): Promise<Done>
  /** As somebody else or at another server, it is another login beside the one that is here. */
  signIn(options: { anotherLogin: boolean; invitation: InvitationForSignIn | null }): Promise<Done>
  cancelSignIn(): void
  /** Wipes the login in use from this computer and goes on with the next. */
  signOut(options: { discardUnsent: boolean }): Promise<Done>
  lock(reason: LockReason): void
  unlock(by: 'keychain' | 'sign-in'): Promise<Done>
  logins(): Promise<Result<Login[]>>
  switchTo(loginId: string): Promise<Done>
  /** `address`: of another server; null for the one in use. */
  addLogin(address: string | null): Promise<Done>
  server(): Server | null
  /** Problems: `unauthenticated` while nobody is signed in, `locked`. */
  workspace(): Result<Workspace>
  /** Closes what is open and opens it anew; also where it could not be opened before. */
  openAgain(): Promise<Done>
  stop(): Promise<void>
}

/** From "which server?" to "at work": the one owner of who is signed in where, and of whether it may be seen. */
export function createSession(deps: SessionDeps): Session {
  const { logins } = deps
  let starting = true
  /** Where nobody is signed in yet. */
  let server: Server | null = null
  let trouble: Problem | null = deps.startProblem
  let wasHidden = false
  let shownLogin: string | null = null
  /** Asked for while nobody was here to be locked: whoever is about to be opened is. */
  let isLockDue = false

  const entrance = createEntrance(deps, () => tell())
  const seats = createSeats(deps, {
    moved: () => tell(),
    changed: (touched, by) => isHidden() || deps.on.changed(touched, by),
    status: (status) => (isHidden() ? tell() : deps.on.status(status)),
    accessEnded: (accountNames) => isHidden() || deps.on.accessEnded(accountNames),
  })

  const locking = createLocking(deps, seats, { open, moved: () => tell() })

  const signingOut = createSigningOut(deps, seats, locking)

  const isTooLong = (): boolean => locking.current() === null && seats.offline.standing().isClosed
  const isHidden = (): boolean => locking.current() !== null || isTooLong()
  const serverInUse = (): Server | null => (seats.current() ?? locking.current())?.server ?? server

  function state(): SessionState {
    return stateOf({
      starting,
      server,
      seat: seats.current(),
      locked: locking.current(),
      trouble: seats.trouble() ?? trouble,
      suggestion: deps.suggestion,
      isSigningIn: entrance.isWaiting(),
      unlockBy: deps.lock.unlockBy(),
      canAskPresence: deps.presence.canAsk(),
      counts: logins.counts,
      offline: seats.offline.standing(),
    })
  }

  function tell(): void {
    const hidden = isHidden()
    const login = (seats.current() ?? locking.current())?.id ?? null
    if ((hidden && !wasHidden) || (shownLogin !== null && login !== shownLogin)) deps.on.emptied()
    wasHidden = hidden
    shownLogin = login
    deps.on.state(state())
    if (!hidden && !starting) deps.on.shown()
  }

  async function connect(address: string): Promise<Result<ServerInfo>> {
    const found = await discover(address, deps.fetch)
    if (!found.ok) return found
    if (seats.current() || locking.current()) return fail(refusals.signOutFirst)
    server = found.value
    trouble = null
    isLockDue = false
    deps.servers.remember(found.value)
    await openNewestAt(found.value)
    tell()
    return ok(infoOf(found.value))
  }

  /** Whoever signed in there before is signed in again. */
  async function openNewestAt(at: Server): Promise<void> {
    const adopted = await logins.adopt(at)
    if (!adopted.ok) trouble = adopted.error
    const id = (adopted.ok ? adopted.value : null) ?? logins.newest(at.address)
    if (id !== null) await openKnown(id)
  }

  /** Opens a login by what was kept of it, or locks it. Where that can't be read, signing in mends it. */
  async function openKnown(id: string): Promise<void> {
    const known = await logins.load(id)
    if (!known.ok) trouble = known.error
    const at = known.ok ? known.value.server : server
    if (isLockDue && at) lockAt(id, known, at)
    else if (known.ok && !isLockDue) await open(known.value, null)
  }

  /** Locked, without having been open before. */
  function lockAt(id: string, known: Result<KnownLogin>, at: Server): void {
    server = at
    logins.setCurrent(id)
    locking.lockAt(id, known, at)
    wasHidden = true
  }

  function open(known: KnownLogin, fresh: TokenSet | null) {
    server = known.server
    trouble = null
    return seats.open(known, fresh)
  }

  async function browse(request: EntranceRequest, mustBe: string | null): Promise<Done> {
    trouble = null
    locking.say(null)
    const entered = await entrance.pass(request, (arrived) => enter(arrived, mustBe))
    if (!entered.ok && entered.error !== refusals.givenUp) {
      if (locking.current()) locking.say(entered.error)
      else if (!seats.current()) trouble = entered.error
    }
    tell()
    if (entered.ok) deps.on.signedIn()
    return entered
  }

  /** The browser came back: whose login is it, and may it be opened now? */
  async function enter({ server: at, principal, tokens, refreshToken }: Arrived, mustBe: string | null) {
    const id = loginIdOf(at.address, principal.userId)
    const locked = locking.current()
    const isLockedOut = locked !== null && locked.id !== mustBe
    if (isLockedOut || (mustBe !== null && mustBe !== id)) {
      void createIssuer(at, deps.fetch).revoke(refreshToken)
      return fail(isLockedOut ? refusals.isLocked : refusals.otherUser)
    }
    seats.departures.of(id)?.forget()
    const saved = await logins.save(at, { principal, refreshToken })
    if (!saved.ok) return saved
    const lockedNow = locking.current()
    // Locked while it was being kept: that lock opens it, and nothing else does.
    if (lockedNow !== null && lockedNow !== locked) return fail(refusals.isLocked)
    if (lockedNow) return locking.release(saved.value, tokens)
    const here = seats.current()
    if (here?.id === id && here.workspace) {
      here.workspace.tokens.accept(tokens)
      // The sign-in of before may have been written once more meanwhile.
      void here.workspace.remember({ server: at })
      here.workspace.engine.signedInAgain()
      return done
    }
    return change(saved.value, tokens)
  }

  /** Another login takes the place of whoever is here. */
  async function change(known: KnownLogin, fresh: TokenSet | null, { send } = { send: true }): Promise<Done> {
    seats.leave({ send })
    const opening = open(known, fresh)
    tell()
    const opened = await opening
    tell()
    return settled(opened)
  }

  async function serverFor(invitation: InvitationForSignIn | null): Promise<Result<Server>> {
    const wanted = invitation?.server ?? null
    const here = serverInUse()
    if (here && (wanted === null || wanted === here.address)) return ok(here)
    if (wanted === null) return fail(refusals.noServerYet)
    if (seats.current()) return discover(wanted, deps.fetch)
    const connected = await connect(wanted)
    if (!connected.ok) return connected
    return server ? ok(server) : fail(refusals.noServerYet)
  }

  function lock(reason: LockReason): void {
    if (seats.current()) entrance.cancel()
    else isLockDue = true
    locking.lock(reason)
  }

  async function unlock(by: 'keychain' | 'sign-in'): Promise<Done> {
    const [locked, seat] = [locking.current(), seats.current()]
    const at = locked ?? (isTooLong() ? seat : null)
    if (!at) return done
    if (by === 'sign-in') {
      const loginHint = locked?.who.email ?? seat?.principal.email ?? null
      return browse({ server: at.server, anotherLogin: true, loginHint, invitation: null }, at.id)
    }
    if (locked) return locking.unlockByKeychain()
    // Only contact opens what was without it for too long.
    const synced = await seat?.workspace?.engine.now()
    return synced && !synced.ok ? synced : done
  }

  async function switchTo(id: string): Promise<Done> {
    // One copy that is closed for lack of contact is no lock before the other logins.
    if (locking.current()) return fail(refusals.isLocked)
    const from = seats.current()
    if (from?.id === id) return done
    const known = await logins.load(id)
    if (!known.ok) return known
    if (locking.current() || seats.current() !== from) return fail(refusals.isLocked)
    entrance.cancel()
    return change(known.value, null)
  }

  async function signOut({ discardUnsent }: { discardUnsent: boolean }): Promise<Done> {
    const at = seats.current() ?? locking.current()
    if (!at) return done
    const unsent = discardUnsent ? null : await signingOut.refuseUnsent(at.id)
    if (unsent) return fail(unsent)
    entrance.cancel()
    // One lock is for all of them: signing one out must not open the next.
    isLockDue = locking.current() !== null
    const wiping = signingOut.wipe(at.id, at.server)
    // The window is emptied before the next login is the one in use: what it still says would be taken for that one's.
    starting = true
    tell()
    try {
      await wiping
      trouble = null
      const next = logins.newest()
      if (next !== null) await openKnown(next)
    } finally {
      starting = false
      tell()
    }
    return done
  }

  async function start(): Promise<void> {
    const last = deps.servers.last()
    server = last
    const begun = await logins.begin(last)
    if (!begun.ok) trouble = begun.error
    const id = logins.current() ?? logins.newest(last?.address) ?? logins.newest()
    isLockDue ||= deps.lock.isLocked()
    if (id !== null) await openKnown(id)
    else if (!last && deps.suggestion !== null) {
      const connected = await connect(deps.suggestion)
      if (!connected.ok) trouble = connected.error
    }
    starting = false
    tell()
  }

  return {
    start,
    state,
    connect,
    lock,
    unlock,
    switchTo,
    signOut,
    cancelSignIn: entrance.cancel,
    server: serverInUse,
    workspace() {
      if (locking.current()) return fail(refusals.isLocked)
      if (isTooLong()) return fail(refusals.isClosed)
      const workspace = seats.current()?.workspace
      return workspace ? ok(workspace) : fail(refusals.nobody)
    },
    async forgetServer() {
      if (seats.current() || locking.current()) return fail(refusals.signOutFirst)
      entrance.cancel()
      server = null
      trouble = null
      deps.servers.remember(null)
      tell()
      return done
    },
    async signIn({ anotherLogin, invitation }) {
      if (locking.current()) return fail(refusals.isLocked)
      const at = await serverFor(invitation)
      if (!at.ok) return at
      const here = seats.current()
      const isSame = here !== null && here.server.address === at.value.address && !anotherLogin
      const loginHint = isSame ? here.principal.email : null
      const token = invitation?.token ?? null
      return browse({ server: at.value, anotherLogin, loginHint, invitation: token }, null)
    },
    async logins() {
      return locking.current() ? fail(refusals.isLocked) : ok(await logins.list())
    },
    async addLogin(address) {
      if (isHidden()) return fail(refusals.isLocked)
      const here = serverInUse()
      if (address === null && !here) return fail(refusals.noServerYet)
      const at = address === null && here ? ok(here) : await discover(address ?? '', deps.fetch)
      if (!at.ok) return at
      return browse({ server: at.value, anotherLogin: true, loginHint: null, invitation: null }, null)
    },
    async openAgain() {
      const here = seats.current()
      if (!here) return fail(locking.current() ? refusals.isLocked : refusals.nobody)
      const known = await logins.load(here.id)
      if (!known.ok) return known
      if (locking.current() || seats.current() !== here) return fail(refusals.isLocked)
      return change(known.value, null, { send: false })
    },
    async stop() {
      entrance.cancel()
      seats.leave({ send: false })
      await seats.departures.hurry()
    },
  }
}

function settled(opened: Result<Workspace> | null): Done {
  if (opened === null) return fail(refusals.isLocked)
  return opened.ok ? done : opened
}
