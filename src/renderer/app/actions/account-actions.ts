import type { ActionId } from '../../../ipc/shortcuts.ts'
import type { AccountDetail, Tab } from '../../../ipc/views.ts'
import { actionTexts, actionWords } from '../../../strings/actions.ts'
import { bridge } from '../../data/bridge.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { notify } from '../../ui/toast.tsx'
import { useAppStore } from '../app-store.ts'
import { isTabPermitted, tabOrder } from '../tab-order.ts'
import type { Action, Around } from './action.ts'

type Work = (account: AccountDetail, around: Around) => void

/** An action of one account: offered where there is one. */
function inAccount(id: ActionId, work: Work, more: Partial<Action> = {}): Action {
  return {
    id,
    group: 'account',
    words: () => actionWords[id],
    isOffered: ({ account }) => account !== undefined,
    run(around) {
      if (around.account) work(around.account, around)
    },
    ...more,
  }
}

const { openPanel, go } = useAppStore.getState()

export const accountActions: readonly Action[] = [
  inAccount('assign', ({ id }) => openPanel({ kind: 'assign', accountId: id, type: 'application' }), {
    refusal: ({ refusal }) => refusal('applications.assign'),
  }),
  inAccount('assign-agent', ({ id }) => openPanel({ kind: 'assign', accountId: id, type: 'agent' }), {
    refusal: ({ refusal }) => refusal('applications.assign'),
  }),
  inAccount('invite', ({ id }) => openPanel({ kind: 'invite', accountId: id }), {
    refusal: ({ refusal }) => refusal('users.invite'),
  }),
  inAccount('begin-review', ({ id }) => openPanel({ kind: 'review-begin', accountId: id }), {
    refusal: ({ refusal }) => refusal('reviews.run'),
  }),
  inAccount('access-changes', ({ id }) => openPanel({ kind: 'access-changes', accountId: id })),
  ...tabOrder.map(toTab),
  inAccount('pin', togglePin, {
    words: (around) => (isPinned(around) ? actionTexts.unpin : actionWords.pin),
  }),
  inAccount('label', ({ id }) => openPanel({ kind: 'label', accountId: id })),
  inAccount('copy-reference', ({ reference }) => void copyReference(reference)),
]

function toTab(tab: Tab): Action {
  return inAccount(`tab-${tab}`, ({ id }) => go({ screen: 'account', accountId: id, tab }), {
    isOffered: ({ account }) => account !== undefined && isTabPermitted(tab, account),
  })
}

function isPinned({ account, preferences }: Around): boolean {
  return account !== undefined && preferences.pins.includes(account.id)
}

const mostPins = 50

function togglePin({ id, name }: AccountDetail, around: Around): void {
  const { preferences, setPreferences } = around
  const wasPinned = isPinned(around)
  const others = preferences.pins.filter((each) => each !== id)
  setPreferences({ pins: wasPinned ? others : [...others, id].slice(0, mostPins) })
  notify({ title: wasPinned ? actionTexts.unpinned(name) : actionTexts.pinned(name) })
}

async function copyReference(reference: string): Promise<void> {
  const copied = await bridge().command('clipboard.write', { text: reference })
  if (copied.ok) notify({ title: actionTexts.referenceCopied(reference) })
  else notifyProblem(copied.error)
}
