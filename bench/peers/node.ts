import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChangesPage } from '@gatehouse/contract'
import type { Questions } from '../fleet/questions.ts'
import { bytesOf, within } from '../machine.ts'
import type { Asked } from './electron-store-host.ts'
import type { Limits, Measured } from './run.ts'

const host = join(import.meta.dirname, 'electron-store-host.ts')

/** Loads electron-store in one process and asks it in another. */
export async function runElectronStore(
  bootstrap: string,
  work: { questions: Questions; pages: ChangesPage[]; limits: Limits },
): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-peer-'))
  try {
    const load = await inProcess<number>(folder, { to: 'load', bootstrap }, work.limits.load)
    const disk = bytesOf(folder)
    const { questions, pages } = work
    const answers = await inProcess<Omit<Measured, 'load' | 'disk'>>(
      folder,
      { to: 'measure', questions, pages },
      work.limits.ask,
    )
    return { ...answers, load, disk }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function inProcess<T>(folder: string, asked: Asked, limit: number): Promise<T> {
  const child = fork(host, [folder], {
    execArgv: ['--expose-gc', '--max-old-space-size=4096'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let said = ''
  child.stderr?.on('data', (text) => {
    said = `${said}${text}`.slice(-4_000)
  })
  try {
    child.send(asked)
    return await within(
      limit,
      'electron-store',
      answerOf<T>(child, () => said),
    )
  } finally {
    child.kill('SIGKILL')
  }
}

async function answerOf<T>(child: ChildProcess, said: () => string): Promise<T> {
  const ended = once(child, 'exit').then(([code]) => {
    const reason = /heap out of memory|Invalid string length|ERR_STRING_TOO_LONG/.exec(said())?.[0]
    throw new Error(reason ?? `the process ended with ${code}`)
  })
  ended.catch(() => {})
  const [answer] = await Promise.race([once(child, 'message'), ended])
  return answer as T
}
