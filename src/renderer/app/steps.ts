import type { ActionId } from '../../ipc/shortcuts.ts'
import type { AccountItem, FirstStep, Preferences } from '../../ipc/views.ts'
import { firstStepWords as t } from '../../strings/first-steps.ts'
import type { useAppStore } from './app-store.ts'

export interface StepItem {
  id: FirstStep
  title: string
  detail: string
  action: string
  act: () => void
}

interface Around {
  accounts: readonly AccountItem[]
  preferences: Preferences
  /** Invitations that this person hasn't answered. */
  waiting: number
}

interface Ways {
  store: Pick<ReturnType<typeof useAppStore.getState>, 'go' | 'openPanel'>
  pin: (accountIds: Preferences['pins']) => void
  /** The keys of an action, in words. */
  keys: (id: ActionId) => string
}

/** The first steps that make sense for this person, in the order in which they help. */
export function stepsFor({ accounts, preferences, waiting }: Around, { store, pin, keys }: Ways): StepItem[] {
  const { done } = preferences.checklist
  const managed = bestOf(accounts.filter(mayManage), preferences)
  const usual = bestOf(accounts, preferences)
  const accountId = managed?.id
  const steps: (StepItem | null | undefined | false)[] = [
    (waiting > 0 || done.includes('accept')) && {
      id: 'accept',
      title: t.accept.title,
      detail: waiting > 0 ? t.accept.detail(waiting) : t.accept.none,
      action: t.accept.action,
      act: () => store.go({ screen: 'my-invitations' }),
    },
    accounts.length > 1 &&
      usual && {
        id: 'pin',
        title: t.pin.title,
        detail: t.pin.detail(keys('pinned-1')),
        action: t.pin.action(usual.name),
        act: () => pin([...preferences.pins, usual.id]),
      },
    {
      id: 'palette',
      title: t.palette.title,
      detail: t.palette.detail,
      action: t.palette.action(keys('palette')),
      act: () => store.openPanel({ kind: 'palette', text: '' }),
    },
    managed &&
      accountId && {
        id: 'invite',
        title: t.invite.title,
        detail: t.invite.detail,
        action: t.invite.action(managed.name),
        act: () => store.openPanel({ kind: 'invite', accountId }),
      },
    managed &&
      accountId && {
        id: 'assign',
        title: t.assign.title,
        detail: t.assign.detail,
        action: t.assign.action(managed.name),
        act: () => store.openPanel({ kind: 'assign', accountId, type: 'application' }),
      },
    {
      id: 'two-factor',
      title: t.twoFactor.title,
      detail: t.twoFactor.detail,
      action: t.twoFactor.action,
      act: () => store.go({ screen: 'sessions' }),
    },
  ]
  return steps.filter((step) => Boolean(step)) as StepItem[]
}

/** Those with a role that invites and assigns; of permissions chosen one by one the list knows too little. */
function mayManage({ status, role, via, membershipStatus }: AccountItem): boolean {
  if (status !== 'active' || membershipStatus === 'suspended') return false
  return via === 'environment' || role === 'owner' || role === 'admin' || role === 'technician'
}

/** Where somebody worked last, else the first. */
function bestOf(accounts: readonly AccountItem[], { lastAccountId, recents }: Preferences) {
  const wanted = [lastAccountId, ...recents]
  const recent = wanted.find((id) => accounts.some((account) => account.id === id))
  return accounts.find(({ id }) => id === recent) ?? accounts[0]
}
