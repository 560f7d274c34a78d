import os from 'node:os'
import { unpackDirectory } from '../../ipc/directory.ts'
import type { ReplicaFigures, SessionState } from '../../ipc/views.ts'
import type { Clock, Protection } from '../ports.ts'
import type { Session } from '../session/session.ts'
import type { DiagnosticsSources } from './diagnostics.ts'
import type { Fact } from './report.ts'

/** Up to here the local copy is read through for the diagnostics; a larger one takes longer than somebody waits. */
const checkedBytes = 64_000_000

export interface SourcesDeps {
  session: Pick<Session, 'state' | 'workspace'>
  clock: Clock
  app: { version: string; isPackaged: boolean; safeMode: boolean; protection(): Promise<Protection> }
  /** Of the computer: in what language it speaks. */
  languages(): readonly string[]
}

/** Facts about this program on this computer: versions, sizes, counts and codes. */
export function createSources({ session, clock, app, languages }: SourcesDeps): DiagnosticsSources {
  const startedAt = clock.now()

  /** What the local copy says of itself; without one, why. */
  async function figures(): Promise<ReplicaFigures | string> {
    const workspace = session.workspace()
    if (!workspace.ok) return workspace.error.code
    const read = await workspace.value.replica.read('diagnostics.replica', {}, clock.now())
    return read.ok ? read.value : (read.error.state ?? read.error.code)
  }

  async function wholeness({ fileBytes, isReadOnly }: ReplicaFigures): Promise<string> {
    const workspace = session.workspace()
    if (!workspace.ok || isReadOnly || fileBytes > checkedBytes) return 'not read through now'
    const checked = await workspace.value.replica.check(clock.now())
    return checked.ok ? 'whole' : (checked.error.state ?? checked.error.code)
  }

  return {
    async program() {
      const { electron, chrome, node } = process.versions
      return {
        version: app.version,
        packaged: app.isPackaged,
        safeMode: app.safeMode,
        electron,
        chrome,
        node,
        system: `${os.platform()} ${os.release()} ${os.arch()}`,
        processors: os.cpus().length,
        memoryMegabytes: Math.round(os.totalmem() / 1e6),
        freeMegabytes: Math.round(os.freemem() / 1e6),
        usedMegabytes: Math.round(process.memoryUsage().rss / 1e6),
        languages: languages().join(' '),
        keychain: await app.protection(),
        startedAt: startedAt.toISOString(),
      }
    },
    async replica() {
      const read = await figures()
      if (typeof read === 'string') return { state: read }
      const { outbox: _, ...rest } = read
      return { ...rest, integrity: await wholeness(read) }
    },
    async sync() {
      const state = session.state()
      const workspace = session.workspace()
      const read = await figures()
      return {
        session: state.state,
        problem: 'problem' in state ? (state.problem?.code ?? null) : null,
        loading: state.state === 'loading' ? { ...state.progress } : null,
        sync: workspace.ok ? { ...workspace.value.engine.status() } : null,
        outbox: typeof read === 'string' ? null : (read.outbox as readonly Fact[]),
      }
    },
    async names() {
      const workspace = session.workspace()
      const known = namesIn(session.state())
      if (!workspace.ok) return known
      const listed = await workspace.value.replica.read('accounts.directory', {}, clock.now())
      const accounts = listed.ok ? unpackDirectory(listed.value.text) : []
      return [...known, ...accounts.flatMap(({ name, alias }) => (alias ? [name, alias] : [name]))]
    },
  }
}

/** Whoever is at work here, or locked out, and where. */
export function namesIn(state: SessionState): string[] {
  const person = 'who' in state ? state.who : 'principal' in state ? state.principal : null
  const server = 'server' in state ? state.server : null
  const names = person ? [person.email, person.name, ...person.name.split(/\s+/)] : []
  const places = server ? [server.name, server.address, new URL(server.address).host] : []
  // "Gatehouse" as the name of a server must not take the program's own name out of every line.
  return [...names, ...places].filter((name) => name.toLowerCase() !== 'gatehouse')
}
