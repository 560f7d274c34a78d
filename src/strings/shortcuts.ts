import { inLanguage } from './language.ts'

/** Keys as they are called on this kind of computer. */
export const keyWords = inLanguage('keyWords', {
  Mod: 'Ctrl',
  ModOfMac: 'Cmd',
  Ctrl: 'Ctrl',
  Alt: 'Alt',
  AltOfMac: 'Option',
  Shift: 'Shift',
  Up: 'Up',
  Down: 'Down',
  Left: 'Left',
  Right: 'Right',
  Space: 'Space',
  Tab: 'Tab',
  Enter: 'Enter',
  Escape: 'Esc',
  Backspace: 'Backspace',
  Delete: 'Delete',
  Insert: 'Insert',
  Home: 'Home',
  End: 'End',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
})

export const shortcutWords = inLanguage('shortcutWords', {
  title: 'Keyboard shortcuts',
  intro: 'Every command can have keys of your own.',
  groups: {
    account: 'In the account',
    accounts: 'Between accounts',
    window: 'In the window',
    go: 'Screens',
    program: 'Gatehouse',
    fixed: 'In lists and dialogs',
  },
  find: 'Find a command',
  nothing: 'No command has these words.',
  none: 'No keys',
  range: (first: string, last: string) => `${first} to ${last}`,
  pinned: 'Open a pinned account',
  fixed: {
    rowMenu: 'Menu of the row',
    choose: 'Choose the row',
    chooseAll: 'Choose all rows',
    chooseMore: 'Choose more rows',
    decide: 'In a review: keep, revoke, not sure',
    takeBack: 'In a review: take a decision back',
    close: 'Close what is open',
  },
  change: 'Change',
  /** For a screen reader: which of them. */
  changeOf: (action: string, keys: string) => `Change the keys of "${action}", now ${keys}`,
  changeOfNone: (action: string) => `No keys: choose some for "${action}"`,
  reset: 'Reset',
  resetOf: (action: string) => `Reset the keys of "${action}"`,
  resetAll: 'Reset all',
  customise: 'Choose keys...',
  recording: 'Press the new keys',
  recordingFor: (action: string) => `Press the new keys for "${action}"`,
  recordingHint: 'Esc keeps the keys as they are. Backspace takes them away.',
  refused: {
    single: 'Hold Ctrl or Alt with it: a single key would be typed into fields.',
    singleOfMac: 'Hold Cmd, Ctrl or Option with it: a single key would be typed into fields.',
    types: 'These keys type a character on some keyboards, or open a menu of the window.',
    editing: 'These keys edit text everywhere, so they stay as they are.',
    system: 'These keys belong to the system or to the window.',
    zoom: 'These keys make the window larger and smaller.',
    menu: 'These keys open the menu of the row that has the focus.',
  },
  conflict: (keys: string, action: string) => `${keys} belongs to "${action}".`,
  take: 'Use it here instead',
  keep: 'Keep as it is',
  changed: (action: string, keys: string) => `"${action}" has ${keys} now.`,
  taken: (action: string) => `"${action}" has no keys any more.`,
  allReset: 'All commands have their own keys back.',
})

/** "Ctrl+Shift+P", as it stands on this computer's keyboard; '' for no keys. */
export function chordInWords(chord: string, isMac: boolean): string {
  if (chord === '') return ''
  const parts = /^(.*\+)?(.+)$/.exec(chord)
  const modifiers = (parts?.[1] ?? '').split('+').filter((part) => part !== '')
  const names: Readonly<Record<string, string>> = keyWords
  const said = (part: string) => (isMac ? names[`${part}OfMac`] : undefined) ?? names[part] ?? part
  return [...modifiers, parts?.[2] ?? ''].map(said).join('+')
}
