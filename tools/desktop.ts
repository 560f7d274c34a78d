// Which Electron runs the app on this machine: the real one, or the stand-in in `desktop-host`. The one place that
// decides; neither the app nor its specs can tell, they go through the `electron` package either way.
import { existsSync } from 'node:fs'
import { join } from 'node:path'

export type DesktopKind = 'electron' | 'desktop-host'
export interface Desktop {
  readonly kind: DesktopKind
  /** One line for people. */
  readonly why: string
}

/** Written by the `electron` package once its binary is on the disk. */
const binaryMarker = join(import.meta.dirname, '../node_modules/electron/path.txt')
const hostFolder = join(import.meta.dirname, 'desktop-host')

function decide(): Desktop {
  const forced = process.env.DESKTOP
  if (forced === 'electron' || forced === 'desktop-host') {
    return { kind: forced, why: `DESKTOP=${forced} asks for it` }
  }
  if (forced) throw new Error(`DESKTOP=${forced}: expected "electron" or "desktop-host"`)
  return existsSync(binaryMarker)
    ? { kind: 'electron', why: 'its binary is installed in node_modules/electron' }
    : { kind: 'desktop-host', why: "Electron's binary is not installed (npx install-electron fetches it)" }
}

/**
 * Decides and, for the host, sets the two variables through which it is found: `electron`'s own index.js, and with it
 * Playwright's `_electron.launch()`, reads the first, electron-vite the second. Call it before either is loaded;
 * child processes inherit the choice. A variable that is set already is left alone.
 */
export function useDesktop(): Desktop {
  const desktop = decide()
  if (desktop.kind === 'desktop-host') {
    process.env.ELECTRON_OVERRIDE_DIST_PATH ??= hostFolder
    process.env.ELECTRON_EXEC_PATH ??= join(hostFolder, 'electron')
  }
  return desktop
}
