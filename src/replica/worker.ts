import { parentPort } from 'node:worker_threads'
import { createEngine } from './engine.ts'
import type { Answer, Call } from './protocol.ts'

// The thread that holds the encrypted database. It ends by the message `close` and is never terminated: a thread
// that is torn down in the middle of a native call takes the whole process with it.

const port = parentPort
if (!port) throw new Error('this file runs as a worker thread')

const engine = createEngine()

port.on('message', ({ id, method, args }: Call) => {
  port.postMessage(answerTo({ id, method, args }))
  if (method === 'close') port.close()
})

function answerTo({ id, method, args }: Call): Answer {
  try {
    const call = engine[method] as (...args: unknown[]) => unknown
    return { id, value: call(...args) }
  } catch (error) {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error))
    return { id, error: { message, stack } }
  }
}
