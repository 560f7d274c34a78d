import { parentPort } from 'node:worker_threads'

const found = await import('electron').then(
  () => 'found',
  (error: Error) => error.message,
)
parentPort?.postMessage(found)
