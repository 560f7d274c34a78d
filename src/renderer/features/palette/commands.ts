import { fold } from '../../../ipc/fold.ts'
import type { ActionId } from '../../../ipc/shortcuts.ts'
import type { EnvironmentItem, SavedSearch } from '../../../ipc/views.ts'
import { savedSearchWords } from '../../../strings/access-search.ts'
import { paletteWords } from '../../../strings/accounts.ts'
import { actionTexts } from '../../../strings/actions.ts'
import { roleIn } from '../../../strings/common.ts'
import { environmentWords } from '../../../strings/environment-names.ts'
import { type Action, type Around, actions, runAction } from '../../app/actions/index.ts'
import { environmentTabs, useAppStore } from '../../app/app-store.ts'
import { openPortfolio } from '../../app/open-portfolio.ts'
import { settingsIndex } from '../../app/settings-index.ts'
import { matchScore } from '../../data/account-search.ts'

export interface PaletteCommand {
  id: string
  label: string
  /** The account it acts in, with the own role; none for what concerns the whole program. */
  context: string | null
  /** The keys that do the same; '' for none. */
  keys: string
  /** Why it can't be run now. */
  disabledReason: string | null
  /** Only for whoever types for it: there are many of its kind. */
  isSeldom?: true
  run: () => void
}

interface Surroundings {
  around: Around
  keys: (id: ActionId) => string
  environments: readonly EnvironmentItem[]
  /** Of access, under a name. */
  searches: readonly SavedSearch[]
}

/** Everything that can be run from here: first what concerns the account in view, then the program. */
export function paletteCommands({ around, keys, environments, searches }: Surroundings): PaletteCommand[] {
  const offered = actions.filter((action) => !action.byKeysOnly && (action.isOffered?.(around) ?? true))
  return [
    ...offered.map((action) => commandOf(action, around, keys(action.id))),
    ...environments.flatMap(environmentCommands),
    ...(around.accounts.length > 1 ? searches.map(searchCommand) : []),
    ...settingCommands(),
  ]
}

export function commandOf(action: Action, around: Around, keys: string): PaletteCommand {
  const { account } = around
  return {
    id: action.id,
    label: action.words(around),
    context: action.group === 'account' && account ? paletteWords.here(account.name, roleIn(account)) : null,
    keys,
    disabledReason: action.refusal?.(around) ?? null,
    run: () => void runAction(action, around),
  }
}

/** For administrators: the screens of each environment that is theirs. */
function environmentCommands({ id, name }: EnvironmentItem): PaletteCommand[] {
  return environmentTabs.map((tab) => ({
    id: `environment-${id}-${tab}`,
    label: actionTexts.environmentTab(name, environmentWords.tabs[tab]),
    context: null,
    keys: '',
    disabledReason: null,
    run: () => useAppStore.getState().go({ screen: 'environment', environmentId: id, tab }),
  }))
}

function searchCommand({ id, name, filter, sort }: SavedSearch): PaletteCommand {
  return {
    id: `search-${id}`,
    label: savedSearchWords.run(name),
    context: null,
    keys: '',
    disabledReason: null,
    isSeldom: true,
    run: () => openPortfolio.access(filter, sort),
  }
}

function settingCommands(): PaletteCommand[] {
  return settingsIndex().map(({ id, label }) => ({
    id: `setting-${id}`,
    label: actionTexts.setting(label),
    context: null,
    keys: '',
    disabledReason: null,
    isSeldom: true,
    run: () => useAppStore.getState().go({ screen: 'settings', item: id }),
  }))
}

/** Commands that answer what was typed, best first; all of them for nothing typed. */
export function searchCommands(commands: readonly PaletteCommand[], typed: string): PaletteCommand[] {
  const question = fold(typed.trim())
  return commands
    .map((command) => ({ command, score: matchScore(fold(command.label), question) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ command }) => command)
}
