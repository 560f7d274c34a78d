import { type InvitableRole, invitationDays, type Permission } from '@gatehouse/contract'
import { useDeferredValue, useMemo } from 'react'
import type { AccountDetail, KnownInAccount, RoleChoices } from '../../../ipc/views.ts'
import { roleNames } from '../../../strings/common.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { type Rights, useRights } from '../../data/use-session.ts'
import { useDraft } from '../../data/view-store.ts'
import { endOfDay } from '../../ui/date-field.tsx'
import { readAddresses } from './addresses.ts'
import { addressesToAsk, isSent, type JudgedLine, judge, type Known, linesOf, type Offers } from './judge.ts'
import { type RoleBase, rolesOf } from './roles.ts'
import type { FileRow } from './table-file.ts'

/** A file of people that was read into the draft. */
export interface ReadFile {
  name: string
  rows: readonly FileRow[]
  leftOut: { count: number; from: number } | null
  ignored: readonly string[]
}

/** What is being written, exactly as typed; kept per account until it is sent or discarded. */
export interface InviteDraft {
  addresses: string
  file: ReadFile | null
  /** The name of a role, the id of a template, or `custom`. */
  base: string
  /** Chosen one by one, where the base is `custom`. */
  permissions: readonly Permission[]
  applicationIds: readonly string[]
  message: string
  days: string
  /** A day as `2026-12-31`, or empty. */
  endsOn: string
  anyAddress: boolean
}

/** What is offered, by the form. */
export interface Offer {
  role: InvitableRole
  permissions: readonly Permission[]
  applicationIds: readonly string[]
  message: string
  days: number
  membershipEndsAt: string | null
  anyAddress: boolean
}

export interface InviteForm {
  draft: InviteDraft
  hasDraft: boolean
  set(change: Partial<InviteDraft>): void
  discard(): void
  judged: readonly JudgedLine[]
  /** Those that get an invitation. */
  toSend: readonly JudgedLine[]
  choices: RoleChoices | undefined
  roles: readonly RoleBase[]
  /** What the role that was chosen gives. */
  given: readonly Permission[]
  /** Days until expiry, or null while what is typed is none. */
  days: number | null
  /** The end of the access; `past` while a day is typed that is over. */
  end: string | null | 'past'
  rights: Rights
}

export const messageLimit = 1000

export function useInviteForm(accountId: string, draftName = 'invite'): InviteForm {
  const [kept, setDraft] = useDraft<Partial<InviteDraft>>(accountId, draftName)
  const rights = useRights(accountId)
  const { data: choices } = useBridgeQuery('users.roles', { accountId })
  const roles = useMemo(() => rolesOf(choices), [choices])
  const draft = useMemo(
    () => ({ ...startWith(rights.account, roles), ...kept }),
    [rights.account, roles, kept],
  )
  const judged = useJudged(accountId, draft, { rights, choices, roles })
  const toSend = useMemo(() => judged.filter(isSent), [judged])
  const base = roles.find(({ id }) => id === draft.base)

  return {
    draft,
    hasDraft: kept !== undefined,
    set: (change) => setDraft({ ...draft, ...change }),
    discard: () => setDraft(undefined),
    judged,
    toSend,
    choices,
    roles,
    given: base?.permissions ?? draft.permissions,
    days: daysOf(draft.days),
    end: endOf(draft.endsOn),
    rights,
  }
}

/** What the form offers; null while something of it is wrong. */
export function offerOf({ draft, roles, days, end }: InviteForm): Offer | null {
  if (days === null || end === 'past') return null
  const base = roles.find(({ id }) => id === draft.base)
  const { applicationIds, message, anyAddress, permissions } = draft
  return {
    ...(base ? { role: base.role, permissions: base.permissions } : { role: 'custom', permissions }),
    applicationIds,
    message,
    days,
    membershipEndsAt: end,
    anyAddress,
  }
}

/** The addresses of a draft in order, for whoever asks what becomes of them elsewhere. */
export function useLines(draft: Pick<InviteDraft, 'addresses' | 'file'>) {
  // A thousand pasted lines must not hold up the typing.
  const text = useDeferredValue(draft.addresses)
  const rows = draft.file?.rows
  return useMemo(() => linesOf(readAddresses(text), rows ?? []), [text, rows])
}

interface Surroundings {
  rights: Rights
  choices: RoleChoices | undefined
  roles: readonly RoleBase[]
}

function useJudged(accountId: string, draft: InviteDraft, around: Surroundings): readonly JudgedLine[] {
  const { rights, choices, roles } = around
  const lines = useLines(draft)
  const emails = useMemo(() => addressesToAsk(lines), [lines])
  const { data } = useBridgeQuery(
    'invitations.known',
    { accountIds: [accountId], emails },
    { keepBefore: true },
  )
  const known = data?.[0]
  const applicationsRefused = rights.refusal('applications.assign')
  return useMemo(() => {
    const offers: Offers = {
      roles: roles.map(({ role, name, permissions }) => ({ role, name, permissions })),
      held: rights.account?.permissions ?? [],
      applications: known?.applications ?? [],
      applicationsRefused,
      ownerName: roleNames.owner,
      now: new Date(),
    }
    return choices ? judge(lines, knownOf(known), offers) : []
  }, [lines, known, roles, choices, rights.account, applicationsRefused])
}

export function knownOf(known: KnownInAccount | undefined): Known {
  return {
    members: new Set(known?.members),
    suspended: new Set(known?.suspended),
    pending: new Set(known?.pending),
    domains: new Set(known?.domains),
  }
}

function startWith(account: AccountDetail | undefined, roles: readonly RoleBase[]): InviteDraft {
  const held = account?.permissions ?? []
  const smallest = roles.find(({ permissions }) => permissions.every((each) => held.includes(each)))
  return {
    addresses: '',
    file: null,
    base: smallest?.id ?? 'viewer',
    permissions: [],
    applicationIds: [],
    message: '',
    days: String(invitationDays.default),
    endsOn: '',
    anyAddress: false,
  }
}

export function daysOf(typed: string): number | null {
  const days = Number(typed.trim())
  return typed.trim() !== '' && Number.isInteger(days) && days >= 1 && days <= invitationDays.max
    ? days
    : null
}

export function endOf(day: string): string | null | 'past' {
  const end = endOfDay(day)
  return end !== null && Date.parse(end) <= Date.now() ? 'past' : end
}
