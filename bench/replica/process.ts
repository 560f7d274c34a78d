import { fork } from 'node:child_process'
import { once } from 'node:events'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { bootstrapFile, cacheFolder, fingerprint, forgetCached } from '../fleet/files.ts'
import { worldNow } from '../fleet/ids.ts'
import { askedOf } from '../fleet/questions.ts'
import { sizes } from '../fleet/sizes.ts'
import { createFleet } from '../fleet/world.ts'
import { bytesOf, within } from '../machine.ts'
import type { Answers, Asked } from './host.ts'
import { buildWorker } from './threads.ts'

const host = join(import.meta.dirname, 'host.ts')
const patience = 20 * 60_000

export type SizeName = keyof typeof sizes

let building: Promise<void> | null = null

/** Runs one thing in a process of its own. */
export async function inProcess<N extends keyof Answers>(
  asked: Extract<Asked, { to: N }>,
): Promise<Answers[N]> {
  building ??= buildWorker()
  await building
  const child = fork(host, { execArgv: ['--expose-gc'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  try {
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the process that measures the replica ended with ${code}`)
    })
    ended.catch(() => {})
    child.send(asked)
    const [answer] = await within(patience, asked.to, Promise.race([once(child, 'message'), ended]))
    return answer as Answers[N]
  } finally {
    child.kill('SIGKILL')
  }
}

const loads = new Map<SizeName, Promise<Answers['load'] & { bytes: number }>>()
const asks = new Map<SizeName, Promise<Answers['ask']>>()
const changes = new Map<SizeName, Promise<Answers['change']>>()

/** Taken once: sources that are edited during a run don't count before the next. */
const mark = fingerprint('bench/fleet', 'contract/src', 'src/replica')
const fileOf = (size: SizeName) => join(cacheFolder, `${size}-replica-${mark}.db`)

/** Loads a replica of this size, once a run, and leaves it in the cache. */
export function loaded(size: SizeName) {
  return remembered(loads, size, async () => {
    const bootstrap = await bootstrapFile(sizes[size])
    const draft = join(cacheFolder, `loading-${size}-${process.pid}.db`)
    for (const end of ['', '-wal', '-shm']) await rm(`${draft}${end}`, { force: true })
    const figures = await inProcess<'load'>({ to: 'load', bootstrap, file: draft })
    await forgetCached(`${size}-replica`)
    await rename(draft, fileOf(size))
    return { ...figures, bytes: bytesOf(fileOf(size)) }
  })
}

/** A replica of this size: that of this run, or that of an earlier one. */
export async function replicaFile(size: SizeName): Promise<string> {
  if (loads.has(size)) await loaded(size)
  if (bytesOf(fileOf(size)) === 0) await loaded(size)
  return fileOf(size)
}

export function asked(size: SizeName, quick: boolean): Promise<Answers['ask']> {
  return remembered(asks, size, async () =>
    inProcess<'ask'>({
      to: 'ask',
      file: await replicaFile(size),
      questions: askedOf(createFleet(sizes[size]), worldNow, quick),
      people: sizes[size].memberships,
    }),
  )
}

export function changed(size: SizeName, rounds: number): Promise<Answers['change']> {
  return remembered(changes, size, async () => {
    const file = await replicaFile(size)
    return inProcess<'change'>({ to: 'change', file, size, rounds })
  })
}

function remembered<T>(of: Map<SizeName, Promise<T>>, size: SizeName, make: () => Promise<T>): Promise<T> {
  const known = of.get(size) ?? make()
  of.set(size, known)
  return known
}
