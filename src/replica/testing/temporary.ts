import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AccountId, BootstrapLine, ChangesPage, Result } from '@gatehouse/contract'
import { onTestFinished } from 'vitest'
import type { QueryInput, QueryOutput } from '../../ipc/contract.ts'
import { createEngine, type Engine } from '../engine.ts'
import type { ReplicaQueryName } from '../port.ts'
import { bootstrap, now, text } from './world.ts'

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-replica-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function newKey(): Uint8Array {
  return Uint8Array.from(randomBytes(32))
}

/** The value of what has to succeed. */
export function done<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.detail}`)
  return result.value
}

/** The engine, fed with rows instead of with the text that holds them. */
export function fedWithRows(engine: Engine) {
  return {
    ...engine,
    applyBootstrap: (lines: BootstrapLine[], at: Date) =>
      done(engine.applyBootstrap(text(lines), at)).touched,
    applySnapshot: (accountId: AccountId, lines: BootstrapLine[] | null, at: Date) =>
      done(engine.applySnapshot(accountId, lines && text(lines), at)),
    applyPage: (page: ChangesPage, at: Date) => done(engine.applyPage(text(page), at)),
  }
}

export type FedEngine = ReturnType<typeof fedWithRows>

/** A new engine on a file of its own; the key stays with the caller to open it again. */
export function openEngine(options: { file?: string; key?: Uint8Array } = {}) {
  const file = options.file ?? join(temporaryFolder(), 'replica.db')
  const key = options.key ?? newKey()
  const engine = fedWithRows(createEngine())
  const opened = engine.open({ file, key: key.slice() })
  if (!opened.ok) throw new Error(opened.error.detail)
  onTestFinished(() => engine.close())
  return { engine, file, key, state: opened.value }
}

/** An engine that holds the whole test world. */
export function openWorld() {
  const opened = openEngine()
  opened.engine.applyBootstrap(bootstrap(), now)
  return opened
}

/** The answer to a query that has to succeed. */
export function read<N extends ReplicaQueryName>(
  engine: Pick<Engine, 'read'>,
  name: N,
  input: QueryInput<N>,
  at = now,
): QueryOutput<N> {
  const result = engine.read(name, input, at)
  if (!result.ok) throw new Error(`${name}: ${result.error.code}`)
  return result.value
}

/** The problem of a query that has to be refused. */
export function refusal<N extends ReplicaQueryName>(
  engine: Pick<Engine, 'read'>,
  name: N,
  input: QueryInput<N>,
): string {
  const result = engine.read(name, input, now)
  return result.ok ? 'answered' : result.error.code
}
