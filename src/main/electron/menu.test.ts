import type { MenuItemConstructorOptions as Item } from 'electron'
import { describe, expect, test, vi } from 'vitest'
import { menuTemplate } from './menu.ts'

vi.mock('electron', () => ({ Menu: {} }))

function itemsOf(items: readonly Item[]): Item[] {
  return items.flatMap((item) => [item, ...itemsOf(Array.isArray(item.submenu) ? item.submenu : [])])
}

describe.each([
  ['on a Mac', true],
  ['elsewhere', false],
])('the menu %s', (_where, isMac) => {
  const items = itemsOf(menuTemplate(() => {}, {}, isMac))

  test('neither loads the page anew nor looks into it', () => {
    const roles = items.map(({ role }) => role?.toLowerCase()).filter((role) => role !== undefined)
    expect(roles).toContain('copy')
    // A role that brings a whole menu of Electron's would bring these with it.
    for (const role of ['reload', 'forcereload', 'toggledevtools', 'viewmenu', 'sharemenu'])
      expect(roles).not.toContain(role)
  })

  test('takes no key from the page', () => {
    const registered = items.filter((item) => item.accelerator && item.registerAccelerator !== false)
    expect(registered).toEqual([])
    const keys = items.flatMap(({ accelerator }) => (accelerator ? [String(accelerator)] : []))
    expect(keys.length).toBeGreaterThan(0)
    for (const key of keys) expect(key).not.toMatch(/F5|F12|\+(?:Shift\+)?R$|Shift\+I$|Alt\+I$/i)
  })
})
