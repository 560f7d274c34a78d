import { type BootstrapLine, ok } from '@gatehouse/contract'
import { createEngine } from '../../replica/engine.ts'
import type { OpenOptions, Replica } from '../../replica/port.ts'
import { text } from '../../replica/testing/world.ts'

/**
 * A replica as the program has it, on an encrypted file, but in this very thread. A file that holds nothing yet is given
 * these rows when it is opened.
 */
export function engineReplica(lines: BootstrapLine[], now: () => Date): Replica {
  const engine = createEngine()
  const methods = engine as unknown as Record<string, (...args: unknown[]) => unknown>
  const own: Partial<Replica> = {
    async open(options: OpenOptions) {
      const opened = engine.open(options)
      if (!opened.ok || opened.value.cursor !== null) return opened
      const loaded = engine.applyBootstrap(text(lines), now())
      return loaded.ok ? ok(engine.state()) : loaded
    },
    check: async () => ok(undefined),
  }
  return new Proxy({} as Replica, {
    get(_target, name: keyof Replica) {
      if (own[name]) return own[name]
      if (!methods[name]) return undefined
      // A call crosses a thread: what isn't plain data fails there too.
      return async (...args: unknown[]) => structuredClone(methods[name]?.(...structuredClone(args)))
    },
  })
}
