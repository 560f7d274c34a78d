import { contextBridge, ipcRenderer } from 'electron'
import type { Bridge } from '../ipc/bridge.ts'
import { channels } from '../ipc/define.ts'
import { eventNames } from '../ipc/event-names.ts'

// Runs in the sandbox between the two worlds. It forwards by channel and knows no single call, so nothing here
// changes when the contract does; names and inputs are judged by the router in main.

type Listener = (payload: never) => void
const listeners = new Map<string, Set<Listener>>(eventNames.map((name) => [name, new Set()]))

/** Of one event. The page needs a handful; more is a leak, or somebody who wants the memory. */
const mostListeners = 50

ipcRenderer.on(channels.event, (_event, name: string, payload: unknown) => {
  for (const listener of [...(listeners.get(name) ?? [])]) {
    try {
      listener(payload as never)
    } catch (error) {
      // Of the page's own making, and told there; the others still hear.
      reportError(error)
    }
  }
})

// Tells main this page from the one before it, and can't be read or chosen by what runs in the page.
const pageId = crypto.randomUUID()

const bridge: Bridge = {
  query: (name, input) => ipcRenderer.invoke(channels.query, name, input, pageId),
  command: (name, input) => ipcRenderer.invoke(channels.command, name, input, pageId),
  on(name, listener) {
    const known = listeners.get(name)
    if (!known || typeof listener !== 'function') throw new TypeError('there is no such event')
    if (known.size >= mostListeners) throw new RangeError('too many listen to this event')
    // One entry for each call, whoever is called: ending one leaves the others.
    const own: Listener = (payload) => listener(payload)
    known.add(own)
    return () => {
      known.delete(own)
    }
  },
}

contextBridge.exposeInMainWorld('gatehouse', bridge)
