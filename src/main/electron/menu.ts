import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { EventPayload } from '../../ipc/contract.ts'

type Action = EventPayload<'menu.chosen'>['action']

/**
 * The application menu. Our own keys are shown and not registered: the page handles them, so they work the same
 * where there is no menu bar.
 */
export function installMenu(choose: (action: Action) => void, isMac = process.platform === 'darwin'): void {
  const item = (label: string, accelerator: string | null, action: Action): MenuItemConstructorOptions => ({
    label,
    click: () => choose(action),
    ...(accelerator === null ? {} : { accelerator, registerAccelerator: false }),
  })
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: 'File',
      submenu: [
        item('Open an invitation...', null, 'paste-link'),
        item('Sync now', null, 'sync-now'),
        { type: 'separator' },
        item('Settings', 'CmdOrCtrl+,', 'settings'),
        item('Lock', 'CmdOrCtrl+L', 'lock'),
        ...(isMac ? [] : [{ type: 'separator' } as const, { role: 'quit' } as const]),
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        item('Search or run a command', 'CmdOrCtrl+K', 'palette'),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    { label: 'Help', submenu: [item('Keyboard shortcuts', 'CmdOrCtrl+/', 'shortcuts')] },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
