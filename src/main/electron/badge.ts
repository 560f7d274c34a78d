import { app, nativeImage } from 'electron'
import { notificationWords } from '../../strings/notifications.ts'
import badgeIcon from './icons/badge.png?asset'

/** The part of a window that a badge needs. */
interface Overlaid {
  setOverlayIcon(icon: Electron.NativeImage | null, description: string): void
}

/** How much waits for the user, on the program's icon: a number, or where the system has none a dot that says it. */
export function showBadge(count: number, window: Overlaid | null, platform = process.platform): void {
  if (platform !== 'win32') {
    app.setBadgeCount(count)
    return
  }
  const icon = count === 0 ? null : nativeImage.createFromPath(badgeIcon)
  window?.setOverlayIcon(icon, count === 0 ? '' : notificationWords.badge(count))
}
