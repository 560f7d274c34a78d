import type { UpdatesView } from '../../ipc/views.ts'

export interface Installed {
  isPackaged: boolean
  platform: NodeJS.Platform
  hasSource: boolean
  /** The file that an AppImage was started from. */
  appImage: string | undefined
  /** Whether this user may write there. */
  canReplace(path: string): boolean
}

/** Why this installation can't be updated from within; null where it can. */
export function whyNoUpdates(installed: Installed): UpdatesView['unavailable'] {
  const { platform, appImage } = installed
  if (!installed.hasSource) return installed.isPackaged ? 'no-source' : 'from-source'
  // A trial: it looks and downloads, and installs nothing.
  if (!installed.isPackaged) return null
  if (platform === 'win32' || platform === 'darwin') return null
  if (platform !== 'linux' || !appImage) return 'package-manager'
  return installed.canReplace(appImage) ? null : 'not-writable'
}
