import { parentPort, workerData } from 'node:worker_threads'
import { createEngine } from './engine.ts'
import { problemOf } from './failures.ts'
import type { Answer, Call, Note, ThreadData } from './protocol.ts'
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

/** In milliseconds: what takes longer is worth a line in a detailed log. */
const slow = 250

port.on('message', (call: Call) => {
  clearTimeout(rest)
  const began = performance.now()
  port.postMessage(answerTo(call))
  const ms = Math.round(performance.now() - began)
  if (ms >= slow) note('detail', 'the replica took long', { ...whatOf(call), ms })
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
    const { message, stack = '', name } = error instanceof Error ? error : new Error(String(error))
    const problem = problemOf(error)
    // A bug, where it was: whoever asked hears of it without the thread that it happened in.
    if (!problem)
      note('error', 'a method of the replica failed', {
        ...whatOf({ method, args }),
        name,
        at: frames(stack),
      })
    return { id, error: { message, stack, problem } }
  }
}

function whatOf({ method, args }: Pick<Call, 'method' | 'args'>): Record<string, string> {
  return method === 'read' ? { role, method, query: String(args[0]) } : { role, method }
}

function frames(stack: string): string {
  const lines = stack.split('\n').filter((line) => /^\s+at /.test(line))
  return lines
    .slice(0, 6)
    .map((line) => line.trim())
    .join(' < ')
}

function note(level: Note['note']['level'], message: string, facts: Note['note']['facts']): void {
  port?.postMessage({ note: { level, message, facts } } satisfies Note)
}
