// TanStack Query with a persister: a query for the accounts and one for each account's rows, the whole cache saved as
// one value in IndexedDB with idb-keyval, as the library's documents show. It is kept as an object and not as JSON
// text: a fleet's text is longer than a string may be.
import type { AccountId, Application } from '@gatehouse/contract'
import { QueryClient } from '@tanstack/query-core'
import {
  type PersistedClient,
  persistQueryClientRestore,
  persistQueryClientSave,
} from '@tanstack/query-persist-client-core'
import { del, get, set } from 'idb-keyval'
import { applyTo, emptyContent, loadWorld, searchIn, searchTexts, type World, whoIn } from '../by-account.ts'
import type { AccountContent, Peer, StoredAccount } from '../peer.ts'

const queryClient = new QueryClient({
  defaultOptions: { queries: { gcTime: Number.POSITIVE_INFINITY, staleTime: Number.POSITIVE_INFINITY } },
})
const persister = {
  persistClient: (client: PersistedClient) => set('gatehouse', client),
  restoreClient: () => get<PersistedClient>('gatehouse'),
  removeClient: () => del('gatehouse'),
}
const save = () => persistQueryClientSave({ queryClient, persister })

/** The data of the queries, side by side. */
let world: World = { applications: [], accounts: [], contents: {} }
let texts: ReturnType<typeof searchTexts> = []

function intoCache(accountIds: Iterable<AccountId>): void {
  queryClient.setQueryData(['applications'], world.applications)
  queryClient.setQueryData(['accounts'], world.accounts)
  for (const id of accountIds) queryClient.setQueryData(['account', id], world.contents[id])
}

export const peer: Peer = {
  async load(lines) {
    world = await loadWorld(lines)
    intoCache(Object.keys(world.contents) as AccountId[])
    await save()
  },

  async open() {
    await persistQueryClientRestore({ queryClient, persister, maxAge: Number.POSITIVE_INFINITY })
    return queryClient.getQueryData<StoredAccount[]>(['accounts']) ?? []
  },

  async ready() {
    const accounts = queryClient.getQueryData<StoredAccount[]>(['accounts']) ?? []
    const contents = accounts.map(({ id }) => [id, queryClient.getQueryData<AccountContent>(['account', id])])
    world = {
      applications: queryClient.getQueryData<Application[]>(['applications']) ?? [],
      accounts,
      contents: Object.fromEntries(contents),
    }
    texts = searchTexts(Object.values(world.contents))
  },

  applications: async () => world.applications,
  content: async (accountId) =>
    queryClient.getQueryData<AccountContent>(['account', accountId]) ?? emptyContent(),
  search: async (text) => searchIn(texts, text),
  who: async (application) => whoIn(world, application),

  async apply(page) {
    intoCache(applyTo(world, page))
    texts = searchTexts(Object.values(world.contents))
    await save()
  },
}
