// One running copy per user-data folder. The API is synchronous, so the lock is a file that names its holder, made in
// one step by link(2); later copies leave their command line in a folder the holder watches.
import {
  type FSWatcher,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

/** What a later copy hands over. */
export interface Arrival {
  readonly argv: string[]
  readonly cwd: string
  readonly additionalData: unknown
}
interface Holder {
  readonly pid: number
  /** Tells a holder from a later process that got its number, e.g. after a restart of the machine. */
  readonly startedAt: string
  readonly quitting: boolean
}

/** How long a starting copy waits for a holder that says it is quitting, in milliseconds. */
const quittingPatience = 10_000
const pollEvery = 50

/** The kernel's start time of a process; '' where there is no /proc, undefined when it is gone. */
function startTimeOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? undefined : (fields[19] ?? '') // a zombie holds nothing any more
  } catch {
    return ''
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder
  } catch {
    return undefined
  }
}
const isAlive = (holder: Holder): boolean => startTimeOf(holder.pid) === holder.startedAt
const pause = (milliseconds: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

export class SingleInstance {
  readonly #folder: string
  readonly #file: string
  readonly #me: Holder = { pid: process.pid, startedAt: startTimeOf(process.pid) ?? '', quitting: false }
  #watcher: FSWatcher | undefined

  constructor(folder: string) {
    this.#folder = folder
    this.#file = join(folder, 'single-instance.lock')
  }
  get held(): boolean {
    return this.#watcher !== undefined
  }

  /** Takes the lock, or hands `arrival` to the copy that has it and answers false. */
  take(arrival: Arrival, onArrival: (arrival: Arrival) => void): boolean {
    if (this.held) return true
    const inbox = this.#inboxOf(this.#me)
    rmSync(inbox, { recursive: true, force: true })
    mkdirSync(inbox, { recursive: true })
    const deadline = Date.now() + quittingPatience
    while (!this.#link()) {
      const holder = readHolder(this.#file)
      if (!holder) continue // released between the two looks
      if (!isAlive(holder)) {
        this.#evict(holder)
      } else if (holder.quitting && Date.now() < deadline) {
        pause(pollEvery) // restarted at once, as a development server does
      } else {
        rmSync(inbox, { recursive: true, force: true })
        this.#handOver(holder, arrival)
        return false
      }
    }
    const deliver = (): void => this.#deliver(inbox, onArrival)
    this.#watcher = watch(inbox, deliver).unref()
    deliver()
    return true
  }
  release(): void {
    if (!this.held) return
    this.#watcher?.close()
    this.#watcher = undefined
    rmSync(this.#file, { force: true })
    rmSync(this.#inboxOf(this.#me), { recursive: true, force: true })
  }
  /** Says in the lock whether this copy is on its way out. */
  markQuitting(quitting: boolean): void {
    if (!this.held) return
    this.#write((temporary) => renameSync(temporary, this.#file), { ...this.#me, quitting })
  }

  #inboxOf({ pid, startedAt }: Holder): string {
    return join(this.#folder, `single-instance.inbox-${pid}-${startedAt}`)
  }
  #write(place: (temporary: string) => void, holder: Holder): void {
    const temporary = `${this.#file}.${process.pid}`
    writeFileSync(temporary, JSON.stringify(holder))
    try {
      place(temporary)
    } finally {
      rmSync(temporary, { force: true })
    }
  }
  #link(): boolean {
    try {
      this.#write((temporary) => linkSync(temporary, this.#file), this.#me)
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
      throw error
    }
  }
  /** Removes a dead copy's lock; puts back what another starting copy has put in its place meanwhile. */
  #evict(dead: Holder): void {
    const aside = `${this.#file}.stale-${process.pid}`
    try {
      renameSync(this.#file, aside)
    } catch {
      return // someone else was quicker
    }
    const moved = readHolder(aside)
    if (moved && moved.pid !== dead.pid) {
      try {
        linkSync(aside, this.#file)
      } catch {
        // a third copy has the lock now
      }
    }
    rmSync(aside, { force: true })
    rmSync(this.#inboxOf(dead), { recursive: true, force: true })
  }
  #handOver(holder: Holder, arrival: Arrival): void {
    const inbox = this.#inboxOf(holder)
    const name = `${process.hrtime.bigint()}-${process.pid}`
    writeFileSync(join(inbox, `.${name}`), JSON.stringify(arrival))
    renameSync(join(inbox, `.${name}`), join(inbox, name))
  }
  #deliver(inbox: string, onArrival: (arrival: Arrival) => void): void {
    const names = readdirSync(inbox).filter((name) => !name.startsWith('.'))
    for (const name of names.sort()) {
      const arrival = JSON.parse(readFileSync(join(inbox, name), 'utf8')) as Arrival
      rmSync(join(inbox, name))
      onArrival(arrival)
    }
  }
}
