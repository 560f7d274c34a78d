import { app, BrowserWindow, screen } from 'electron'
import type { EventName, EventPayload } from '../../ipc/contract.ts'
import { channels } from '../../ipc/define.ts'
import type { Settings, WindowState } from '../settings/settings.ts'
import { pagePreferences } from './web-preferences.ts'

export interface WindowDeps {
  preload: string
  /** `app://gatehouse/`, or the development server's address, with the language of the moment. */
  address(): string
  settings: Pick<Settings, 'windowState' | 'rememberWindow'>
  on: {
    /** The process that shows the page ended; why, as the system says it. */
    stopped(reason: string): void
    hangs(): void
    answers(): void
  }
}

export interface MainWindow {
  open(): Promise<void>
  focus(): void
  isOpen(): boolean
  /** It is the one that the user looks at. */
  isInSight(): boolean
  /** What waits for the user, on the icon in the taskbar of Windows. */
  setOverlayIcon(icon: Electron.NativeImage | null, description: string): void
  /** The page begins anew, with nothing of what it had in memory. */
  reload(): void
  /** The same at an address that says another language. */
  changeLanguage(): void
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void
}

const fresh: WindowState = { width: 1320, height: 860, maximized: false }

/** The one window. Its title is the page's own: account, role, Gatehouse. */
export function createMainWindow({ preload, address, settings, on }: WindowDeps): MainWindow {
  let window: BrowserWindow | null = null

  async function open(): Promise<void> {
    if (window) return focus()
    const state = onSomeDisplay(settings.windowState() ?? fresh)
    const created = new BrowserWindow({
      width: state.width,
      height: state.height,
      ...(state.x === undefined || state.y === undefined ? {} : { x: state.x, y: state.y }),
      minWidth: 720,
      minHeight: 480,
      show: false,
      title: 'Gatehouse',
      autoHideMenuBar: true,
      webPreferences: { ...pagePreferences(app.isPackaged), preload },
    })
    window = created
    created.once('ready-to-show', () => {
      if (state.maximized) created.maximize()
      created.show()
    })
    created.webContents.on('render-process-gone', (_event, { reason }) => on.stopped(reason))
    created.on('unresponsive', on.hangs)
    created.on('responsive', on.answers)
    created.on('close', () => settings.rememberWindow(stateOf(created)))
    created.on('closed', () => {
      window = null
    })
    await created.loadURL(address())
  }

  function focus(): void {
    if (!window) {
      void open()
      return
    }
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  return {
    open,
    focus,
    isOpen: () => window !== null,
    isInSight: () => window?.isFocused() ?? false,
    setOverlayIcon: (icon, description) => window?.setOverlayIcon(icon, description),
    reload() {
      if (window && !window.isDestroyed()) window.webContents.reload()
    },
    changeLanguage() {
      if (!window || window.isDestroyed()) return
      const { webContents } = window
      // The page that was left is nothing to go back to.
      void webContents.loadURL(address()).then(() => webContents.navigationHistory.clear())
    },
    emit(name, payload) {
      if (window && !window.isDestroyed()) window.webContents.send(channels.event, name, payload)
    },
  }
}

function stateOf(window: BrowserWindow): WindowState {
  const { x, y, width, height } = window.getNormalBounds()
  return { x, y, width, height, maximized: window.isMaximized() }
}

/** A display may be gone since: a window whose place is on none of them comes up in the middle. */
function onSomeDisplay(state: WindowState): WindowState {
  const { x, y, ...size } = state
  if (x === undefined || y === undefined) return size
  const visible = screen.getAllDisplays().some(({ workArea }) => {
    const across = Math.min(x + state.width, workArea.x + workArea.width) - Math.max(x, workArea.x)
    const down = Math.min(y + state.height, workArea.y + workArea.height) - Math.max(y, workArea.y)
    return across > 80 && down > 40
  })
  return visible ? state : size
}
