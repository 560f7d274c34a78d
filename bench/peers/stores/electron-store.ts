// electron-store: one JSON file, written whole whenever something changes. It is read once at the start and kept in
// memory, as each access through its own getter would read the file again. It needs no Electron where it is told a
// folder; the import of it is answered by an empty module (see `electron-store-host.ts`).
import type { AccountId } from '@gatehouse/contract'
import ElectronStore from 'electron-store'
import { applyTo, emptyContent, loadWorld, searchIn, searchTexts, type World, whoIn } from '../by-account.ts'
import type { Peer } from '../peer.ts'

export function createElectronStorePeer(folder: string): Peer {
  const store = new ElectronStore<{ world: World }>({
    cwd: folder,
    name: 'gatehouse',
    // As a team would where the file is large: no indentation.
    serialize: (value) => JSON.stringify(value),
  })
  let world: World = { applications: [], accounts: [], contents: {} }
  let texts: ReturnType<typeof searchTexts> = []
  return {
    async load(lines) {
      world = await loadWorld(lines)
      store.set('world', world)
    },
    async open() {
      world = store.get('world')
      return world.accounts
    },
    async ready() {
      texts = searchTexts(Object.values(world.contents))
    },
    applications: async () => world.applications,
    content: async (accountId: AccountId) => world.contents[accountId] ?? emptyContent(),
    search: async (text) => searchIn(texts, text),
    who: async (application) => whoIn(world, application),
    async apply(page) {
      applyTo(world, page)
      texts = searchTexts(Object.values(world.contents))
      store.set('world', world)
    },
  }
}
