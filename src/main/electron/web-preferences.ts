import type { WebPreferences } from 'electron'

/**
 * What a page of ours may be. Most of it is what Electron does unasked; it is said so that an update of Electron can't
 * change it, and every window takes it from here. A page of an installed program can't be looked into.
 */
export function pagePreferences(isPackaged: boolean): WebPreferences {
  return {
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    plugins: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: !isPackaged,
  }
}
