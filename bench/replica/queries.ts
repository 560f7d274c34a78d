import type { AccountId } from '@gatehouse/contract'
import type { Replica } from '../../src/replica/index.ts'
import { worldNow } from '../fleet/ids.ts'
import type { Questions } from '../fleet/questions.ts'
import { p95 } from '../metric.ts'
import { sample } from '../peers/measure.ts'
import { ask } from './ours.ts'

/** Of the replica alone: what its peers aren't asked. */
export interface QueryFigures {
  /** Kilobytes of the largest answer that a switch needs. */
  largestSwitch: number
  accountsList: number
  /** From thread to thread and back, for an account that there isn't. */
  hop: number
}

export async function measureQueries(replica: Replica, questions: Questions): Promise<QueryFigures> {
  let largest = 0
  for (const accountId of questions.accounts.slice(0, 100)) {
    const account = await ask(replica, 'accounts.get', { accountId })
    const dashboard = await ask(replica, 'dashboard.get', { accountId })
    largest = Math.max(largest, JSON.stringify([account, dashboard]).length)
  }
  const lists = await sample(
    Array.from({ length: 10 }),
    questions.patience,
    async () => void (await ask(replica, 'accounts.list', {})),
  )
  const nowhere = questions.accounts.map((id) => id.replace(/^.{8}/, '00000000') as AccountId)
  const hops = await sample(nowhere, questions.patience, async (accountId) => {
    await replica.read('accounts.get', { accountId }, worldNow)
  })
  return { hop: p95(hops), largestSwitch: largest / 1024, accountsList: p95(lists) }
}
