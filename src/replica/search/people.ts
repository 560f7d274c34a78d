import type { AccountId, UserId } from '@gatehouse/contract'
import type { FoundPerson, PersonAccounts } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { toBytes, toUuid } from '../repositories/ids.ts'
import { areIndexesPutOff } from '../repositories/indexes.ts'
import { best, find, type Ranked, ranked } from './find.ts'
import { accounts as accountKind, type FoldedEntry, people } from './kinds.ts'
import { marked } from './marks.ts'
import type { Question } from './question.ts'
import { rank } from './rank.ts'
import { accountOf, accountsHidingUsers, keysOf, peopleIn, peopleNear } from './surroundings.ts'

/** People whom the question finds by name or address, or by one word of that and another of an account of theirs. */
export function findPeople(
  sql: Sql,
  question: Question,
  near: readonly number[],
  limit: number,
): { people: FoundPerson[]; complete: boolean } {
  const { found, complete } = find(sql, people, question)
  const known = new Set(found.map(({ entry }) => entry.n))
  const around = peopleNear(sql, near)
  const isNear = new Set(around.map(({ n }) => n))
  found.push(...ranked(around, question).filter(({ entry }) => !known.has(entry.n)))
  if (found.length < limit)
    found.push(...findWithAccount(sql, question, new Set(found.map(({ entry }) => entry.n))))

  const hidden = accountsHidingUsers(sql)
  const shown: FoundPerson[] = []
  // Some are seen in no account any more, so there have to be more than are shown.
  for (const { entry, rank: place } of best(found, (n) => isNear.has(n), found.length)) {
    if (shown.length === limit) break
    const person = describe(sql, entry, question, near, hidden, place === rank.withAccount)
    if (person) shown.push(person)
  }
  return { people: shown, complete }
}

/** Of so many accounts, so many people are looked at. */
const mostAccounts = 6
const mostPeople = 1000

/** "anna acme": the first words or the last are an account's, the others those of somebody there. */
function findWithAccount(sql: Sql, question: Question, known: ReadonlySet<number>): Ranked[] {
  const { words } = question
  const found = new Map<number, Ranked>()
  let looked = 0
  for (const [ofAccount, ofPerson] of splits(words)) {
    const named = { words: ofAccount, domain: null, phrase: ofAccount.join(' ') }
    const accounts = best(find(sql, accountKind, named).found, () => false, mostAccounts)
    for (const { entry, rank: place } of accounts) {
      if (place > rank.words || looked >= mostPeople) continue
      const there = peopleIn(sql, [entry.n])
      looked += there.length
      const asked = { words: ofPerson, domain: question.domain, phrase: ofPerson.join(' ') }
      for (const one of ranked(there, asked)) {
        if (!known.has(one.entry.n)) found.set(one.entry.n, { entry: one.entry, rank: rank.withAccount })
      }
    }
  }
  return [...found.values()]
}

/** The words in two, from either side. */
function splits(words: readonly string[]): [ofAccount: string[], ofPerson: string[]][] {
  const all: [string[], string[]][] = []
  for (let at = 1; at < words.length; at += 1) {
    all.push([words.slice(at), words.slice(0, at)], [words.slice(0, at), words.slice(at)])
  }
  return all.slice(0, 4)
}

interface PersonRow {
  id: Uint8Array
  name: string
  email: string
}

const shownAccounts = 3

/** Null for somebody in no account whose users may be seen. */
function describe(
  sql: Sql,
  entry: FoldedEntry,
  { words, domain }: Question,
  near: readonly number[],
  hidden: ReadonlySet<number>,
  isByAccount: boolean,
): FoundPerson | null {
  const row = sql.get<PersonRow>('select id, name, email from person where n = ?', entry.n)
  if (!row) return null
  const { count, first } = membershipsOf(sql, entry.n, near, hidden, shownAccounts)
  if (count === 0) return null
  const name = marked(row.name, words)
  const inAddress = words.filter((word) => !entry.names.some((each) => each.includes(word)))
  const memberships = first.flatMap((key) => readMembership(sql, key) ?? [])
  return {
    userId: toUuid(row.id) as UserId,
    name,
    email: marked(row.email, isByAccount ? [] : [...inAddress, ...(domain === null ? [] : [domain])]),
    accounts: count,
    memberships,
  }
}

/** The accounts of one person, those near before all others; null for somebody who is in none that may be seen. */
export function accountsOfPerson(
  sql: Sql,
  userId: UserId,
  near: readonly number[],
  limit: number,
): PersonAccounts | null {
  const person = sql.get<{ n: number }>('select n from person where id = ?', toBytes(userId))
  if (!person) return null
  const { count, first } = membershipsOf(sql, person.n, near, accountsHidingUsers(sql), limit)
  if (count === 0) return null
  return { accounts: count, memberships: first.flatMap((key) => readMembership(sql, key) ?? []) }
}

/** How many there are that may be seen, and the first of them by number: those near before all others. */
function membershipsOf(
  sql: Sql,
  person: number,
  near: readonly number[],
  hidden: ReadonlySet<number>,
  shown: number,
): { count: number; first: number[] } {
  // While a first sync does without the index of people, all memberships would be read for each: the first has to do.
  const isPutOff = areIndexesPutOff(sql)
  const most = hidden.size > 0 ? -1 : many
  const keys = sql
    .all<{ k: number }>('select k from membership where person = ? limit ?', person, isPutOff ? 1 : most)
    .map(({ k }) => k)
    .filter((k) => !hidden.has(accountOf(k)))
  if (hidden.size > 0 || keys.length < many) {
    const place = (k: number) => (near.includes(accountOf(k)) ? 0 : 1)
    const first = keys.length > shown ? keys.toSorted((a, b) => place(a) - place(b)) : keys
    return { count: keys.length, first: first.slice(0, shown) }
  }
  // Somebody of a thousand accounts: counted by the database, and sought in those that are near.
  const counted = sql.get<{ count: number }>(
    'select count(*) as count from membership where person = ?',
    person,
  )
  const own = near.flatMap(
    (account) =>
      sql.get<{ k: number }>(
        'select k from membership where person = ? and k between ? and ?',
        person,
        ...keysOf(account),
      )?.k ?? [],
  )
  return { count: counted?.count ?? 0, first: [...new Set([...own, ...keys])].slice(0, shown) }
}

const many = 100

interface MembershipRow {
  membershipId: Uint8Array
  accountId: Uint8Array
  accountName: string
  role: FoundPerson['memberships'][number]['role']
  isOwner: number
}

function readMembership(sql: Sql, key: number): FoundPerson['memberships'][number] | null {
  const row = sql.get<MembershipRow>(
    `select m.id as membershipId, a.id as accountId, a.name as accountName, m.role, m.is_owner as isOwner
       from membership m join account a on a.n = ? where m.k = ?`,
    accountOf(key),
    key,
  )
  if (!row) return null
  return {
    membershipId: toUuid(row.membershipId) as FoundPerson['memberships'][number]['membershipId'],
    accountId: toUuid(row.accountId) as AccountId,
    accountName: row.accountName,
    role: row.role,
    isOwner: row.isOwner === 1,
  }
}
