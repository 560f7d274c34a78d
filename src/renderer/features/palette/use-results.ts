import { useMemo } from 'react'
import type { AccountItem } from '../../../ipc/views.ts'
import type { Around } from '../../app/actions/index.ts'
import { useAround } from '../../app/actions/use-around.ts'
import { useKeys } from '../../app/actions/use-keys.ts'
import { readyMade } from '../../data/access-searches.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { type PaletteCommand, paletteCommands, searchCommands } from './commands.ts'
import { accountResult, commandResult, type Result, resultsOf } from './results.ts'
import { type Target, useTargetCommands } from './target-commands.ts'
import { useSearch } from './use-search.ts'

/** More would be slower to build than to narrow down by typing. */
const mostResults = 50
const fewCommands = 6
const fewAccounts = 8

interface Results {
  results: Result[]
  /** The answer to what is typed isn't here yet. */
  isBehind: boolean
  isComplete: boolean
}

/** What the palette lists for a text: what can be done with the target, commands alone after `>`, else all there is. */
export function useResults(text: string, target: Target | null, accounts: readonly AccountItem[]): Results {
  const around = useAround(accounts)
  const keys = useKeys()
  const { data: environments } = useBridgeQuery('environments.list', {})
  const { pins, recents } = around.preferences
  const here = around.account?.id
  const boost = useMemo(
    () => [...new Set([...(here ? [here] : []), ...pins, ...recents])],
    [here, pins, recents],
  )
  const { data: saved = [] } = useBridgeQuery('access.searches', {})
  const isCommandsOnly = target !== null || text.startsWith('>')
  const ofTarget = useTargetCommands(target, accounts, boost)
  const { answer, isBehind } = useSearch(isCommandsOnly ? '' : text, boost)

  function list(): Result[] {
    if (target) return searchCommands(ofTarget, text).map(commandResult)
    const commands = paletteCommands({
      around,
      keys,
      environments: environments ?? [],
      searches: [...readyMade, ...saved],
    })
    if (text.startsWith('>')) return searchCommands(commands, text.slice(1)).map(commandResult)
    if (text.trim() === '') return atFirst(around, commands)
    const found = answer ? resultsOf(answer, accounts, text) : []
    return [...found, ...searchCommands(commands, text).map(commandResult)]
  }
  return { results: list().slice(0, mostResults), isBehind, isComplete: answer?.complete ?? true }
}

/** With nothing typed: the accounts one is most likely to go back to, and what can be done here. */
function atFirst({ accounts, account, preferences }: Around, commands: readonly PaletteCommand[]): Result[] {
  const byId = new Map<string, AccountItem>(accounts.map((each) => [each.id, each]))
  const recent = preferences.recents.flatMap((id) => (id === account?.id ? [] : (byId.get(id) ?? [])))
  const known = new Set(recent.map(({ id }) => id))
  for (const each of accounts) {
    if (recent.length >= fewAccounts) break
    if (!known.has(each.id) && each.id !== account?.id) recent.push(each)
  }
  return [
    ...recent.slice(0, fewAccounts).map((each) => accountResult(each, null)),
    ...commands.slice(0, fewCommands).map(commandResult),
  ]
}
