import { type ActionId, actionIds, type ChosenKeys, keysOf } from '../../../ipc/shortcuts.ts'

export const isMac = /mac/i.test(globalThis.navigator?.userAgent ?? '')

type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'> & {
  getModifierState?: (name: string) => boolean
}

const named: Record<string, string> = {
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ' ': 'Space',
  Tab: 'Tab',
  Enter: 'Enter',
  Escape: 'Escape',
  Backspace: 'Backspace',
  Delete: 'Delete',
  Insert: 'Insert',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
}

const signByCode: Record<string, string> = {
  Comma: ',',
  Period: '.',
  Slash: '/',
  Semicolon: ';',
  Quote: "'",
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Minus: '-',
  Equal: '=',
  Backquote: '`',
}

/**
 * The chords that a press can stand for, the likeliest first. A Latin letter or a sign counts as what it is called on
 * the keyboard in use; a digit also by its place, as it takes Shift on some; and where the keyboard writes another
 * script, letters and signs count by their place.
 */
export function chordsOf(press: KeyPress, mac = isMac): string[] {
  // It types a character, and looks like Ctrl and Alt on Windows.
  if (press.getModifierState?.('AltGraph')) return []
  // The key of the system's own shortcuts.
  if (!mac && press.metaKey) return []
  const { key, code } = press
  const chord = (name: string, shift = press.shiftKey) => chordWith(press, name, shift, mac)
  const name = named[key] ?? (/^F\d{1,2}$/.test(key) ? key : undefined)
  if (name) return [chord(name)]
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1]
  if (/^[a-z]$/i.test(key)) return [chord(key.toUpperCase())]
  if (/^\d$/.test(key)) return press.shiftKey ? [chord(key, false), chord(key)] : [chord(key)]
  const isSign = /^[!-/:-@[-`{-~]$/.test(key)
  if (isSign) return [chord(key, false), ...(digit ? [chord(digit)] : [])]
  const place = digit ?? /^Key([A-Z])$/.exec(code)?.[1] ?? signByCode[code]
  return place ? [chord(place)] : []
}

function chordWith(press: KeyPress, name: string, shift: boolean, mac: boolean): string {
  const parts = [
    ...((mac ? press.metaKey : press.ctrlKey) ? ['Mod'] : []),
    ...(mac && press.ctrlKey ? ['Ctrl'] : []),
    ...(press.altKey ? ['Alt'] : []),
    ...(shift ? ['Shift'] : []),
  ]
  return [...parts, name].join('+')
}

/** As a press is read: elsewhere than on a Mac, Ctrl is Mod. */
function asPressed(chord: string, mac: boolean): string {
  return mac ? chord : chord.replace(/^Ctrl\+/, 'Mod+')
}

/** Which action has which chord. */
export function actionsByChord(chosen: ChosenKeys, mac = isMac): ReadonlyMap<string, ActionId> {
  const found = new Map<string, ActionId>()
  for (const id of actionIds) {
    const chord = asPressed(keysOf(id, chosen), mac)
    if (chord !== '' && !found.has(chord)) found.set(chord, id)
  }
  return found
}

/** The chord that a press is kept as when it is given to an action; null while only modifiers are down. */
export function recordedChord(press: KeyPress, mac = isMac): string | null {
  const chords = chordsOf(press, mac)
  const known = new Set<string>(actionsByChord({}, mac).keys())
  // Ctrl+Shift+7 is Ctrl+/ on a keyboard that has the stroke there, and Ctrl+Shift+7 on one that hasn't.
  return chords.find((chord) => known.has(chord)) ?? chords.at(-1) ?? null
}

export type Refusal = 'single' | 'types' | 'editing' | 'system' | 'zoom' | 'menu'

const editing =
  /^Mod\+(?:A|C|V|X|Y|Shift\+Z|(?:Alt\+)?(?:Shift\+)?(?:Left|Right|Up|Down|Home|End|Backspace|Delete|Enter))$/
const system =
  /^(?:Mod\+(?:Shift\+)?(?:Q|W|M|H|Space|Shift\+Tab)|Alt\+(?:Shift\+)?(?:Tab|F4|Space|Escape)|Mod\+Alt\+Delete|F11)$/
const macSystem = /^Mod\+(?:(?:Shift\+)?(?:Tab|`)|Shift\+[3-5])$/
const zoom = /^Mod\+[0+=_-]$/
const rowMenu = /^(?:Shift\+)?F10$/

/** Why a chord can't be given to any action; null where it can. */
export function refusalOf(chord: string, mac = isMac): Refusal | null {
  const isFunctionKey = /(?:^|\+)F\d{1,2}$/.test(chord)
  if (!isFunctionKey && !/^(?:Mod|Ctrl|Alt)\+/.test(chord)) return 'single'
  if (editing.test(chord)) return 'editing'
  if (system.test(chord) || (mac && macSystem.test(chord))) return 'system'
  if (zoom.test(chord)) return 'zoom'
  if (rowMenu.test(chord)) return 'menu'
  const isCharacter = /\+[^+]$|\+\+$/.test(chord)
  if (isCharacter && /^Alt\+/.test(chord)) return 'types'
  if (isCharacter && !mac && /^Mod\+Alt\+/.test(chord)) return 'types'
  return null
}

/** The action that has this chord already, other than `id` itself. */
export function conflictOf(id: ActionId, chord: string, chosen: ChosenKeys, mac = isMac): ActionId | null {
  const owner = actionsByChord({ ...chosen, [id]: '' }, mac).get(asPressed(chord, mac))
  return owner ?? null
}
