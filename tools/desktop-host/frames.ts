// The frames of one page, as `webFrameMain` shows them: needed to tell a message of the app's own document from one
// of a frame inside it.
import type Electron from 'electron'
import type { Protocol } from './cdp.ts'
import { originOf, origins } from './origins.ts'
import { strict } from './strict.ts'

interface FrameNode {
  readonly id: string
  readonly parentId: string | undefined
  readonly routingId: number
  url: string
  name: string
}

export class Frames {
  readonly #nodes = new Map<string, FrameNode>()
  readonly #views = new Map<string, Electron.WebFrameMain>()
  readonly #mainId: string
  #lastRoutingId = 0

  constructor(mainId: string) {
    this.#mainId = mainId
    this.attached(mainId, undefined)
  }
  attached(id: string, parentId: string | undefined): void {
    const known = this.#nodes.get(id)
    if (known) return
    this.#nodes.set(id, { id, parentId, routingId: ++this.#lastRoutingId, url: '', name: '' })
  }
  detached(id: string): void {
    if (id === this.#mainId) return
    this.#nodes.delete(id)
    this.#views.delete(id)
  }
  navigated(frame: Protocol.Page.Frame): void {
    this.attached(frame.id, frame.parentId)
    const node = this.#nodes.get(frame.id)
    if (!node) return
    node.url = frame.url
    node.name = frame.name ?? ''
  }
  movedWithinDocument(id: string, url: string): void {
    const node = this.#nodes.get(id)
    if (node) node.url = url
  }
  isMain(id: string): boolean {
    return id === this.#mainId
  }
  /** The app's address of the main frame's document; '' before the first one. */
  get mainUrl(): string {
    const url = this.#nodes.get(this.#mainId)?.url ?? ''
    return /^(about|data):/.test(url) ? '' : origins.toExternal(url)
  }
  get main(): Electron.WebFrameMain {
    return this.view(this.#mainId)!
  }
  /** null once the frame is gone, as in Electron. */
  view(id: string): Electron.WebFrameMain | null {
    if (!this.#nodes.has(id)) return null
    const known = this.#views.get(id)
    if (known) return known
    const view = strict<Electron.WebFrameMain>('webFrameMain', this.#describe(id))
    this.#views.set(id, view)
    return view
  }

  #describe(id: string): Partial<Electron.WebFrameMain> {
    const frames = this
    const node = (): FrameNode | undefined => frames.#nodes.get(id)
    const url = (): string => origins.toExternal(node()?.url ?? '')
    const children = (parent: string): Electron.WebFrameMain[] =>
      [...frames.#nodes.values()]
        .filter((candidate) => candidate.parentId === parent)
        .flatMap((child) => frames.view(child.id) ?? [])
    return {
      processId: 1,
      osProcessId: 1,
      routingId: node()?.routingId ?? 0,
      frameTreeNodeId: node()?.routingId ?? 0,
      frameToken: id,
      isDestroyed: () => node() === undefined,
      get detached() {
        return node() === undefined
      },
      get url() {
        return url()
      },
      get origin() {
        return originOf(url()) || 'null'
      },
      get name() {
        return node()?.name ?? ''
      },
      get parent() {
        const parentId = node()?.parentId
        return parentId === undefined ? null : frames.view(parentId)
      },
      get top() {
        return frames.view(frames.#mainId)
      },
      get frames() {
        return children(id)
      },
      get framesInSubtree() {
        const self = frames.view(id)
        return [...(self ? [self] : []), ...children(id).flatMap((child) => child.framesInSubtree)]
      },
    }
  }
}
