import type { ActionId } from '../../../ipc/shortcuts.ts'
import { type Action, type ActionGroup, actions, nowhere } from '../../app/actions/index.ts'

const groups: readonly ActionGroup[] = ['accounts', 'window', 'account', 'go', 'program']

/** All actions by group, as they are listed. */
export const listed: readonly Action[] = groups.flatMap((group) =>
  actions.filter((action) => action.group === group),
)

export function wordsOf(id: ActionId): string {
  const action = listed.find((each) => each.id === id)
  return action ? action.words(nowhere) : id
}
