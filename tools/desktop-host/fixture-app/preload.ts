// Stripped of its types and run as a classic script, so it has `require` and no imports.
import type Electron from 'electron'
import type { FixtureApi } from './page.ts'

const { contextBridge, ipcRenderer } = require('electron') as typeof Electron

const api: FixtureApi = {
  echo: (value) => ipcRenderer.invoke('echo', value),
  fail: () => ipcRenderer.invoke('fail'),
  sender: () => ipcRenderer.invoke('sender'),
  worker: () => ipcRenderer.invoke('worker'),
  unknown: () => ipcRenderer.invoke('nobody-listens'),
  note: (text) => ipcRenderer.send('note', text),
  onEvent(listener) {
    const heard = (_event: unknown, name: string, payload: unknown): void => listener(name, payload)
    ipcRenderer.on('event', heard)
    return () => void ipcRenderer.off('event', heard)
  },
  add: (left, right) => left + right,
  throws: () => {
    throw new RangeError('out of range')
  },
  twice: async (action) => [action(1), action(2)],
}
contextBridge.exposeInMainWorld('fixture', api)
