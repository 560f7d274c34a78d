// ipcMain, and the way of a message from a preload to its handler and back.
import { EventEmitter } from 'node:events'
import type Electron from 'electron'
import { createEvent } from './bus.ts'
import { createCodec } from './codec.ts'
import { type PartOf, strict } from './strict.ts'

type Handler = Parameters<Electron.IpcMain['handle']>[1]

const codec = createCodec(
  (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  (text) => new Uint8Array(Buffer.from(text, 'base64')),
)

class HostIpcMain extends EventEmitter implements PartOf<Electron.IpcMain> {
  readonly #handlers = new Map<string, Handler>()

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`)
    this.#handlers.set(channel, handler)
  }
  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args: unknown[]) => {
      this.removeHandler(channel)
      return handler(event, ...args)
    })
  }
  removeHandler(channel: string): void {
    this.#handlers.delete(channel)
  }
  async answer(channel: string, event: Electron.IpcMainInvokeEvent, args: unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    return handler(event, ...args)
  }
}

const implementation = new HostIpcMain()
export const ipcMain = strict<Electron.IpcMain>('ipcMain', implementation)

export const encodeEvent = (channel: string, args: unknown[]): string =>
  codec.encode(['event', 0, channel, args])

export interface Sender {
  readonly contents: Electron.WebContents
  readonly frame: Electron.WebFrameMain | null
  reply(text: string): void
}

/** Handles one message of a preload: an event for ipcMain, or a call whose answer goes back to the asking world. */
export async function receive(text: string, sender: Sender): Promise<void> {
  const [kind, id, channel, args] = codec.decode(text) as [string, number, string, unknown[]]
  const basics = {
    type: 'frame' as const,
    sender: sender.contents,
    senderFrame: sender.frame,
    frameId: sender.frame?.routingId ?? 0,
    processId: sender.frame?.processId ?? 0,
  }
  if (kind === 'send') {
    const reply = (name: string, ...values: unknown[]): void => sender.reply(encodeEvent(name, values))
    ipcMain.emit(channel, createEvent({ ...basics, ports: [], returnValue: undefined, reply }), ...args)
    return
  }
  try {
    const result = await implementation.answer(channel, createEvent(basics), args)
    sender.reply(codec.encode(['result', id, result]))
  } catch (error) {
    console.error(`Error occurred in handler for '${channel}':`, error)
    sender.reply(codec.encode(['error', id, `Error invoking remote method '${channel}': ${error}`]))
  }
}
