import type { AccountId } from '@gatehouse/contract'
import { packDirectory } from '../../ipc/directory.ts'
import { fold } from '../../ipc/fold.ts'
import type { Sql } from '../database.ts'
import { type Listed, readDirectory } from '../queries/accounts.ts'
import { part } from './kept.ts'

/** An account as lists over all of them look at it, with what a filter finds it by. */
export interface Known extends Listed {
  /** Found by any part of them. */
  anywhere: string
  /** Found by how a word of them begins. */
  beginnings: string
  /** The principal may see its users, its applications, its services, its activity, its reviews. */
  sees: { users: boolean; applications: boolean; services: boolean; activity: boolean; reviews: boolean }
}

export interface Directory {
  /** By name. */
  accounts: readonly Known[]
  byNumber: ReadonlyMap<number, Known>
  byId: ReadonlyMap<AccountId, Known>
  /** All of it as one text; see `packDirectory`. */
  text(): string
}

export function directoryOf(sql: Sql, now: Date): Directory {
  return part(sql, 'directory', now, () => {
    const accounts = readDirectory(sql).map(toKnown)
    let text: string | null = null
    return {
      text() {
        text ??= packDirectory(accounts.map(({ item }) => item))
        return text
      },
      accounts,
      byNumber: new Map(accounts.map((account) => [account.n, account])),
      byId: new Map(accounts.map((account) => [account.item.id, account])),
    }
  })
}

function toKnown(listed: Listed): Known {
  const { item, permissions } = listed
  const { name, alias, reference, tags, plan, environmentName } = item
  return {
    ...listed,
    anywhere: fold(`${name}\n${alias}\n${reference}`),
    beginnings: fold(` ${[...tags, plan, environmentName].join(' ')}`),
    sees: {
      users: permissions.includes('users.view'),
      applications: permissions.includes('applications.view'),
      services: permissions.includes('services.view'),
      activity: permissions.includes('activity.view'),
      reviews: permissions.includes('reviews.view'),
    },
  }
}

/**
 * Whether every word of what was typed is somewhere in what is said of the account. `words`: what states and roles are
 * called on the screen, by their code.
 */
export function createMatcher(
  typed: string,
  words: Readonly<Record<string, string>>,
): ((account: Known) => boolean) | null {
  const asked = fold(typed.trim())
    .split(/\s+/)
    .filter((word) => word !== '')
  if (asked.length === 0) return null
  const called = new Map(Object.entries(words).map(([code, word]) => [code, ` ${fold(word)}`]))
  const calledBy = (code: string) => called.get(code) ?? ` ${code}`
  return ({ item, anywhere, beginnings }) =>
    asked.every(
      (word) =>
        anywhere.includes(word) ||
        beginnings.includes(` ${word}`) ||
        calledBy(item.status).includes(` ${word}`) ||
        calledBy(roleCode(item)).includes(` ${word}`),
    )
}

/** The role as it is asked for: administrators of the environment have none of their own. */
export function roleCode(item: Known['item']): NonNullable<Known['item']['role']> | 'environment' {
  if (item.isOwner) return 'owner'
  return item.role ?? 'environment'
}
