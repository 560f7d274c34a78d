import type { AccountItem } from '../../../ipc/views.ts'
import { switcherWords } from '../../../strings/accounts.ts'
import { searchAccounts } from '../../data/account-search.ts'

export type Line =
  | { kind: 'heading'; text: string }
  | { kind: 'account'; account: AccountItem; position: number; pinNumber: number | null }

const shownRecents = 7

/**
 * The lines of the switcher: pinned ones, then the most recent, then the rest by name, each account once. A filter
 * takes the place of the groups. `position` counts accounts from 0.
 */
export function switcherLines(
  accounts: readonly AccountItem[],
  pins: readonly string[],
  recents: readonly string[],
  filter: string,
): Line[] {
  const pinNumbers = new Map(pins.slice(0, 9).map((id, index) => [id, index + 1]))
  let position = 0
  const line = (account: AccountItem): Line => ({
    kind: 'account',
    account,
    position: position++,
    pinNumber: pinNumbers.get(account.id) ?? null,
  })
  if (filter.trim() !== '') return searchAccounts(accounts, filter).map(line)

  const byId = new Map<string, AccountItem>(accounts.map((account) => [account.id, account]))
  const pinned = pins.flatMap((id) => byId.get(id) ?? [])
  const isPinned = new Set<string>(pins)
  const recent = recents
    .filter((id) => !isPinned.has(id))
    .flatMap((id) => byId.get(id) ?? [])
    .slice(0, shownRecents)
  const taken = new Set([...pinned, ...recent].map((account) => account.id))
  const rest = accounts.filter((account) => !taken.has(account.id))
  const groups: [string, readonly AccountItem[]][] = [
    [switcherWords.pinned, pinned],
    [switcherWords.recent, recent],
    [switcherWords.others, rest],
  ]
  const filled = groups.filter(([, members]) => members.length > 0)
  return filled.flatMap(([text, members]): Line[] => [
    ...(filled.length > 1 ? [{ kind: 'heading' as const, text }] : []),
    ...members.map(line),
  ])
}
