import type { AccountId } from '@gatehouse/contract'
import type { Replica } from '../../src/replica/index.ts'
import { worldNow } from '../fleet/ids.ts'

/** What a person waits for who looks around while the writing thread is at work. */
export interface ReadsWhile<T> {
  result: T
  /** Milliseconds of the slowest answer; 0 where nothing could be asked yet. */
  longest: number
  reads: number
}

/** Asks for one dashboard after the other, with pauses of `pauseMs`, for as long as `work` takes. */
export async function measureReadsWhile<T>(
  replica: Replica,
  work: () => Promise<T>,
  pauseMs: number,
  accountIds?: readonly AccountId[],
): Promise<ReadsWhile<T>> {
  let done = false
  const working = work().finally(() => {
    done = true
  })
  let longest = 0
  let reads = 0
  let known = accountIds ?? []
  while (!done) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    if (known.length === 0) {
      known = await firstAccounts(replica)
      continue
    }
    const accountId = known[reads % known.length]
    if (!accountId) continue
    const start = performance.now()
    await replica.read('dashboard.get', { accountId }, worldNow)
    longest = Math.max(longest, performance.now() - start)
    reads += 1
  }
  return { result: await working, longest, reads }
}

/** None until the directory is there. */
async function firstAccounts(replica: Replica): Promise<AccountId[]> {
  const list = await replica.read('accounts.list', {}, worldNow)
  return list.ok ? list.value.slice(0, 50).map(({ id }) => id) : []
}
