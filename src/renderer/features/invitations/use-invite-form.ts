import { type InvitableRole, invitationDays, permissionsNotHeld, rolePermissions } from '@gatehouse/contract'
import { useDeferredValue, useMemo } from 'react'
import type { AccountDetail } from '../../../ipc/views.ts'
import { invitationWords } from '../../../strings/invitations.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useDraft } from '../../data/view-store.ts'
import { type JudgedAddress, judgeAddresses, readAddresses } from './addresses.ts'

/** Roles with a name; permissions can't be chosen one by one here. */
type NamedInvitableRole = Exclude<InvitableRole, 'custom'>

/** What is being written, exactly as typed; kept per account until it is sent or discarded. */
export interface InviteDraft {
  addresses: string
  role: InvitableRole
  applicationIds: readonly string[]
  message: string
  days: string
}

export interface InviteForm {
  draft: InviteDraft
  hasDraft: boolean
  set(change: Partial<InviteDraft>): void
  discard(): void
  judged: readonly JudgedAddress[]
  /** The addresses that get an invitation. */
  toSend: readonly JudgedAddress[]
  /** Days until expiry, or null while what is typed is none. */
  days: number | null
}

const smallestFirst: readonly NamedInvitableRole[] = ['viewer', 'billing', 'technician', 'admin']
export const messageLimit = 1000

export function useInviteForm(accountId: string): InviteForm {
  const [kept, setDraft] = useDraft<InviteDraft>(accountId, 'invite')
  const users = useBridgeQuery('users.list', { accountId }).data
  const invitations = useBridgeQuery('invitations.list', { accountId }).data
  const { data: account } = useBridgeQuery('accounts.get', { accountId })
  const draft = kept ?? startWith(account)
  // A thousand pasted lines must not hold up the typing.
  const text = useDeferredValue(draft.addresses)
  const judged = useMemo(() => {
    const pending = (invitations ?? []).filter(({ status }) => status === 'pending')
    return judgeAddresses(readAddresses(text), {
      members: (users ?? []).map(({ email }) => email),
      pending: pending.map(({ email }) => email),
    })
  }, [text, users, invitations])
  const toSend = useMemo(() => judged.filter(({ verdict }) => verdict === 'ok'), [judged])

  return {
    draft,
    hasDraft: kept !== undefined,
    set: (change) => setDraft({ ...draft, ...change }),
    discard: () => setDraft(undefined),
    judged,
    toSend,
    days: daysOf(draft.days),
  }
}

/** Roles as options: one that holds more than the inviter does can't be given, and says what it is that they lack. */
export function roleOptions(account: AccountDetail | undefined) {
  const { roleHints, roleTooMuch } = invitationWords.invite
  return smallestFirst.map((role) => {
    const [first, ...more] = lackingFor(account, role)
    return {
      role,
      isDisabled: first !== undefined,
      description: first === undefined ? roleHints[role] : roleTooMuch(first, more.length),
    }
  })
}

function lackingFor(account: AccountDetail | undefined, role: NamedInvitableRole) {
  return permissionsNotHeld({ permissions: account?.permissions ?? [] }, rolePermissions[role])
}

function startWith(account: AccountDetail | undefined): InviteDraft {
  const role = smallestFirst.find((each) => lackingFor(account, each).length === 0) ?? 'viewer'
  return { addresses: '', role, applicationIds: [], message: '', days: String(invitationDays.default) }
}

function daysOf(typed: string): number | null {
  const days = Number(typed.trim())
  return typed.trim() !== '' && Number.isInteger(days) && days >= 1 && days <= invitationDays.max
    ? days
    : null
}
