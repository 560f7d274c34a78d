// What happens to windows and to Chromium, told to whoever needs it, without modules importing each other in circles.
import { EventEmitter } from 'node:events'
import type Electron from 'electron'

interface BusEvents {
  contents: [contents: Electron.WebContents]
  window: [window: Electron.BrowserWindow]
  'window-focus': [window: Electron.BrowserWindow]
  'all-windows-closed': []
  'renderer-gone': [contents: Electron.WebContents, details: Electron.RenderProcessGoneDetails]
  'theme-changed': []
}
export const bus = new EventEmitter<BusEvents>()

/** An Electron event: members of `extra` and `preventDefault`. */
export function createEvent<Extra extends object>(extra: Extra) {
  return {
    ...extra,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true
    },
  }
}
