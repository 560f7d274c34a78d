import type { Worker } from 'node:worker_threads'
import type { Problem } from '@gatehouse/contract'
import { beginThread } from './begin-thread.ts'
import { ReplicaFailure } from './failures.ts'
import type { Answer, Call, Method, Note, Role } from './protocol.ts'

/** Where the worker's script is, or how to start it in one of its roles. */
export type ReplicaWorker = string | URL | ((role: Role) => Worker)

export interface Thread<R extends Role> {
  /** Rejected for a bug in the method, and once the thread has ended. Answers come in the order of the calls. */
  call<T>(method: Method<R>, args?: unknown[], transfer?: ArrayBuffer[]): Promise<T>
  /** Ends it after what was asked before; resolves when it has ended, however that came. */
  close(): Promise<void>
}

interface Pending {
  resolve(value: unknown): void
  reject(error: Error): void
}

/**
 * Starts one thread of the replica. `died`: it ended though nobody closed it; said once. `failed`: the machine failed
 * it, whatever was asked. `noted`: it has something for the log.
 */
export function startThread<R extends Role>(
  source: ReplicaWorker,
  role: R,
  died: (error: Error) => void,
  failed: (problem: Problem) => void,
  noted: (note: Note['note']) => void,
): Thread<R> {
  const worker = typeof source === 'function' ? source(role) : beginThread(source, role)
  const pending = new Map<number, Pending>()
  const ended = Promise.withResolvers<void>()
  let lastId = 0
  let closing: Promise<void> | null = null
  let dead: Error | null = null

  function die(error: Error): void {
    if (dead) return
    dead = error
    for (const { reject } of pending.values()) reject(error)
    pending.clear()
    if (!closing) died(error)
  }

  worker.on('message', (answer: Answer | Note) => {
    if ('note' in answer) return noted(answer.note)
    const asked = pending.get(answer.id)
    pending.delete(answer.id)
    if ('value' in answer) asked?.resolve(answer.value)
    else asked?.reject(revive(answer.error))
    const problem = failureIn(answer)
    if (problem) failed(problem)
  })
  worker.on('messageerror', die)
  worker.on('error', (error) => die(error instanceof Error ? error : new Error(String(error))))
  worker.on('exit', (code) => {
    die(new Error(closing ? 'the replica is closed' : `the replica's thread ended with code ${code}`))
    ended.resolve()
  })

  function post<T>(method: Method<R>, args: unknown[], transfer: ArrayBuffer[]): Promise<T> {
    if (dead) return Promise.reject(dead)
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    lastId += 1
    pending.set(lastId, { resolve, reject })
    worker.postMessage({ id: lastId, method, args } satisfies Call, transfer)
    return promise as Promise<T>
  }

  return {
    call<T>(method: Method<R>, args: unknown[] = [], transfer: ArrayBuffer[] = []): Promise<T> {
      if (closing) return Promise.reject(dead ?? new Error('the replica is closed'))
      return post<T>(method, args, transfer)
    },
    close() {
      // An answer that never comes is one of a thread that ended, which is what is waited for.
      closing ??= Promise.allSettled([post('close' as Method<R>, [], [])]).then(() => ended.promise)
      return closing
    },
  }
}

/** What went wrong with the file, whether it was answered or thrown. */
function failureIn(answer: Answer): Problem | null {
  if ('error' in answer) return answer.error.problem
  const { value } = answer
  const isRefusal = typeof value === 'object' && value !== null && 'ok' in value && value.ok === false
  const { error } = isRefusal ? (value as { error?: Problem }) : {}
  return error?.code === 'replica_unavailable' ? error : null
}

function revive({ message, stack, problem }: Extract<Answer, { error: object }>['error']): Error {
  if (problem) return new ReplicaFailure(problem)
  const error = new Error(message)
  error.stack = stack
  return error
}
