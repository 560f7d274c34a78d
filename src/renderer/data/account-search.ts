import { fold } from '../../ipc/fold.ts'
import type { AccountItem } from '../../ipc/views.ts'
import { accountStatusNames } from '../../strings/common.ts'

interface Indexed {
  account: AccountItem
  name: string
  reference: string
  environment: string
  /** What its state is called; nothing for an active one, as most are. */
  status: string
  /** The user's own words. */
  alias: string
  tags: string[]
}

const indexes = new WeakMap<readonly AccountItem[], Indexed[]>()

// Folding ten thousand names takes some milliseconds, so it is done once for each list and not for each key.
function indexOf(accounts: readonly AccountItem[]): Indexed[] {
  const known = indexes.get(accounts)
  if (known) return known
  const made = accounts.map((account) => ({
    account,
    name: fold(account.name),
    reference: fold(account.reference),
    environment: fold(account.environmentName),
    status: isUsual(account) ? '' : fold(accountStatusNames[account.status]),
    alias: fold(account.alias),
    tags: account.tags.map(fold),
  }))
  indexes.set(accounts, made)
  return made
}

function isUsual({ status }: AccountItem): boolean {
  return status !== 'suspended' && status !== 'closed'
}

/**
 * How well a folded text answers a folded question, 0 to 100; 0 is not at all. A beginning goes before the beginning
 * of a word, that before the middle of one, and that before letters that merely come in this order.
 */
export function matchScore(text: string, question: string): number {
  if (question === '') return 1
  const at = text.indexOf(question)
  if (at === 0) return text.length === question.length ? 100 : 90
  if (at > 0) return /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') ? 60 : 80
  const asked = question.split(/\s+/)
  if (asked.length > 1) {
    const words = text.split(/[^\p{L}\p{N}]+/u)
    if (asked.every((each) => words.some((word) => word.startsWith(each)))) return 70
  }
  return question.length > 2 ? looseScore(text, question) : 0
}

/** Letters in this order with gaps between: at most 40, less the wider the gaps. */
function looseScore(text: string, question: string): number {
  let position = -1
  let first = -1
  for (const letter of question) {
    position = text.indexOf(letter, position + 1)
    if (position === -1) return 0
    if (first === -1) first = position
  }
  const gaps = position - first + 1 - question.length
  return gaps > question.length * 2 ? 0 : Math.max(1, 40 - gaps * 4)
}

/** Accounts that answer the question, best first, equals in the order of the list. */
export function searchAccounts(
  accounts: readonly AccountItem[],
  typed: string,
  options: { limit?: number; loose?: boolean } = {},
): AccountItem[] {
  const question = fold(typed.trim())
  if (question === '') return accounts.slice(0, options.limit)
  const lowest = options.loose ? 1 : 60
  const found: { account: AccountItem; score: number }[] = []
  for (const { account, name, reference, environment, alias, tags, status } of indexOf(accounts)) {
    const inReference = reference.includes(question) ? matchScore(reference, question) - 2 : 0
    const inEnvironment = environment.startsWith(question) ? 61 : 0
    const inStatus = status !== '' && status.startsWith(question) ? 61 : 0
    const inAlias = alias === '' ? 0 : matchScore(alias, question)
    const inTags = tags.some((tag) => tag.startsWith(question)) ? 75 : 0
    const score = Math.max(matchScore(name, question), inAlias, inTags, inReference, inEnvironment, inStatus)
    if (score >= lowest) found.push({ account, score })
  }
  found.sort((a, b) => b.score - a.score)
  return found.slice(0, options.limit).map(({ account }) => account)
}
