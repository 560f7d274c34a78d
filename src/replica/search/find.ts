import type { Sql } from '../database.ts'
import {
  type Gram,
  gramsAnywhere,
  gramsAtBeginning,
  gramsAtWordStarts,
  gramsOfDomain,
  gramsOfWhole,
} from './grams.ts'
import { type FoldedEntry, foldEntry, type Kind, people } from './kinds.ts'
import { lookUp, notIndexed } from './lookup.ts'
import type { Question } from './question.ts'
import { type Rank, rankOf } from './rank.ts'

export interface Ranked {
  entry: FoldedEntry
  rank: Rank
}

/** So many rows are looked at; a question that more of them answer is one that has to be typed on. */
const mostPeople = 250
const mostOthers = 120
const mostWhole = 50
const mostAtBeginnings = 60
const enough = 60

/**
 * Rows of a kind that answer the question, in no order. Where very many do, the better ones: names that are it, that
 * begin with it, that have words beginning with it. `complete: false`: the index is still being made.
 */
export function find(sql: Sql, kind: Kind, question: Question): { found: Ranked[]; complete: boolean } {
  const fresh = notIndexed(sql, kind)
  const numbers = new Set([...candidates(sql, kind, question), ...fresh.numbers])
  const entries = readEntries(sql, kind, [...numbers])
  return { found: ranked(entries, question), complete: !fresh.cut }
}

function candidates(sql: Sql, kind: Kind, question: Question): Iterable<number> {
  const { words, domain } = question
  const ofDomain = domain === null ? [] : gramsOfDomain(domain)
  const search = (grams: Gram[], most: number) => lookUp(sql, kind, [...grams, ...ofDomain], most)
  const anywhere = search(gramsAnywhere(words), kind === people ? mostPeople : mostOthers)
  if (!anywhere.cut || words.length === 0) return anywhere.numbers

  const better = new Set([
    ...search(gramsOfWhole(words), mostWhole).numbers,
    ...search(gramsAtBeginning(words), mostAtBeginnings).numbers,
    ...search(gramsAtWordStarts(words), mostAtBeginnings).numbers,
  ])
  if (better.size < enough) for (const number of anywhere.numbers) better.add(number)
  return better
}

export function readEntries(sql: Sql, kind: Kind, numbers: readonly number[]): FoldedEntry[] {
  if (numbers.length === 0) return []
  return kind.read(sql, 'n in (select value from json_each(?))', JSON.stringify(numbers)).map(foldEntry)
}

export function ranked(entries: readonly FoldedEntry[], question: Question): Ranked[] {
  const found: Ranked[] = []
  for (const entry of entries) {
    const rank = rankOf(entry, question)
    if (rank !== null) found.push({ entry, rank })
  }
  return found
}

/** The best first: by rank, then what is near, then by name. */
export function best(found: Ranked[], isNear: (n: number) => boolean, limit: number): Ranked[] {
  const near = new Map(found.map(({ entry }) => [entry.n, isNear(entry.n) ? 0 : 1]))
  const name = ({ names, others }: FoldedEntry) => names[0] ?? others[0] ?? ''
  return found
    .toSorted(
      (a, b) =>
        a.rank - b.rank ||
        (near.get(a.entry.n) ?? 1) - (near.get(b.entry.n) ?? 1) ||
        (name(a.entry) < name(b.entry) ? -1 : name(a.entry) > name(b.entry) ? 1 : a.entry.n - b.entry.n),
    )
    .slice(0, limit)
}
