import type { AccountRows, Change, ChangesPage, Membership } from '@gatehouse/contract'
import { idOf, iso, worldNow } from './ids.ts'
import { personOf } from './names.ts'
import { sequence } from './random.ts'
import { cursorAt } from './text.ts'
import type { Fleet } from './world.ts'

/** `twenty`: all in twenty accounts, as when people are at work; `scattered`: each in an account of its own. */
export type Spread = 'twenty' | 'scattered'

/** Memberships that are added by pages, beyond all that the world begins with. */
const firstAdded = 50_000_000

/**
 * Pages of changes on top of a world, as the server puts them together: what was put, by account and kind, then what
 * was deleted. Of a thousand, 600 are memberships that were edited, 80 people renamed, 80 joined, 40 left, 90 grants
 * were given and 80 taken, 30 accounts edited.
 */
export function createPages(fleet: Fleet, seed: number) {
  const random = sequence(seed)
  const added: Membership[] = []
  let page = 0
  let addedCount = 0

  function oneOf(accounts: readonly number[]): number {
    return accounts[random.below(accounts.length)] ?? 0
  }

  function someMember(account: number): Membership {
    return fleet.membership(account, random.below(fleet.users(account)))
  }

  function join(account: number): Membership {
    addedCount += 1
    const n = firstAdded + seed * 1_000_000 + addedCount
    const { name, local } = personOf(seed + 2, n)
    const row: Membership = {
      ...fleet.membership(account, 0),
      id: idOf.membership(n),
      userId: idOf.user(n),
      name,
      email: `${local}.${n}@joined.test`,
      role: 'viewer',
      isOwner: false,
    }
    added.push(row)
    return row
  }

  function change(account: number, at: string): Change[] {
    const accountId = idOf.account(account)
    const put = (batch: AccountRows): Change[] => [{ type: 'put', accountId, batch }]
    const kind = random.share()
    if (kind < 0.6) {
      const row = someMember(account)
      return put({ entity: 'membership', rows: [{ ...row, lastActiveAt: at, version: row.version + page }] })
    }
    if (kind < 0.68) {
      const row = someMember(account)
      return put({
        entity: 'membership',
        rows: [{ ...row, name: `${row.name} ${page}`, version: row.version + page }],
      })
    }
    if (kind < 0.76) return put({ entity: 'membership', rows: [join(account)] })
    if (kind < 0.8) {
      const gone = added.shift()
      if (!gone) return put({ entity: 'membership', rows: [join(account)] })
      return [
        { type: 'delete', accountId: gone.accountId, target: { entity: 'membership', key: { id: gone.id } } },
      ]
    }
    const applicationId = idOf.application(oneOf(fleet.manual(account)))
    // The owner is never removed by a page, and may be given anything.
    const membershipId = fleet.membership(account, 0).id
    if (kind < 0.89) {
      return put({ entity: 'grant', rows: [{ accountId, applicationId, membershipId, grantedAt: at }] })
    }
    if (kind < 0.97) {
      return [
        { type: 'delete', accountId, target: { entity: 'grant', key: { membershipId, applicationId } } },
      ]
    }
    const { account: row, access } = fleet.entry(account)
    return [
      {
        type: 'directory',
        row: { account: { ...row, plan: `Plan ${page}`, version: row.version + page }, access },
      },
    ]
  }

  return {
    next(spread: Spread, count: number): ChangesPage {
      page += 1
      const at = iso(worldNow.getTime() + page * 60_000)
      const accounts = Array.from({ length: spread === 'twenty' ? 20 : count }, () =>
        random.below(fleet.size.accounts),
      )
      const changes = Array.from({ length: count }, (_, n) =>
        change(accounts[n % accounts.length] ?? 0, at),
      ).flat()
      return {
        changes: grouped(changes),
        cursor: cursorAt(1_000 + page),
        coversBelow: String(1_000 + page),
        more: false,
        at,
      }
    },
    /** Nothing new since the page before. */
    empty(): ChangesPage {
      const at = iso(worldNow.getTime() + page * 60_000)
      return {
        changes: [],
        cursor: cursorAt(1_000 + page),
        coversBelow: String(1_000 + page),
        more: false,
        at,
      }
    },
    /** An application starts or ends coming by itself to everybody in its environment: one row. */
    autoAssign(application: number, autoAssign: boolean): ChangesPage {
      page += 1
      const row = fleet.applications[application]
      if (!row) throw new RangeError('no such application')
      return {
        ...this.empty(),
        changes: [{ type: 'application', row: { ...row, autoAssign, version: 1 + page } }],
      }
    },
  }
}

/** Rows of one kind in one account travel together; of a row that changed twice the last one alone. */
function grouped(changes: readonly Change[]): Change[] {
  const batches = new Map<string, Extract<Change, { type: 'put' }>>()
  const others: Change[] = []
  for (const change of changes) {
    if (change.type !== 'put') {
      others.push(change)
      continue
    }
    const name = `${change.accountId} ${change.batch.entity}`
    const known = batches.get(name)
    if (known) (known.batch.rows as unknown[]).push(...change.batch.rows)
    else batches.set(name, structuredClone(change))
  }
  for (const { batch } of batches.values()) {
    const last = new Map((batch.rows as { id?: string }[]).map((row) => [row.id ?? JSON.stringify(row), row]))
    batch.rows = [...last.values()] as never
  }
  return [...batches.values(), ...others]
}
