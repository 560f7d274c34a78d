import type { ActionId } from '../../../ipc/shortcuts.ts'
import { actionWords } from '../../../strings/actions.ts'
import { bridge } from '../../data/bridge.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { useAppStore } from '../app-store.ts'
import { isSafeMode } from '../safe-mode.ts'
import { lockNow } from '../use-logins.tsx'
import type { Action } from './action.ts'

const { openPanel } = useAppStore.getState()

function ofProgram(id: ActionId, run: Action['run'], more: Partial<Action> = {}): Action {
  return { id, group: 'program', words: () => actionWords[id], run, ...more }
}

/** What concerns Gatehouse as a whole. */
export const programActions: readonly Action[] = [
  ofProgram('palette', () => togglePalette(''), { byKeysOnly: true, overDialogs: true }),
  ofProgram('commands', () => togglePalette('>'), { byKeysOnly: true, overDialogs: true }),
  ofProgram('leaver', () => openPanel({ kind: 'leaver', userId: null })),
  ofProgram('joiner', () => openPanel({ kind: 'joiner', userId: null })),
  ofProgram('all-access-changes', () => openPanel({ kind: 'all-access-changes' })),
  ofProgram('paste-link', () => openPanel({ kind: 'paste-link' })),
  ofProgram('sync-now', () => void syncNow()),
  ofProgram('check-updates', checkUpdates),
  ...(['system', 'light', 'dark'] as const).map((theme) =>
    ofProgram(`theme-${theme}`, ({ setPreferences }) => setPreferences({ theme })),
  ),
  ...(['comfortable', 'compact'] as const).map((density) =>
    ofProgram(`density-${density}`, ({ setPreferences }) => setPreferences({ density })),
  ),
  ofProgram('shortcuts', () => openPanel({ kind: 'shortcuts' })),
  ofProgram('show-logs', () => void bridge().command('diagnostics.show', { what: 'logs' })),
  ofProgram('save-diagnostics', () => openPanel({ kind: 'diagnostics' })),
  ofProgram('safe-mode', () => openPanel({ kind: 'safe-mode' }), { isOffered: () => !isSafeMode }),
  ofProgram('add-login', () => openPanel({ kind: 'add-login' })),
  // Whoever gets up from the desk closes no dialog first.
  ofProgram('lock', lockNow, { overDialogs: true }),
  ofProgram('sign-out', () => openPanel({ kind: 'sign-out' })),
]

/** Opens and closes it; another overlay keeps the keyboard for itself. */
function togglePalette(text: string): boolean {
  const { panel, closePanel } = useAppStore.getState()
  if (panel?.kind === 'palette') closePanel('palette')
  else if (isOverlayOpen()) return false
  else openPanel({ kind: 'palette', text })
  return true
}

/** What comes of it is told where versions are. */
function checkUpdates(): void {
  useAppStore.getState().go({ screen: 'settings', item: 'updates' })
  void bridge().command('updates.check', {})
}

async function syncNow(): Promise<void> {
  const synced = await bridge().command('sync.now', {})
  if (!synced.ok) notifyProblem(synced.error)
}

/** Whether something lies over the window that has the keyboard for itself. */
export function isOverlayOpen(): boolean {
  // A notification has the role of a dialog but takes nothing over.
  return [...document.querySelectorAll('[role="dialog"], [role="alertdialog"], [role="menu"]')].some(
    (overlay) => !overlay.closest('[data-toasts]'),
  )
}
