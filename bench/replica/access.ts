import type { AccessFilter, AccessSort } from '../../src/ipc/views.ts'
import type { Replica } from '../../src/replica/index.ts'
import type { Questions } from '../fleet/questions.ts'
import { p95 } from '../metric.ts'
import { sample } from '../peers/measure.ts'
import { ask } from './ours.ts'

/** Of the search for access over all accounts. */
export interface AccessFigures {
  filter: number
  /** From the first question until everything can be found, in milliseconds, and the longest answer meanwhile. */
  ready: number
  longestMeanwhile: number
  /** The next piece of what was found before. */
  piece: number
}

/** What is asked most, and each text that people are looked for by, with what else it is combined with. */
function searchesOf({
  texts,
  applicationIds,
}: Questions): { filter: Partial<AccessFilter>; sort: AccessSort }[] {
  const by = (by: AccessSort['by'], descending = false): AccessSort => ({ by, descending })
  return [
    { filter: {}, sort: by('person') },
    { filter: {}, sort: by('seen', true) },
    { filter: { unseenDays: 90 }, sort: by('seen') },
    { filter: { unseenDays: 30, administrators: true }, sort: by('account') },
    { filter: { onlyOwner: true }, sort: by('account') },
    { filter: { administrators: true }, sort: by('person') },
    { filter: { endingDays: 30 }, sort: by('ends') },
    { filter: { invitedDays: 14 }, sort: by('account') },
    { filter: { permission: 'users.edit', status: 'active' }, sort: by('person', true) },
    { filter: { legacy: true }, sort: by('person') },
    ...texts.map((text) => ({ filter: { text }, sort: by('person') })),
    ...applicationIds.map((applicationId) => ({ filter: { applicationId }, sort: by('person') })),
  ]
}

export async function measureAccess(replica: Replica, questions: Questions): Promise<AccessFigures> {
  const start = performance.now()
  let longestMeanwhile = 0
  for (;;) {
    const asked = performance.now()
    const { looked } = await ask(replica, 'access.find', { filter: {}, limit: 100 })
    longestMeanwhile = Math.max(longestMeanwhile, performance.now() - asked)
    if (looked.done === looked.of) break
  }
  const ready = performance.now() - start
  const searches = searchesOf(questions)
  const times = await sample(searches, 4 * questions.patience, async (search) => {
    await ask(replica, 'access.find', { ...search, limit: 100 })
  })
  const pieces = await sample(Array.from({ length: 20 }), questions.patience, async (_, n) => {
    await ask(replica, 'access.find', { filter: { unseenDays: 60 }, offset: n * 1000, limit: 100 })
  })
  return { filter: p95(times), ready, longestMeanwhile, piece: p95(pieces.slice(1)) }
}
