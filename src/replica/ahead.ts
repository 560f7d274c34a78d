import type { Worker } from 'node:worker_threads'
import { beginThread, loadAddon } from './begin-thread.ts'
import type { Role } from './protocol.ts'
import type { ReplicaWorker } from './thread.ts'

/**
 * Begins a reader before it is known what is to be read; the first replica that is started with the answer takes it. One
 * that ended meanwhile is begun anew then, and what it ended of is told there.
 */
export function readerAhead(script: string | URL): ReplicaWorker {
  loadAddon()
  let ahead: Worker | null = beginThread(script, 'reader')
  const forget = () => {
    ahead = null
  }
  ahead.on('error', forget).on('exit', forget)
  return (role: Role) => {
    const waiting = role === 'reader' ? ahead : null
    if (!waiting) return beginThread(script, role)
    waiting.off('error', forget).off('exit', forget)
    ahead = null
    return waiting
  }
}
