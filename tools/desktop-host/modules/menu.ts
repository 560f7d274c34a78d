import { EventEmitter } from 'node:events'
import type Electron from 'electron'
import { type PartOf, strict } from '../strict.ts'
import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'

/** Menus are kept, not shown: tests find an item by its id and click it. */
const roleActions: Partial<
  Record<NonNullable<Electron.MenuItem['role']>, (window?: Electron.BrowserWindow) => void>
> = {
  quit: () => app.quit(),
  close: (window) => window?.close(),
  minimize: (window) => window?.minimize(),
  reload: (window) => window?.webContents.reload(),
  forceReload: (window) => window?.webContents.reloadIgnoringCache(),
  togglefullscreen: (window) => window?.setFullScreen(!window.isFullScreen()),
}
let lastCommandId = 0
let applicationMenu: Electron.Menu | null = null

class HostMenuItem implements PartOf<Electron.MenuItem> {
  readonly commandId = ++lastCommandId
  readonly userAccelerator = null
  id: string
  label: string
  sublabel: string
  toolTip: string
  accelerator: Electron.MenuItem['accelerator']
  role?: NonNullable<Electron.MenuItem['role']>
  type: Electron.MenuItem['type']
  enabled: boolean
  visible: boolean
  checked: boolean
  registerAccelerator: boolean
  submenu?: Electron.Menu
  click: (event?: unknown, window?: Electron.BrowserWindow | null) => void

  constructor(options: Electron.MenuItemConstructorOptions) {
    const { submenu, click } = options
    this.id = options.id ?? ''
    this.label = options.label ?? options.role ?? ''
    this.sublabel = options.sublabel ?? ''
    this.toolTip = options.toolTip ?? ''
    this.accelerator = options.accelerator ?? null
    if (options.role) this.role = options.role as NonNullable<Electron.MenuItem['role']>
    this.type = options.type ?? (submenu ? 'submenu' : 'normal')
    this.enabled = options.enabled ?? true
    this.visible = options.visible ?? true
    this.checked = options.checked ?? false
    this.registerAccelerator = options.registerAccelerator ?? true
    if (submenu) {
      this.submenu = Array.isArray(submenu) ? HostMenu.buildFromTemplate(submenu) : (submenu as Electron.Menu)
    }
    this.click = (event, window) => {
      const target = window ?? BrowserWindow.getFocusedWindow() ?? undefined
      if (this.type === 'checkbox') this.checked = !this.checked
      if (click)
        click(strict<Electron.MenuItem>('MenuItem', this), target, (event ?? {}) as Electron.KeyboardEvent)
      else if (this.role) roleActions[this.role]?.(target)
    }
  }
}
export const MenuItem = strict<typeof Electron.MenuItem>('MenuItem', HostMenuItem)

class HostMenu extends EventEmitter implements PartOf<Electron.Menu> {
  items: Electron.MenuItem[] = []

  static buildFromTemplate(
    template: (Electron.MenuItemConstructorOptions | Electron.MenuItem)[],
  ): Electron.Menu {
    const menu = new Menu()
    for (const entry of template) {
      const isItem = entry instanceof HostMenuItem
      menu.append(
        isItem ? (entry as Electron.MenuItem) : new MenuItem(entry as Electron.MenuItemConstructorOptions),
      )
    }
    return menu
  }
  static setApplicationMenu(menu: Electron.Menu | null): void {
    applicationMenu = menu
  }
  static getApplicationMenu(): Electron.Menu | null {
    return applicationMenu
  }
  append(item: Electron.MenuItem): void {
    this.items.push(item)
  }
  insert(position: number, item: Electron.MenuItem): void {
    this.items.splice(position, 0, item)
  }
  getMenuItemById(id: string): Electron.MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : (item.submenu?.getMenuItemById(id) ?? null)
      if (found) return found
    }
    return null
  }
  popup(options?: Electron.PopupOptions): void {
    options?.callback?.()
  }
  closePopup(): void {}
}
export const Menu = strict<typeof Electron.Menu>('Menu', HostMenu)
