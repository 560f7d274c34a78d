import {
  type AccountId,
  type DirectoryEntry,
  fail,
  type Principal,
  type Problem,
  type Result,
  type Route,
} from '@gatehouse/contract'
import type { Database } from '../../db/database.ts'
import { inSavepoint } from '../../db/transaction.ts'
import { unstorableText } from '../../db/unstorable.ts'
import { lockAccount, selectDirectory, toEntry } from '../../repositories/access.ts'
import { asOfNow, refuseInAccount, unknownAccount } from '../admission.ts'
import type { WriteContext } from '../context.ts'
import { touchMembership } from '../memberships/last-active.ts'

/** What became of one item: what its own route would have answered. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; problem: Problem }

interface Item {
  accountId: AccountId
}

type Work<I, T> = (entry: DirectoryEntry, item: I) => Promise<Result<T>>

/**
 * Does many changes in one transaction, each in the account that it names, and answers each in the order given.
 * `route` is the one that makes a single such change: an item is let in as it would let it in, and `work` does what
 * it does. A refused item leaves nothing behind and holds up no other.
 */
export async function doMany<I extends Item, T>(
  { principal, ...write }: WriteContext,
  route: Route,
  items: readonly I[],
  work: (write: WriteContext, ...about: Parameters<Work<I, T>>) => Promise<Result<T>>,
): Promise<Outcome<T>[]> {
  const { tx, now } = write
  // Only what is theirs: nobody makes others wait by naming their accounts.
  const visible = await findEntries(tx, principal, items, now)
  // In one order for all, so that two of these never wait for each other in a circle.
  for (const { account } of visible.values()) await lockAccount(tx, account.id)
  // Read again: only now does what is read hold until the end.
  const current = await asOfNow(tx, principal)
  const found = await findEntries(tx, current, items, now)
  // What they came to only meanwhile isn't locked, so it is none of theirs yet.
  const entries = new Map([...found].filter(([id]) => visible.has(id)))
  const context = { ...write, principal: current }
  const outcomes = await judgeEach(entries, { route, principal: current }, items, (entry, item) =>
    inSavepoint(tx, () => refuseUnstorable(() => work(context, entry, item))),
  )
  const changed = new Set(items.filter((_, index) => outcomes[index]?.ok).map(({ accountId }) => accountId))
  for (const [id, { account, access }] of entries) {
    if (!access.membershipId || !changed.has(id)) continue
    await touchMembership(tx, now, { accountId: account.id, membershipId: access.membershipId })
  }
  return outcomes
}

/** Looks at many accounts, each let in as `route` lets in to a single one. */
export async function lookAtMany<I extends Item, T>(
  { db, now, principal }: { db: Database; now: Date; principal: Principal },
  route: Route,
  items: readonly I[],
  work: Work<I, T>,
): Promise<Outcome<T>[]> {
  const entries = await findEntries(db, principal, items, now)
  return judgeEach(entries, { route, principal }, items, work)
}

async function judgeEach<I extends Item, T>(
  entries: ReadonlyMap<AccountId, DirectoryEntry>,
  { route, principal }: { route: Route; principal: Principal },
  items: readonly I[],
  work: Work<I, T>,
): Promise<Outcome<T>[]> {
  const outcomes: Outcome<T>[] = []
  for (const item of items) {
    const entry = entries.get(item.accountId)
    const refused = entry ? refuseInAccount(route, principal, entry) : unknownAccount
    const result: Result<T> = entry && !refused ? await work(entry, item) : fail(refused ?? unknownAccount)
    outcomes.push(result.ok ? result : { ok: false, problem: result.error })
  }
  return outcomes
}

/** The named accounts that the principal may see, sorted by id. */
async function findEntries(
  db: Database,
  principal: Principal,
  items: readonly Item[],
  now: Date,
): Promise<Map<AccountId, DirectoryEntry>> {
  const ids = [...new Set(items.map(({ accountId }) => accountId))]
  const rows = await selectDirectory(db, principal, now).where('a.id', 'in', ids).orderBy('a.id').execute()
  return new Map(rows.map((row) => [row.id, toEntry(row, principal)]))
}

// A text with a character that can't be stored is a mistake in one item, not in all of them.
async function refuseUnstorable<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work()
  } catch (error) {
    const refused = unstorableText(error)
    if (!refused) throw error
    return fail(refused)
  }
}
