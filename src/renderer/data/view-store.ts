import { useCallback } from 'react'
import { create } from 'zustand'

/** How a person left an account's screens: kept per account, so that a switch loses nothing. Memory only. */
interface AccountView {
  /** What was typed and not sent, by place ("invite", "assign", ...). */
  drafts: Record<string, unknown>
  /** Filters and choices of a list, by list. */
  filters: Record<string, unknown>
  /** Scroll positions in pixels, by list. */
  scroll: Record<string, number>
}

interface ViewStore {
  accounts: Record<string, AccountView>
  update(accountId: string, change: (view: AccountView) => Partial<AccountView>): void
  forgetAll(): void
}

const empty: AccountView = { drafts: {}, filters: {}, scroll: {} }

export const useViewStore = create<ViewStore>((set) => ({
  accounts: {},
  update: (accountId, change) =>
    set(({ accounts }) => {
      const view = accounts[accountId] ?? empty
      return { accounts: { ...accounts, [accountId]: { ...view, ...change(view) } } }
    }),
  forgetAll: () => set({ accounts: {} }),
}))

/**
 * What is being written in one place of an account. Setting `undefined` ends the draft; while there is one, the
 * account's row in the switcher says "Draft".
 */
export function useDraft<T>(
  accountId: string,
  place: string,
): [T | undefined, (value: T | undefined) => void] {
  const draft = useViewStore((store) => store.accounts[accountId]?.drafts[place]) as T | undefined
  const update = useViewStore((store) => store.update)
  const setDraft = useCallback(
    (value: T | undefined) =>
      update(accountId, ({ drafts }) => {
        const { [place]: _, ...others } = drafts
        return { drafts: value === undefined ? others : { ...others, [place]: value } }
      }),
    [accountId, place, update],
  )
  return [draft, setDraft]
}

/** A list's filter, kept per account. */
export function useFilter<T>(accountId: string, listName: string, initial: T): [T, (value: T) => void] {
  const filter = useViewStore((store) => store.accounts[accountId]?.filters[listName]) as T | undefined
  const update = useViewStore((store) => store.update)
  const setFilter = useCallback(
    (value: T) => update(accountId, ({ filters }) => ({ filters: { ...filters, [listName]: value } })),
    [accountId, listName, update],
  )
  return [filter ?? initial, setFilter]
}

/** For `Table`'s `scroll`: where the list stood, and what remembers it. */
export function useKeptScroll(
  accountId: string,
  listName: string,
): { top: number; onScroll: (top: number) => void } {
  const update = useViewStore((store) => store.update)
  const top = useViewStore.getState().accounts[accountId]?.scroll[listName] ?? 0
  const onScroll = useCallback(
    (position: number) =>
      update(accountId, ({ scroll }) => ({ scroll: { ...scroll, [listName]: position } })),
    [accountId, listName, update],
  )
  return { top, onScroll }
}

interface Sort {
  by: string
  descending: boolean
}

/** For `Table`'s `sort`: how a list is sorted, kept per account. */
export function useSort(
  accountId: string,
  listName: string,
  initial: Sort,
): Sort & { onChange: (sort: Sort) => void } {
  const [sort, onChange] = useFilter(accountId, `${listName} sort`, initial)
  return { ...sort, onChange }
}

const nothing: ReadonlySet<string> = new Set()

/** For `Table`'s `selection`: the rows that are chosen in a list, kept per account. */
export function useSelection(
  accountId: string,
  listName: string,
): { keys: ReadonlySet<string>; onChange: (keys: ReadonlySet<string>) => void } {
  const [keys, onChange] = useFilter(accountId, `${listName} selection`, nothing)
  return { keys, onChange }
}

/** Ids of the accounts in which something is half written. */
export function useHasDraft(accountId: string): boolean {
  return useViewStore((store) => Object.keys(store.accounts[accountId]?.drafts ?? {}).length > 0)
}

/** How many half-written things there are, over all accounts. */
export function useDraftCount(): number {
  return useViewStore(({ accounts }) =>
    Object.values(accounts).reduce((sum, { drafts }) => sum + Object.keys(drafts).length, 0),
  )
}
