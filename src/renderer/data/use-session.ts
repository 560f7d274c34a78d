import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { AccountDetail, Preferences, SessionState, SyncStatus } from '../../ipc/views.ts'
import { rights } from '../../strings/common.ts'
import { bridge } from './bridge.ts'
import { queryKey } from './keys.ts'
import { bridgeQuery, useBridgeQuery } from './use-bridge.ts'

export function useSession(): SessionState {
  return useBridgeQuery('session.get', {}).data ?? { state: 'starting' }
}

export function useSyncStatus(): SyncStatus {
  const idle: SyncStatus = { state: 'syncing', waiting: 0, attention: 0, syncedAt: null }
  return useBridgeQuery('sync.status', {}).data ?? idle
}

/** False while there is no connection; what needs the network says so then. */
export function useIsOnline(): boolean {
  const { state } = useSyncStatus()
  return state !== 'offline' && state !== 'sign-in'
}

export const defaultPreferences: Preferences = {
  theme: 'system',
  language: 'system',
  density: 'comfortable',
  lockAfterMinutes: 15,
  lockOnScreenLock: true,
  unlockBy: 'keychain',
  notify: { invitations: true, access: true, expiry: true, reviews: true, refused: true, names: true },
  background: false,
  shortcuts: {},
  checklist: { done: [], dismissed: false },
  pins: [],
  recents: [],
  lastAccountId: null,
  lastTab: 'dashboard',
}

export function usePreferences(): { preferences: Preferences; isLoaded: boolean; set: SetPreferences } {
  const client = useQueryClient()
  const { data } = useBridgeQuery('preferences.get', {})
  const { mutate } = useMutation({
    mutationFn: (change: Partial<Preferences>) => bridge().command('preferences.set', change),
    onMutate: (change) => {
      // Shown at once: a click on a theme must not wait for the disk.
      client.setQueryData<Preferences>(queryKey('preferences.get', {}), (old) => ({
        ...(old ?? defaultPreferences),
        ...change,
      }))
    },
    onSuccess: (answer) => {
      if (answer.ok) client.setQueryData(queryKey('preferences.get', {}), answer.value)
    },
  })
  const set = useCallback((change: Partial<Preferences>) => mutate(change), [mutate])
  return { preferences: data ?? defaultPreferences, isLoaded: data !== undefined, set }
}

/** One thing of them. Whoever looks at the theme alone has nothing to do when another account is the last one. */
export function usePreference<T>(select: (preferences: Preferences) => T): T {
  const { data } = useQuery({ ...bridgeQuery('preferences.get', {}), select })
  return data ?? select(defaultPreferences)
}

export type SetPreferences = (change: Partial<Preferences>) => void

type Permission = AccountDetail['permissions'][number]

export interface Rights {
  account: AccountDetail | undefined
  /** Null: allowed. Otherwise why not, and whom to ask, for a disabled button or menu entry. */
  refusal(permission: Permission): string | null
  can(permission: Permission): boolean
}

/** What the principal may change in an account. Suspended and closed accounts can only be read. */
export function useRights(accountId: string | null): Rights {
  const { data: account } = useBridgeQuery(
    'accounts.get',
    { accountId: accountId ?? '' },
    { enabled: accountId !== null },
  )
  return useMemo(() => {
    const refusal = (permission: Permission) => refusalIn(account, permission)
    return { account, refusal, can: (permission) => refusal(permission) === null }
  }, [account])
}

/** As `refusal` of `useRights`, for what only reads: suspended and closed accounts are there to be read. */
export function refusalToRead(
  account: Pick<AccountDetail, 'permissions'>,
  permission: Permission,
): string | null {
  return account.permissions.includes(permission) ? null : rights.lacking(permission)
}

function refusalIn(account: AccountDetail | undefined, permission: Permission): string | null {
  if (!account) return rights.loading
  if (account.status !== 'active') return rights.readOnly(account.status)
  if (account.membershipStatus === 'suspended') return rights.suspended
  return account.permissions.includes(permission) ? null : rights.lacking(permission)
}
