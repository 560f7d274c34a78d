import { powerMonitor } from 'electron'
import type { Power } from '../session/auto-lock.ts'

/** Where the desktop has no screen lock that says so (some of Linux), the idle time is what locks. */
export const systemPower: Power = {
  idleSeconds: () => powerMonitor.getSystemIdleTime(),
  onScreenGone(run) {
    powerMonitor.on('lock-screen', run)
    powerMonitor.on('suspend', run)
    return () => {
      powerMonitor.off('lock-screen', run)
      powerMonitor.off('suspend', run)
    }
  },
}
