import type { AccountId, Application, ApplicationId, BootstrapLine, ChangesPage } from '@gatehouse/contract'
import type { Questions } from '../fleet/questions.ts'
import { p95 } from '../metric.ts'
import { countDashboard } from './dashboard.ts'
import type { Peer } from './peer.ts'

/** What was measured of one way to keep the data; milliseconds where nothing else is said. */
export interface Figures {
  open: number
  ready: number
  switch: number
  search: number
  who: number
  /** Of the answers themselves: whoever answers the same questions on the same data must come to the same sums. */
  sums: { users: number; who: number }
}

/** However slow a discipline is. */
const fewest = 3

/** Whoever is asked: a peer, or the replica. */
export interface Contender {
  open(): Promise<unknown>
  /** Whatever is left to do until every question can be answered. */
  ready(): Promise<void>
  /** All that a dashboard shows of an account; how many users it has. */
  visit(accountId: AccountId): Promise<number>
  search(text: string): Promise<unknown>
  /** How many memberships have the application, the first hundred read with it. */
  who(applicationId: ApplicationId): Promise<number>
}

/** Asks everything of who was loaded before; runs wherever that one lives, in the browser or in Node. */
export async function measureContender(contender: Contender, questions: Questions): Promise<Figures> {
  const openedAt = performance.now()
  await contender.open()
  const open = performance.now() - openedAt
  await contender.ready()
  const ready = performance.now() - openedAt
  const { patience } = questions
  const sums = { users: 0, who: 0 }
  const switches = await sample(questions.accounts, patience, async (accountId, n) => {
    const users = await contender.visit(accountId)
    if (n < fewest) sums.users += users
  })
  const searches = await sample(
    questions.texts,
    patience,
    async (text) => void (await contender.search(text)),
  )
  const whos = await sample(questions.applicationIds, patience, async (applicationId, n) => {
    const count = await contender.who(applicationId)
    if (n < fewest) sums.who += count
  })
  return { open, ready, switch: p95(switches), search: p95(searches), who: p95(whos), sums }
}

export function asContender(peer: Peer, questions: Questions): Contender {
  const now = new Date(questions.now)
  let applications = new Map<ApplicationId, Application>()
  return {
    open: () => peer.open(),
    async ready() {
      await peer.ready()
      applications = new Map((await peer.applications()).map((row) => [row.id, row]))
    },
    async visit(accountId) {
      const { users } = countDashboard(await peer.content(accountId), applications, now)
      return users.total
    },
    search: (text) => peer.search(text),
    async who(applicationId) {
      const application = applications.get(applicationId)
      return application ? (await peer.who(application)).count : Number.NaN
    },
  }
}

export async function measurePages(
  peer: Peer,
  pages: readonly ChangesPage[],
  patience: number,
): Promise<number> {
  return p95(await sample(pages, patience, (page) => peer.apply(page)))
}

/** The milliseconds of each call. */
export async function sample<T>(
  items: readonly T[],
  patience: number,
  once: (item: T, n: number) => Promise<void>,
): Promise<number[]> {
  const times: number[] = []
  const until = performance.now() + patience
  for (const [n, item] of items.entries()) {
    if (n >= fewest && performance.now() > until) break
    const start = performance.now()
    await once(item, n)
    times.push(performance.now() - start)
  }
  return times
}

/** The lines of a bootstrap out of its text. */
export async function* parsed(pieces: AsyncIterable<string>): AsyncGenerator<BootstrapLine> {
  let rest = ''
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line) as BootstrapLine
  }
}
