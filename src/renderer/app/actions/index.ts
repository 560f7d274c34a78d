import { type ActionId, actionIds } from '../../../ipc/shortcuts.ts'
import { defaultPreferences } from '../../data/use-session.ts'
import { notify } from '../../ui/toast.tsx'
import { accountActions } from './account-actions.ts'
import type { Action, Around } from './action.ts'
import { screenActions, switchActions } from './go-actions.ts'
import { programActions } from './program-actions.ts'
import { windowActions } from './window-actions.ts'

export type { Action, ActionGroup, Around } from './action.ts'
export { accountActions }

/** All that can be done from everywhere, in the order in which it is listed. */
export const actions: readonly Action[] = [
  ...accountActions,
  ...switchActions,
  ...windowActions,
  ...screenActions,
  ...programActions,
]

const byId = new Map(actions.map((action) => [action.id, action]))

export function actionOf(id: ActionId): Action {
  const action = byId.get(id)
  if (!action) throw new Error(`there is no action "${id}"`)
  return action
}

/** For the system's menu, which knows of no account and is there before anybody has signed in. */
export const nowhere: Around = {
  account: undefined,
  refusal: () => null,
  accounts: [],
  preferences: defaultPreferences,
  setPreferences: () => {},
}

/** Runs it, or says why not. False where it makes no sense here, or had nothing to do. */
export function runAction(action: Action, around: Around, event?: KeyboardEvent): boolean {
  if (action.isOffered && !action.isOffered(around)) return false
  const refused = action.refusal?.(around)
  if (refused) {
    notify({ title: action.words(around), detail: refused })
    return true
  }
  return action.run(around, event) !== false
}

export function isActionId(id: string): id is ActionId {
  return (actionIds as readonly string[]).includes(id)
}
