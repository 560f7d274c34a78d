import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { EventPayload } from '../../ipc/contract.ts'
import { acceleratorOf, type ChosenKeys } from '../../ipc/shortcuts.ts'
import { menuWords as words } from '../../strings/native.ts'

type Action = EventPayload<'menu.chosen'>['action']
type Item = MenuItemConstructorOptions

const separator: Item = { type: 'separator' }

/**
 * The application menu, in the language in use. Our own keys are shown and not registered: the page handles them, so
 * they work the same where there is no menu bar.
 */
export function installMenu(
  choose: (action: Action) => void,
  chosenKeys: ChosenKeys,
  isMac = process.platform === 'darwin',
): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(choose, chosenKeys, isMac)))
}

/** The words of roles are ours as well: those of the system would be in the system's language. */
export function menuTemplate(
  choose: (action: Action) => void,
  chosenKeys: ChosenKeys,
  isMac: boolean,
): Item[] {
  const item = (label: string, action: Action): Item => {
    const accelerator = acceleratorOf(action, chosenKeys)
    return {
      label,
      click: () => choose(action),
      ...(accelerator === null ? {} : { accelerator, registerAccelerator: false }),
    }
  }
  return [
    ...(isMac ? [appMenu(item(words.checkUpdates, 'check-updates'))] : []),
    {
      label: words.file,
      submenu: [
        item(words.pasteLink, 'paste-link'),
        item(words.syncNow, 'sync-now'),
        separator,
        item(words.settings, 'settings'),
        item(words.lock, 'lock'),
        ...(isMac ? [] : [separator, { role: 'quit', label: words.quit } as const]),
      ],
    },
    editMenu(isMac),
    {
      label: words.view,
      submenu: [
        item(words.palette, 'palette'),
        separator,
        { role: 'resetZoom', label: words.zoom.reset },
        { role: 'zoomIn', label: words.zoom.in },
        { role: 'zoomOut', label: words.zoom.out },
        { role: 'togglefullscreen', label: words.fullScreen },
      ],
    },
    windowMenu(isMac),
    {
      label: words.help,
      role: 'help',
      submenu: [
        item(words.shortcuts, 'shortcuts'),
        separator,
        item(words.showLogs, 'show-logs'),
        item(words.saveDiagnostics, 'save-diagnostics'),
        item(words.safeMode, 'safe-mode'),
        ...(isMac ? [] : [item(words.checkUpdates, 'check-updates')]),
      ],
    },
  ]
}

function appMenu(checkUpdates: Item): Item {
  return {
    label: 'Gatehouse',
    submenu: [
      { role: 'about', label: words.app.about },
      checkUpdates,
      separator,
      { role: 'services', label: words.app.services },
      separator,
      { role: 'hide', label: words.app.hide },
      { role: 'hideOthers', label: words.app.hideOthers },
      { role: 'unhide', label: words.app.unhide },
      separator,
      { role: 'quit', label: words.app.quit },
    ],
  }
}

function editMenu(isMac: boolean): Item {
  const { editing } = words
  return {
    label: words.edit,
    submenu: [
      { role: 'undo', label: editing.undo },
      { role: 'redo', label: editing.redo },
      separator,
      { role: 'cut', label: editing.cut },
      { role: 'copy', label: editing.copy },
      { role: 'paste', label: editing.paste },
      ...(isMac ? [{ role: 'pasteAndMatchStyle', label: editing.pasteAndMatchStyle } as const] : []),
      { role: 'delete', label: editing.delete },
      { role: 'selectAll', label: editing.selectAll },
    ],
  }
}

function windowMenu(isMac: boolean): Item {
  return {
    label: words.window,
    submenu: [
      { role: 'minimize', label: words.minimize },
      ...(isMac ? [{ role: 'zoom', label: words.zoomWindow } as const] : []),
      { role: 'close', label: words.close },
    ],
  }
}
