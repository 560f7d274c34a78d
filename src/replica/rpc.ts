/// <reference path="./better-sqlite3-multiple-ciphers.d.ts" />
import { Worker } from 'node:worker_threads'
import Database from 'better-sqlite3-multiple-ciphers'
import type { Replica } from './port.ts'
import type { Answer, Call, Method } from './protocol.ts'

/** Where the worker's script is, or how to start it. */
export type ReplicaWorker = string | URL | (() => Worker)

export interface ReplicaOptions {
  /** The thread ended though nobody closed it. Every call from then on is rejected; start another one. */
  onCrash?(error: Error): void
}

interface Pending {
  resolve(value: unknown): void
  reject(error: Error): void
}

/** Starts the replica's thread. Calls are answered in the order in which they were made. */
export function startReplica(source: ReplicaWorker, { onCrash }: ReplicaOptions = {}): Replica {
  loadAddon()
  const worker = typeof source === 'function' ? source() : new Worker(source, { name: 'replica' })
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
    if (!closing) onCrash?.(error)
  }

  worker.on('message', (answer: Answer) => {
    const call = pending.get(answer.id)
    pending.delete(answer.id)
    if ('value' in answer) call?.resolve(answer.value)
    else call?.reject(revive(answer.error))
  })
  worker.on('messageerror', die)
  worker.on('error', (error) => die(error instanceof Error ? error : new Error(String(error))))
  worker.on('exit', (code) => {
    die(new Error(closing ? 'the replica is closed' : `the replica's thread ended with code ${code}`))
    ended.resolve()
  })

  function call<T>(method: Method, ...args: unknown[]): Promise<T> {
    if (dead) return Promise.reject(dead)
    if (closing && method !== 'close') return Promise.reject(new Error('the replica is closed'))
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    lastId += 1
    pending.set(lastId, { resolve, reject })
    worker.postMessage({ id: lastId, method, args } satisfies Call)
    return promise as Promise<T>
  }

  async function close(): Promise<void> {
    if (dead) return
    await call('close')
    await ended.promise
  }

  return {
    open: (options) => call('open', options),
    state: () => call('state'),
    read: (name, input, now) => call('read', name, input, now),
    enqueue: (mutationId, intent, now) => call('enqueue', mutationId, intent, now),
    applyBootstrap: (lines, now) => call('applyBootstrap', lines, now),
    applySnapshot: (accountId, lines, now) => call('applySnapshot', accountId, lines, now),
    applyPage: (page, now) => call('applyPage', page, now),
    setMyInvitations: (invitations) => call('setMyInvitations', invitations),
    outgoing: () => call('outgoing'),
    moveOutbox: (mutationId, move, now) => call('moveOutbox', mutationId, move, now),
    undo: (mutationId, now) => call('undo', mutationId, now),
    retry: (mutationId, newId, now) => call('retry', mutationId, newId, now),
    discard: (mutationId, now) => call('discard', mutationId, now),
    close() {
      closing ??= close()
      return closing
    },
  }
}

/** A native addon has to be loaded by the main thread before a worker may load it, or it goes with that worker. */
function loadAddon(): void {
  new Database(':memory:').close()
}

function revive({ message, stack }: { message: string; stack: string }): Error {
  const error = new Error(message)
  error.stack = stack
  return error
}
