// Keys of actions, for the page that listens to them and the system's menu that shows them. A chord is written as
// `Mod+Shift+K`: modifiers in this order, then the key. `Mod` is Cmd on a Mac and Ctrl elsewhere, `Ctrl` is Ctrl.

/** Every action that keys can be given to, with those that it has until the user chooses others; '' for none. */
export const defaultKeys = {
  palette: 'Mod+K',
  commands: 'Mod+Shift+P',
  'last-account': 'Ctrl+Tab',
  'previous-account': 'Alt+Up',
  'next-account': 'Alt+Down',
  'pinned-1': 'Mod+1',
  'pinned-2': 'Mod+2',
  'pinned-3': 'Mod+3',
  'pinned-4': 'Mod+4',
  'pinned-5': 'Mod+5',
  'pinned-6': 'Mod+6',
  'pinned-7': 'Mod+7',
  'pinned-8': 'Mod+8',
  'pinned-9': 'Mod+9',
  find: 'Mod+F',
  'next-region': 'F6',
  'previous-region': 'Shift+F6',
  undo: 'Mod+Z',
  assign: '',
  'assign-agent': '',
  invite: '',
  'begin-review': '',
  'tab-dashboard': '',
  'tab-applications': '',
  'tab-agents': '',
  'tab-users': '',
  'tab-invitations': '',
  'tab-services': '',
  'tab-reviews': '',
  'tab-activity': '',
  'tab-settings': '',
  pin: '',
  label: '',
  'copy-reference': '',
  'all-accounts': '',
  'all-accounts-list': '',
  'all-invitations': '',
  'all-reviews': '',
  'access-search': '',
  'all-activity': '',
  leaver: '',
  joiner: '',
  'access-changes': '',
  'all-access-changes': '',
  'my-invitations': '',
  outbox: '',
  offline: '',
  sessions: '',
  settings: 'Mod+,',
  shortcuts: 'Mod+/',
  'paste-link': '',
  'sync-now': '',
  'check-updates': '',
  'theme-system': '',
  'theme-light': '',
  'theme-dark': '',
  'density-comfortable': '',
  'density-compact': '',
  'show-logs': '',
  'save-diagnostics': '',
  'safe-mode': '',
  'add-login': '',
  lock: 'Mod+L',
  'sign-out': '',
} as const satisfies Record<string, string>

export type ActionId = keyof typeof defaultKeys

export const actionIds = Object.keys(defaultKeys) as ActionId[]

/** What the user chose, by action; '' takes the keys away. Ids of other versions of the program are passed over. */
export type ChosenKeys = Readonly<Record<string, string>>

/** The chord of an action; '' for none. */
export function keysOf(id: ActionId, chosen: ChosenKeys): string {
  return chosen[id] ?? defaultKeys[id]
}

/** As Electron writes it; null for none. */
export function acceleratorOf(id: ActionId, chosen: ChosenKeys): string | null {
  const chord = keysOf(id, chosen)
  return chord === '' ? null : chord.replace(/^Mod\+/, 'CmdOrCtrl+').replace(/\+\+$/, '+Plus')
}
