/// <reference path="./better-sqlite3-multiple-ciphers.d.ts" />
import { Worker } from 'node:worker_threads'
import Database from 'better-sqlite3-multiple-ciphers'
import type { Role, ThreadData } from './protocol.ts'

/** Begins a thread of the replica by its script. What this file needs is loaded before anything is shown. */
export function beginThread(script: string | URL, role: Role): Worker {
  return new Worker(script, { name: `replica ${role}`, workerData: { role } satisfies ThreadData })
}

/** A native addon has to be loaded by the main thread before a worker may load it, or it goes with that worker. */
export function loadAddon(): void {
  new Database(':memory:').close()
}
