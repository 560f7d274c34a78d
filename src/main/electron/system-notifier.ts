import { Notification } from 'electron'
import type { SystemNotifier } from '../notifications/center.ts'

/** Held while they are shown: one that is collected meanwhile would answer no click. */
const shown = new Set<Notification>()

/** The notifications of the operating system, where it has any. */
export const systemNotifier: SystemNotifier = {
  show({ title, body }, chosen) {
    if (!Notification.isSupported()) return
    const notification = new Notification({ title, body })
    shown.add(notification)
    notification.on('click', () => {
      shown.delete(notification)
      chosen()
    })
    notification.on('close', () => shown.delete(notification))
    notification.on('failed', () => shown.delete(notification))
    notification.show()
  },
}
