import { useMemo, useState } from 'react'
import type { AccountItem, SearchAnswer } from '../../../ipc/views.ts'
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
  results: readonly Result[]
  accountsById: ReadonlyMap<string, AccountItem>
  /** The answer to what is typed isn't here yet; the results are those to the text before. */
  isBehind: boolean
  isComplete: boolean
}

interface Asked {
  text: string
  answer: SearchAnswer | undefined
}

/** What the palette lists for a text: what can be done with the target, commands alone after `>`, else all there is. */
export function useResults(text: string, target: Target | null, accounts: readonly AccountItem[]): Results {
  const around = useAround(accounts)
  const byId = useMemo(
    () => new Map<string, AccountItem>(accounts.map((each) => [each.id, each])),
    [accounts],
  )
  const { pins, recents } = around.preferences
  const here = around.account?.id
  const boost = useMemo(
    () => [...new Set([...(here ? [here] : []), ...pins, ...recents])],
    [here, pins, recents],
  )
  const commands = useCommands(around)
  const ofTarget = useTargetCommands(target, accounts, boost)
  const isCommandsOnly = target !== null || text.startsWith('>')
  const { answer, isBehind } = useSearch(isCommandsOnly ? '' : text, boost)

  // Until its answer is here, a key changes the field and nothing else: the list is drawn once for each text.
  const [asked, setAsked] = useState<Asked>({ text, answer })
  if (!isBehind && (asked.text !== text || asked.answer !== answer)) setAsked({ text, answer })

  const ofText = useMemo((): Result[] => {
    const typed = asked.text
    if (typed.startsWith('>')) return searchCommands(commands, typed.slice(1)).map(commandResult)
    if (typed.trim() === '') return atFirst(around, byId, commands)
    const found = asked.answer ? resultsOf(asked.answer, { accounts, byId }, typed) : []
    return [...found, ...searchCommands(commands, typed).map(commandResult)]
  }, [asked, around, accounts, byId, commands])
  const all = target ? searchCommands(ofTarget, text).map(commandResult) : ofText
  const results = useMemo(() => all.slice(0, mostResults), [all])
  return { results, accountsById: byId, isBehind, isComplete: answer?.complete ?? true }
}

/** All that can be run from here. */
function useCommands(around: Around): readonly PaletteCommand[] {
  const keys = useKeys()
  const { data: environments } = useBridgeQuery('environments.list', {})
  const { data: saved } = useBridgeQuery('access.searches', {})
  return useMemo(
    () =>
      paletteCommands({
        around,
        keys,
        environments: environments ?? [],
        searches: [...readyMade, ...(saved ?? [])],
      }),
    [around, keys, environments, saved],
  )
}

/** With nothing typed: the accounts one is most likely to go back to, and what can be done here. */
function atFirst(
  { accounts, account, preferences }: Around,
  byId: ReadonlyMap<string, AccountItem>,
  commands: readonly PaletteCommand[],
): Result[] {
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
