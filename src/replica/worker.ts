import { parentPort, workerData } from 'node:worker_threads'
import { createEngine } from './engine.ts'
import { problemOf } from './failures.ts'
import type { Answer, Call, ThreadData } from './protocol.ts'
import { createReader } from './reader.ts'

// One of the two threads that hold the encrypted database. It ends by the message `close` and is never terminated: a
// thread that is torn down in the middle of a native call takes the whole process with it.

const port = parentPort
if (!port) throw new Error('this file runs as a worker thread')

const { role } = workerData as ThreadData
const methods = role === 'reader' ? createReader() : createEngine()

/** So long nobody asked for anything, in milliseconds: then there is time for what waits for such a moment. */
const pause = 20
let rest: NodeJS.Timeout | undefined

port.on('message', (call: Call) => {
  clearTimeout(rest)
  port.postMessage(answerTo(call))
  if (call.method === 'close') port.close()
  else rest = setTimeout(tidy, pause)
})

/** One step at a time, so that whoever asks meanwhile waits for one at most. */
function tidy(): void {
  if ('tidy' in methods && methods.tidy()) rest = setTimeout(tidy)
}

function answerTo({ id, method, args }: Call): Answer {
  try {
    const run = (methods as Record<string, (...args: never[]) => unknown>)[method]
    if (!run) throw new Error(`the ${role} has no method ${method}`)
    return { id, value: run(...(args as never[])) }
  } catch (error) {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error))
    return { id, error: { message, stack, problem: problemOf(error) } }
  }
}
