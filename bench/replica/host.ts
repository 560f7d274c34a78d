// The replica in a process of its own, so that its memory can be told from the benchmark's. Asked one thing, it answers
// and ends.
import { constants, copyFileSync, rmSync } from 'node:fs'
import type { AccountId } from '@gatehouse/contract'
import { idOf } from '../fleet/ids.ts'
import type { Questions } from '../fleet/questions.ts'
import { sizes } from '../fleet/sizes.ts'
import { createFleet } from '../fleet/world.ts'
import { memoryOfTree } from '../machine.ts'
import { median } from '../metric.ts'
import { measureContender } from '../peers/measure.ts'
import { measureAccess } from './access.ts'
import { measureChanges } from './changes.ts'
import { flushFloor, insertFloor, scanFloor } from './floors.ts'
import { asContender, ask, loadReplica, openReplica } from './ours.ts'
import { measureQueries } from './queries.ts'
import { measureReadsWhile } from './reads.ts'
import { readyThreads } from './threads.ts'

export type Asked =
  | { to: 'load'; bootstrap: string; file: string }
  | { to: 'ask'; file: string; questions: Questions; people: number }
  | { to: 'change'; file: string; size: keyof typeof sizes; rounds: number }

function memory(): number {
  globalThis.gc?.()
  return memoryOfTree(process.pid) ?? Number.NaN
}

/** Starting the threads, opening the file, listing all accounts. */
async function measureStart(file: string): Promise<number> {
  const start = performance.now()
  const contender = asContender(file)
  await contender.open()
  const taken = performance.now() - start
  await contender.close()
  return taken
}

/** Opening the file in threads that wait for it, until what the first screen shows of one account is here. */
async function measureFirstAccount(file: string, accountId: AccountId): Promise<number> {
  const source = await readyThreads()
  const start = performance.now()
  const replica = await openReplica(file, source)
  await Promise.all([
    ask(replica, 'accounts.get', { accountId }),
    ask(replica, 'dashboard.get', { accountId }),
  ])
  const taken = performance.now() - start
  await replica.close()
  return taken
}

const answers = {
  async load({ bootstrap, file }: Extract<Asked, { to: 'load' }>) {
    const before = process.cpuUsage()
    const replica = await openReplica(file)
    const loaded = await measureReadsWhile(replica, () => loadReplica(replica, bootstrap), 50)
    await replica.close()
    const { user, system } = process.cpuUsage(before)
    return {
      ...loaded.result,
      readDelay: loaded.longest,
      cpuSeconds: (user + system) / 1e6,
      insertFloor: insertFloor(file),
    }
  },

  async ask({ file, questions, people }: Extract<Asked, { to: 'ask' }>) {
    const before = memory()
    const contender = asContender(file)
    await contender.prepare()
    const figures = await measureContender(contender, questions)
    const after = memory()
    const queries = await measureQueries(contender.replica(), questions)
    const access = await measureAccess(contender.replica(), questions)
    const withAccess = memory()
    await contender.close()
    // After what is said of memory: threads that have ended leave some of theirs behind.
    const fromNothing = await measureStart(file)
    const lastAccount = idOf.account(0)
    const starts: number[] = []
    for (let run = 0; run < 5; run += 1) starts.push(await measureFirstAccount(file, lastAccount))
    const scan = scanFloor(people)
    return {
      ...figures,
      firstAccount: median(starts),
      fromNothing,
      memory: after - before,
      memoryWithAccess: withAccess - before,
      queries,
      access,
      scan,
    }
  },

  async change({ file, size, rounds }: Extract<Asked, { to: 'change' }>) {
    const copy = `${file}.changed-${process.pid}`
    copyFileSync(file, copy, constants.COPYFILE_FICLONE)
    const replica = await openReplica(copy)
    const figures = await measureChanges(replica, createFleet(sizes[size]), rounds)
    await replica.close()
    const flush = flushFloor(copy)
    rmSync(copy)
    return { ...figures, flush }
  },
}

export type Answers = { [N in keyof typeof answers]: Awaited<ReturnType<(typeof answers)[N]>> }

process.once('message', async (asked: Asked) => {
  const answer = answers[asked.to] as (asked: Asked) => Promise<unknown>
  process.send?.(await answer(asked), () => process.disconnect?.())
})
