import { contextBridge, ipcRenderer } from 'electron'
import type { Bridge } from '../ipc/bridge.ts'
import { channels } from '../ipc/define.ts'

// Runs in the sandbox between the two worlds. It forwards by channel and knows no single call, so nothing here
// changes when the contract does; names and inputs are judged by the router in main.

type Listener = (payload: never) => void
const listeners = new Map<string, Set<Listener>>()

ipcRenderer.on(channels.event, (_event, name: string, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload as never)
})

// Tells main this page from the one before it, and can't be read or chosen by what runs in the page.
const pageId = crypto.randomUUID()

const bridge: Bridge = {
  query: (name, input) => ipcRenderer.invoke(channels.query, name, input, pageId),
  command: (name, input) => ipcRenderer.invoke(channels.command, name, input, pageId),
  on(name, listener) {
    const known = listeners.get(name) ?? new Set<Listener>()
    known.add(listener)
    listeners.set(name, known)
    return () => {
      known.delete(listener)
    }
  },
}

contextBridge.exposeInMainWorld('gatehouse', bridge)
