import { setTimeout } from 'node:timers/promises'
import { type AccountId, type ChangesPage, invitationIdSchema, mutationIdSchema } from '@gatehouse/contract'
import type { Replica } from '../../src/replica/index.ts'
import { createPages } from '../fleet/changes.ts'
import { idOf, worldNow } from '../fleet/ids.ts'
import { uuidAt } from '../fleet/random.ts'
import type { Fleet } from '../fleet/world.ts'
import { median, p95 } from '../metric.ts'
import { ask } from './ours.ts'
import { measureReadsWhile } from './reads.ts'

export const changesInPage = 1_000
/** Between two pages there is time for what the thread does when nobody waits, as between two pokes. */
const pauseMs = 500

/** Milliseconds, through the threads. */
export interface ChangeFigures {
  /** Pages of a thousand changes, from the text to its being kept. */
  twenty: number
  scattered: number
  /** The middle one of each. */
  twentyMedian: number
  scatteredMedian: number
  /** The slowest dashboard while such pages are applied. */
  readDelay: number
  readDelayP95: number
  emptyPage: number
  autoAssignPage: number
  /** From the command to its answer, and to the changed list. */
  write: number
  writeShown: number
}

export async function measureChanges(replica: Replica, fleet: Fleet, rounds: number): Promise<ChangeFigures> {
  const pages = createPages(fleet, 1)
  const apply = async (page: ChangesPage) => {
    const text = JSON.stringify(page)
    await setTimeout(pauseMs)
    const start = performance.now()
    const applied = await replica.applyPage(text, worldNow)
    if (!applied.ok) throw new Error(applied.error.code)
    return performance.now() - start
  }
  const times = async (count: number, page: () => ChangesPage) => {
    const all: number[] = []
    for (let round = 0; round < count; round += 1) all.push(await apply(page()))
    return all
  }
  // Before anything else, as behind a page of many changes there may be an index to be brought up to date.
  const emptyPage = median(await times(rounds, () => pages.empty()))
  let on = false
  const autoAssignPage = median(
    await times(rounds, () => {
      on = !on
      return pages.autoAssign(3, on)
    }),
  )
  // The first pages find nothing in memory that a client has which runs all day.
  await times(2, () => pages.next('scattered', changesInPage))
  const twenty = await times(rounds, () => pages.next('twenty', changesInPage))
  const scattered = await times(rounds, () => pages.next('scattered', changesInPage))
  const visited = Array.from({ length: 50 }, (_, n) => idOf.account(n * Math.floor(fleet.size.accounts / 50)))
  const delays: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const page = pages.next(round % 2 ? 'twenty' : 'scattered', changesInPage)
    delays.push((await measureReadsWhile(replica, () => apply(page), 4, visited)).longest)
  }
  const writes = await measureWrites(replica, fleet)
  return {
    twenty: p95(twenty),
    scattered: p95(scattered),
    twentyMedian: median(twenty),
    scatteredMedian: median(scattered),
    readDelay: Math.max(...delays),
    readDelayP95: p95(delays),
    emptyPage,
    autoAssignPage,
    write: p95(writes.answered),
    writeShown: p95(writes.shown),
  }
}

/** Invitations in a hundred accounts, each until the account's list has it. */
async function measureWrites(replica: Replica, fleet: Fleet) {
  const answered: number[] = []
  const shown: number[] = []
  for (let n = 0; answered.length < 100; n += 1) {
    const account = (n * 7) % fleet.size.accounts
    if (!fleet.isActive(account)) continue
    const accountId = idOf.account(account)
    const start = performance.now()
    const queued = await replica.enqueue(mutationIdSchema.parse(idAt(n, 91)), invite(accountId, n), worldNow)
    if (!queued.ok) continue
    answered.push(performance.now() - start)
    await ask(replica, 'invitations.list', { accountId })
    shown.push(performance.now() - start)
  }
  return { answered, shown }
}

const idAt = (n: number, kind: number) => uuidAt(worldNow.getTime() + n, n, kind)

function invite(accountId: AccountId, n: number) {
  return {
    name: 'invitations.create' as const,
    args: {
      accountId,
      invitationId: invitationIdSchema.parse(idAt(n, 92)),
      email: `invited-${n}@guest.test`,
      role: 'viewer' as const,
      applicationIds: [],
      message: '',
      expiresInDays: 7,
      anyAddress: false,
    },
  }
}
