import type { ActionId } from '../../../ipc/shortcuts.ts'
import type { AccountDetail, AccountItem, Preferences } from '../../../ipc/views.ts'
import type { SetPreferences } from '../../data/use-session.ts'

/** What an action looks at when it is shown or run. */
export interface Around {
  /** The account in view, or the one that was chosen to act in. */
  account: AccountDetail | undefined
  /** Why the principal can't do something there; null where they can. */
  refusal: (permission: AccountDetail['permissions'][number]) => string | null
  accounts: readonly AccountItem[]
  preferences: Preferences
  setPreferences: SetPreferences
}

export type ActionGroup = 'account' | 'accounts' | 'window' | 'go' | 'program'

/** Something that can be done from everywhere: by the palette, by keys, by a menu. One list of them feeds all three. */
export interface Action {
  id: ActionId
  group: ActionGroup
  words: (around: Around) => string
  /** Moves in the window as it is, which the palette lies over: keys alone. */
  byKeysOnly?: true
  /** Its keys work while a dialog or a menu is open too. */
  overDialogs?: true
  /** Whether it makes sense here at all; an action of an account needs one. */
  isOffered?: (around: Around) => boolean
  /** Why it can't be done now. */
  refusal?: (around: Around) => string | null
  /** Answers `false` where there was nothing to do, so the key is left to whoever has a use for it. */
  run: (around: Around, event?: KeyboardEvent) => unknown
}
