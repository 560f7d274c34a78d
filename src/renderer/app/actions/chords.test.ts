import { describe, expect, it } from 'vitest'
import { actionIds, defaultKeys } from '../../../ipc/shortcuts.ts'
import { actionsByChord, chordsOf, conflictOf, recordedChord, refusalOf } from './chords.ts'

interface Held {
  ctrl?: boolean
  meta?: boolean
  alt?: boolean
  shift?: boolean
  altGraph?: boolean
}

function press(key: string, code: string, held: Held = {}) {
  return {
    key,
    code,
    ctrlKey: held.ctrl ?? false,
    metaKey: held.meta ?? false,
    altKey: held.alt ?? false,
    shiftKey: held.shift ?? false,
    getModifierState: (name: string) => name === 'AltGraph' && held.altGraph === true,
  }
}

describe('keys on keyboards of other layouts', () => {
  it('reads a Latin letter as it is written on the key, wherever the key is', () => {
    expect(chordsOf(press('k', 'KeyK', { ctrl: true }), false)).toEqual(['Mod+K'])
    expect(chordsOf(press('z', 'KeyY', { ctrl: true }), false)).toEqual(['Mod+Z'])
  })

  it('reads a letter of another script by the place of its key', () => {
    expect(chordsOf(press('л', 'KeyK', { ctrl: true }), false)).toEqual(['Mod+K'])
    expect(chordsOf(press('ن', 'KeyK', { ctrl: true }), false)).toEqual(['Mod+K'])
    expect(chordsOf(press('ظ', 'Slash', { ctrl: true }), false)).toEqual(['Mod+/'])
  })

  it('finds the digits of a keyboard that has them above Shift', () => {
    expect(chordsOf(press('&', 'Digit1', { ctrl: true }), false)).toContain('Mod+1')
    expect(chordsOf(press('1', 'Digit1', { ctrl: true, shift: true }), false)).toContain('Mod+1')
  })

  it('finds a sign that is typed with Shift', () => {
    expect(chordsOf(press('/', 'Digit7', { ctrl: true, shift: true }), false)[0]).toBe('Mod+/')
    expect(recordedChord(press('/', 'Digit7', { ctrl: true, shift: true }), false)).toBe('Mod+/')
    expect(recordedChord(press('&', 'Digit7', { ctrl: true, shift: true }), false)).toBe('Mod+Shift+7')
  })

  it('leaves alone what types a character, and what is for the system', () => {
    expect(chordsOf(press('@', 'KeyQ', { ctrl: true, alt: true, altGraph: true }), false)).toEqual([])
    expect(chordsOf(press('l', 'KeyL', { meta: true }), false)).toEqual([])
    expect(recordedChord(press('Control', 'ControlLeft', { ctrl: true }), false)).toBeNull()
  })

  it('takes Cmd on a Mac, and tells Ctrl from it', () => {
    expect(chordsOf(press('k', 'KeyK', { meta: true }), true)).toEqual(['Mod+K'])
    expect(chordsOf(press('Tab', 'Tab', { ctrl: true }), true)).toEqual(['Ctrl+Tab'])
    expect(actionsByChord({}, true).get('Ctrl+Tab')).toBe('last-account')
    expect(actionsByChord({}, false).get('Mod+Tab')).toBe('last-account')
  })
})

describe('choosing keys', () => {
  it('no two actions have the same keys, and none is refused what it comes with', () => {
    for (const mac of [true, false]) {
      const given = actionIds.filter((id) => defaultKeys[id] !== '')
      expect(actionsByChord({}, mac).size).toBe(given.length)
      for (const id of given) expect(refusalOf(defaultKeys[id], mac), id).toBeNull()
    }
  })

  it('rule 28: a single key is refused, and what has a meaning everywhere', () => {
    expect(refusalOf('K', false)).toBe('single')
    expect(refusalOf('Shift+K', false)).toBe('single')
    expect(refusalOf('Escape', false)).toBe('single')
    expect(refusalOf('Mod+C', false)).toBe('editing')
    expect(refusalOf('Mod+Shift+Left', false)).toBe('editing')
    expect(refusalOf('Mod+W', false)).toBe('system')
    expect(refusalOf('Alt+F4', false)).toBe('system')
    expect(refusalOf('Mod+0', false)).toBe('zoom')
    expect(refusalOf('Shift+F10', false)).toBe('menu')
    expect(refusalOf('Alt+A', false)).toBe('types')
    expect(refusalOf('Mod+Alt+Q', false)).toBe('types')
    expect(refusalOf('Mod+Alt+Q', true)).toBeNull()
    expect(refusalOf('Mod+Shift+A', false)).toBeNull()
    expect(refusalOf('F8', false)).toBeNull()
  })

  it('rebinding a key works and a conflict is named', () => {
    const chosen = { invite: 'Mod+I' }
    expect(actionsByChord(chosen, false).get('Mod+I')).toBe('invite')
    expect(conflictOf('assign', 'Mod+I', chosen, false)).toBe('invite')
    expect(conflictOf('invite', 'Mod+I', chosen, false)).toBeNull()
    expect(conflictOf('assign', 'Mod+K', chosen, false)).toBe('palette')
    expect(conflictOf('assign', 'Mod+K', { palette: 'Mod+J' }, false)).toBeNull()
    expect(actionsByChord({ palette: '' }, false).has('Mod+K')).toBe(false)
    expect(actionsByChord({ 'gone-since': 'Mod+G' }, false).has('Mod+G')).toBe(false)
  })
})
