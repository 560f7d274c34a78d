import { fold } from '../../../ipc/fold.ts'
import type { AccountDetail, Preferences } from '../../../ipc/views.ts'
import { paletteWords } from '../../../strings/accounts.ts'
import { roleIn, tabNames } from '../../../strings/common.ts'
import { shell } from '../../../strings/shell.ts'
import type { Panel, Place } from '../../app/app-store.ts'
import { isTabPermitted, tabOrder } from '../../app/tab-order.ts'
import { lockNow } from '../../app/use-logins.tsx'
import { matchScore } from '../../data/account-search.ts'
import { bridge } from '../../data/bridge.ts'
import type { SetPreferences } from '../../data/use-session.ts'

export interface PaletteCommand {
  id: string
  label: string
  /** The account it acts in, with the own role; none for what concerns the whole program. */
  context: string | null
  /** Why it can't be run now. */
  disabledReason: string | null
  run: () => void
}

interface Surroundings {
  account: AccountDetail | undefined
  refusal: (permission: AccountDetail['permissions'][number]) => string | null
  preferences: Preferences
  setPreferences: SetPreferences
  go: (place: Place) => void
  openPanel: (panel: Panel) => void
}

const names = paletteWords.commandsNames

/** Everything that can be run from here: first what concerns the account in view, then the program. */
export function paletteCommands(around: Surroundings): PaletteCommand[] {
  return [...accountCommands(around), ...programCommands(around)]
}

function accountCommands(around: Surroundings): PaletteCommand[] {
  const { account, refusal, go, openPanel, preferences, setPreferences } = around
  if (!account) return []
  const accountId = account.id
  const context = paletteWords.here(account.name, roleIn(account))
  const isPinned = preferences.pins.includes(accountId)
  const command = (id: string, label: string, run: () => void, disabledReason: string | null = null) => ({
    id,
    label,
    context,
    disabledReason,
    run,
  })
  return [
    command(
      'assign',
      names.assign,
      () => openPanel({ kind: 'assign', accountId, type: 'application' }),
      refusal('applications.assign'),
    ),
    command(
      'assign-agent',
      names.assignAgent,
      () => openPanel({ kind: 'assign', accountId, type: 'agent' }),
      refusal('applications.assign'),
    ),
    command('invite', names.invite, () => openPanel({ kind: 'invite', accountId }), refusal('users.invite')),
    ...tabOrder
      .filter((tab) => isTabPermitted(tab, account))
      .map((tab) =>
        command(`tab-${tab}`, names.goTo(tabNames[tab]), () => go({ screen: 'account', accountId, tab })),
      ),
    command('label', names.label, () => openPanel({ kind: 'label', accountId })),
    command('pin', isPinned ? names.unpin : names.pin, () =>
      setPreferences({
        pins: isPinned
          ? preferences.pins.filter((id) => id !== accountId)
          : [...preferences.pins, accountId].slice(0, 50),
      }),
    ),
  ]
}

function programCommands({ go, openPanel, setPreferences }: Surroundings): PaletteCommand[] {
  const command = (id: string, label: string, run: () => void) => ({
    id,
    label,
    context: null,
    disabledReason: null,
    run,
  })
  return [
    command('all-accounts', names.allAccounts, () => go({ screen: 'portfolio', tab: 'portfolio' })),
    command('my-invitations', names.myInvitations, () => go({ screen: 'my-invitations' })),
    command('paste-link', names.pasteLink, () => openPanel({ kind: 'paste-link' })),
    command('sync-now', names.syncNow, () => void bridge().command('sync.now', {})),
    command('outbox', names.outbox, () => go({ screen: 'outbox' })),
    command('offline', names.offline, () => go({ screen: 'offline' })),
    ...(['system', 'light', 'dark'] as const).map((theme) =>
      command(`theme-${theme}`, names.theme(shell.themes[theme]), () => setPreferences({ theme })),
    ),
    ...(['comfortable', 'compact'] as const).map((density) =>
      command(`density-${density}`, names.density(shell.densities[density]), () =>
        setPreferences({ density }),
      ),
    ),
    command('settings', names.settings, () => go({ screen: 'settings' })),
    command('shortcuts', names.shortcuts, () => openPanel({ kind: 'shortcuts' })),
    command('add-login', names.addLogin, () => openPanel({ kind: 'add-login' })),
    command('lock', names.lock, lockNow),
    command('sign-out', names.signOut, () => openPanel({ kind: 'sign-out' })),
  ]
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
