import type Electron from 'electron'
import { strict } from '../strict.ts'
import { allContents, type HostWebContents } from './web-contents.ts'

/** The module `webContents`: Electron has these as statics of a class that apps cannot construct. */
class WebContentsModule {
  getAllWebContents(): Electron.WebContents[] {
    return [...allContents.values()].map((contents) => contents.facade)
  }
  fromId(id: number): Electron.WebContents | undefined {
    return allContents.get(id)?.facade
  }
  fromFrame(frame: Electron.WebFrameMain): Electron.WebContents | undefined {
    return this.#find((contents) => contents.targetId === frame.top?.frameToken)
  }
  fromDevToolsTargetId(targetId: string): Electron.WebContents | undefined {
    return this.#find((contents) => contents.targetId === targetId)
  }
  getFocusedWebContents(): Electron.WebContents | null {
    return [...allContents.values()].at(-1)?.facade ?? null
  }
  #find(matches: (contents: HostWebContents) => boolean): Electron.WebContents | undefined {
    return [...allContents.values()].find(matches)?.facade
  }
}
const module: Partial<typeof Electron.webContents> & WebContentsModule = new WebContentsModule()
export const webContents = strict<typeof Electron.webContents>('webContents', module)
