import { useAppStore } from './app-store.ts'

export const keptRecents = 20

let visited: readonly string[] = []

useAppStore.subscribe(({ place }) => {
  if (place.screen !== 'account' || place.accountId === visited[0]) return
  visited = [place.accountId, ...visited.filter((id) => id !== place.accountId)].slice(0, keptRecents)
})

/**
 * The accounts that were opened, the last one first: those since the window began, which are written down in a quiet
 * moment only, then those that were written down.
 */
export function lastOpened<T extends string>(recents: readonly T[]): T[] {
  return [...new Set([...(visited as readonly T[]), ...recents])].slice(0, keptRecents)
}
