import { readFileSync } from 'node:fs'
import { Menu, nativeImage, Tray } from 'electron'
import type { SyncStatus } from '../../ipc/views.ts'
import { syncText, words } from '../../strings/common.ts'
import { menuWords } from '../../strings/native.ts'
import { notificationWords } from '../../strings/notifications.ts'
import trayIcon from './icons/tray-2x.png?asset'
import trayTemplate from './icons/tray-template-2x.png?asset'

export interface TrayDeps {
  open(): void
  syncNow(): void
  lock(): void
  quit(): void
}

export interface AppTray {
  /** What is said of the sync; null while nobody is at work. */
  show(status: SyncStatus | null): void
  /** In another language. */
  refresh(): void
}

/** The icon among those of the system: how the sync stands, and a way back to the window. */
export function createTray(deps: TrayDeps, isMac = process.platform === 'darwin'): AppTray {
  const icon = nativeImage.createFromBuffer(readFileSync(isMac ? trayTemplate : trayIcon), { scaleFactor: 2 })
  icon.setTemplateImage(isMac)
  const tray = new Tray(icon)
  let status: SyncStatus | null = null
  tray.on('click', deps.open)

  function rebuild(): void {
    const said = status === null ? words.appName : syncText(status)
    tray.setToolTip(status === null ? words.appName : notificationWords.tray.tip(said))
    const isAtWork = status !== null
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: said, enabled: false },
        { type: 'separator' },
        { label: notificationWords.tray.open, click: deps.open },
        { label: menuWords.syncNow, enabled: isAtWork, click: deps.syncNow },
        { label: menuWords.lock, enabled: isAtWork, click: deps.lock },
        { type: 'separator' },
        { label: notificationWords.tray.quit, click: deps.quit },
      ]),
    )
  }
  rebuild()
  return {
    show(next) {
      status = next
      rebuild()
    },
    refresh: rebuild,
  }
}
