// Every name of Electron's main-process module.
import type Electron from 'electron'
import { missing } from '../strict.ts'

export { ipcMain } from '../ipc.ts'
export { app } from './app.ts'
export { BrowserWindow } from './browser-window.ts'
export { dialog } from './dialog.ts'
export { Menu, MenuItem } from './menu.ts'
export { nativeImage } from './native-image.ts'
export { nativeTheme } from './native-theme.ts'
export { net, protocol } from './net.ts'
export { safeStorage } from './safe-storage.ts'
export { session } from './session.ts'
export { shell } from './shell.ts'
export {
  clipboard,
  crashReporter,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  screen,
  Tray,
} from './system.ts'
export { webContents } from './web-contents-module.ts'

// The rest can be imported, as in Electron; using one says that it isn't there.
export const autoUpdater = missing<Electron.AutoUpdater>('autoUpdater')
export const BaseWindow = missing<typeof Electron.BaseWindow>('BaseWindow')
export const BrowserView = missing<typeof Electron.BrowserView>('BrowserView')
export const ClipboardItem = missing<typeof Electron.ClipboardItem>('ClipboardItem')
export const contentTracing = missing<Electron.ContentTracing>('contentTracing')
export const desktopCapturer = missing<Electron.DesktopCapturer>('desktopCapturer')
export const globalShortcut = missing<Electron.GlobalShortcut>('globalShortcut')
export const ImageView = missing<typeof Electron.ImageView>('ImageView')
export const inAppPurchase = missing<Electron.InAppPurchase>('inAppPurchase')
export const IpcMainServiceWorker = missing<typeof Electron.IpcMainServiceWorker>('IpcMainServiceWorker')
export const MessageChannelMain = missing<typeof Electron.MessageChannelMain>('MessageChannelMain')
export const netLog = missing<Electron.NetLog>('netLog')
export const pushNotifications = missing<Electron.PushNotifications>('pushNotifications')
export const sharedTexture = missing<Electron.SharedTexture>('sharedTexture')
export const ShareMenu = missing<typeof Electron.ShareMenu>('ShareMenu')
export const systemPreferences = missing<Electron.SystemPreferences>('systemPreferences')
export const TouchBar = missing<typeof Electron.TouchBar>('TouchBar')
export const utilityProcess = missing<typeof Electron.utilityProcess>('utilityProcess')
export const View = missing<typeof Electron.View>('View')
export const WebContentsView = missing<typeof Electron.WebContentsView>('WebContentsView')
export const webFrameMain = missing<typeof Electron.webFrameMain>('webFrameMain')
export const WebSocket = missing<typeof Electron.WebSocket>('WebSocket')
