import type { Replica } from '../../replica/port.ts'
import type { Clock, Logger, Timers } from '../ports.ts'

/** All of the file is read through this often at most. */
const everyMs = 86_400_000
/** Not before the program has run for so long, and nobody asked for anything. */
const quietMs = 180_000

export interface FileCheckDeps {
  clock: Clock
  timers: Timers
  log: Logger
}

/**
 * Reads the local copy through now and then while nobody uses it, so that damage is found before it is needed. What is
 * found is told like every other failure of the file. Answers the replica with its reads noticed, and how to end it.
 */
export function startFileCheck(deps: FileCheckDeps, replica: Replica): { replica: Replica; stop(): void } {
  const { clock, timers, log } = deps
  let readAt = clock.now().getTime()
  let callOff = timers.after(quietMs, look)

  function look(): void {
    callOff = timers.after(quietMs, look)
    if (clock.now().getTime() - readAt < quietMs) return
    check().catch(() => log.warn('the local copy could not be checked'))
  }

  async function check(): Promise<void> {
    const now = clock.now()
    const known = await replica.read('offline.summary', {}, now)
    if (!known.ok || known.value.isReadOnly) return
    const { checkedAt } = known.value
    if (checkedAt !== null && now.getTime() - Date.parse(checkedAt) < everyMs) return
    const checked = await replica.check(now)
    log.info('the local copy was read through', { ok: checked.ok })
  }

  const noticed: Pick<Replica, 'read'> = {
    read(name, input, now) {
      readAt = clock.now().getTime()
      return replica.read(name, input, now)
    },
  }
  return { replica: Object.assign(Object.create(replica), noticed) as Replica, stop: () => callOff() }
}
