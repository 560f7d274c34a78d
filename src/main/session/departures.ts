import type { Timers } from '../ports.ts'
import type { Workspace } from './workspace.ts'

/** How long what waits in a login that was left may take to be sent. What takes longer waits until it is opened again. */
export const sendingMs = 20_000

export interface Departure {
  /** Its files may be opened again. */
  closed: Promise<void>
  /** The newest refresh token, once a renewal under way has ended. */
  newest: Promise<string>
  /** Closes it now; what was being sent is sent again, under the same id, when it is opened again. */
  hurry(): void
  /** Its tokens are of yesterday: none of them may be kept any more. */
  forget(): void
}

export interface Departures {
  /** Ends what is open of a login, in the background. `send`: sends what waits first. */
  leave(id: string, workspace: Workspace, options: { send: boolean }): void
  of(id: string): Departure | null
  /** Closes all of them now. Answers when they are. */
  hurry(): Promise<void>
}

/** Logins that were left and aren't closed yet. `left` is told what still waits in them. */
export function createDepartures(
  timers: Timers,
  left: (id: string, workspace: Workspace) => void,
): Departures {
  const leaving = new Map<string, Departure>()

  function leave(id: string, workspace: Workspace, { send }: { send: boolean }): void {
    const hurry = Promise.withResolvers<void>()
    const end = async (): Promise<void> => {
      if (send) {
        const callOff = timers.after(sendingMs, hurry.resolve)
        await Promise.race([workspace.engine.now().catch(() => {}), hurry.promise])
        callOff()
      }
      left(id, workspace)
      await workspace.close().catch(() => {})
    }
    const closed = end()
    const departure: Departure = {
      closed,
      newest: closed.then(() => workspace.tokens.close()),
      hurry: hurry.resolve,
      forget: () => void workspace.tokens.end(),
    }
    leaving.set(id, departure)
    void departure.newest.finally(() => {
      if (leaving.get(id) === departure) leaving.delete(id)
    })
  }

  return {
    leave,
    of: (id) => leaving.get(id) ?? null,
    async hurry() {
      const all = [...leaving.values()]
      for (const { hurry } of all) hurry()
      await Promise.all(all.map(({ closed }) => closed))
    },
  }
}
