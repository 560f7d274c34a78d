import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { build } from 'vite'
import type { ReplicaWorker } from '../../src/replica/index.ts'
import type { Role } from '../../src/replica/protocol.ts'

const root = join(import.meta.dirname, '../..')
// Inside the project, as the addon that it leaves out is looked for from where it lies.
const folder = join(root, 'out/bench')
export const workerFile = join(folder, 'worker.js')

/** The thread's code in one small file, as it is shipped: from many files of TypeScript it starts a good deal slower. */
export async function buildWorker(): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: join(root, 'src/replica/worker.ts'),
      target: 'node24',
      outDir: folder,
      emptyOutDir: true,
      minify: true,
      rolldownOptions: { output: { entryFileNames: 'worker.js' } },
    },
    ssr: { noExternal: true, external: ['better-sqlite3-multiple-ciphers'] },
  })
}

/** Starts both threads and waits until their code is loaded and they wait for calls. */
export async function readyThreads(): Promise<ReplicaWorker> {
  const roles: Role[] = ['writer', 'reader']
  const workers = new Map(roles.map((role) => [role, startWorker(role)]))
  for (const worker of workers.values()) {
    while (worker.performance.eventLoopUtilization().idle === 0) await setTimeout(1)
  }
  return (role) => workers.get(role) ?? startWorker(role)
}

function startWorker(role: Role): Worker {
  return new Worker(workerFile, { name: `replica ${role}`, workerData: { role } })
}
