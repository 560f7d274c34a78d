import type { Problem } from '@gatehouse/contract'
import type { Fetch } from '../ports.ts'
import type { Server } from './discovery.ts'
import { createIssuer } from './issuer.ts'
import type { Locking } from './locking.ts'
import type { Logins } from './logins.ts'
import * as refusals from './refusals.ts'
import type { Seats } from './seats.ts'

export interface SigningOutDeps {
  logins: Logins
  fetch: Fetch
}

/** The end of a login on this computer. */
export interface SigningOut {
  /** Null where nothing would be lost with it. */
  refuseUnsent(id: string): Promise<Problem | null>
  /** Ends the login in use, or the locked one, and leaves nothing of it on this computer. */
  wipe(id: string, at: Server): Promise<void>
}

export function createSigningOut(
  { logins, fetch }: SigningOutDeps,
  seats: Seats,
  locking: Locking,
): SigningOut {
  async function refuseUnsent(id: string): Promise<Problem | null> {
    const workspace = seats.current()?.workspace
    // A copy that isn't open, or can't be opened now, may hold changes all the same.
    const { waiting, attention } = logins.counts(id)
    const count = workspace ? await workspace.unsent() : waiting + attention
    return count === 0 ? null : refusals.unsent(count)
  }

  async function wipe(id: string, at: Server): Promise<void> {
    const workspace = seats.current()?.workspace
    seats.leave({ send: false })
    locking.end()
    // What is being opened would write its files after they are gone.
    await seats.opened()
    const departure = seats.departures.of(id)
    departure?.forget()
    departure?.hurry()
    const known = departure ? null : await logins.load(id)
    await departure?.closed
    const issuer = workspace?.issuer ?? createIssuer(at, fetch)
    // Without a connection a refresh under way takes long to fail, and nobody has to wait for it to be signed out.
    void departure?.newest.then((refreshToken) => issuer.revoke(refreshToken))
    if (known?.ok) void issuer.revoke(known.value.kept.refreshToken)
    await logins.wipe(id)
  }

  return { refuseUnsent, wipe }
}
