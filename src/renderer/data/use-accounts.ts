import type { Problem } from '@gatehouse/contract'
import { queryOptions, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { unpackDirectory } from '../../ipc/directory.ts'
import type { AccountItem } from '../../ipc/views.ts'
import { bridge } from './bridge.ts'
import { queryKey } from './keys.ts'

let last: { text: string; accounts: readonly AccountItem[] } = { text: '', accounts: [] }

/** The same list for the same text: who draws it or looks through it has nothing to do then. */
function unpacked(text: string): readonly AccountItem[] {
  if (last.text !== text) last = { text, accounts: unpackDirectory(text) }
  return last.accounts
}

/** Nothing of one person's accounts may be there for the next. */
export function forgetAccounts(): void {
  last = { text: '', accounts: [] }
}

/** All accounts by name. They come as one text, as ten thousand objects would take long to cross over. */
export function useAccounts(
  options: { enabled?: boolean } = {},
): UseQueryResult<readonly AccountItem[], Problem> {
  return useQuery({ ...accountsQuery(), enabled: options.enabled ?? true })
}

/** For who asks outside of a component. */
export function accountsQuery() {
  return queryOptions<readonly AccountItem[], Problem>({
    queryKey: queryKey('accounts.directory', {}),
    queryFn: async () => {
      const answer = await bridge().query('accounts.directory', {})
      if (answer.ok) return unpacked(answer.value.text)
      throw answer.error
    },
    // To compare ten thousand objects with those before takes longer than to draw the rows in view.
    structuralSharing: false,
  })
}
