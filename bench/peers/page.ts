// The page that the peers of the browser run in. The benchmark calls these from outside, one peer to a page.
import type { ChangesPage } from '@gatehouse/contract'
import type { Questions } from '../fleet/questions.ts'
import { asContender, measureContender, measurePages, parsed } from './measure.ts'
import type { Peer } from './peer.ts'

const stores = {
  Dexie: () => import('./stores/dexie.ts'),
  RxDB: () => import('./stores/rxdb.ts'),
  PouchDB: () => import('./stores/pouchdb.ts'),
  'TanStack DB': () => import('./stores/tanstack-db.ts'),
  'Query persister': () => import('./stores/query-persister.ts'),
}
export type BrowserPeer = keyof typeof stores

let peer: Peer | null = null

function chosen(): Peer {
  if (!peer) throw new Error('no peer was chosen')
  return peer
}

const calls = {
  /** Its code is there before anything is measured. */
  async choose(name: BrowserPeer): Promise<void> {
    peer = (await stores[name]()).peer
  },
  async load(url: string): Promise<number> {
    const start = performance.now()
    await chosen().load(parsed(textOf(await fetch(url))))
    return performance.now() - start
  },
  measure: (questions: Questions) => measureContender(asContender(chosen(), questions), questions),
  apply: ({ pages, patience }: { pages: ChangesPage[]; patience: number }) =>
    measurePages(chosen(), pages, patience),
}
export type PageCalls = typeof calls

async function* textOf(response: Response): AsyncGenerator<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  for (;;) {
    const piece = await reader?.read()
    if (!piece || piece.done) return
    yield piece.value
  }
}

Object.assign(globalThis, { bench: calls })
